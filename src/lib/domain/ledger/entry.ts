/** Entry format v1: one signed record, chained to the entry before it on the same device. */
import { sha256 } from '@noble/hashes/sha2.js';
import canonicalize from 'canonicalize';
import * as v from 'valibot';
import { Id, Instant, Role } from '../site';
import type { BodyOf, EntryType } from './bodies';

/** 32 bytes as base64url without padding. */
export const Hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
/** An IEEE P1363 ECDSA P-256 signature (r then s, 64 bytes), base64url without padding. */
export const Signature = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/));

/** UUIDs sort by time when they are version 7; the server's index depends on it. */
export const EntryId = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
);

export const Actor = v.object({
	/** Null when a device or the server itself speaks. */
	personId: v.nullable(Id),
	role: v.nullable(Role),
	proof: v.picklist(['session', 'pin-offline', 'device', 'service'])
});
export type Actor = v.InferOutput<typeof Actor>;

/** The envelope alone: `type` and `body` are checked against `BODIES` apart, so that an unknown type can be quarantined. */
export const EntryEnvelope = v.strictObject({
	v: v.literal(1),
	id: EntryId,
	site: Id,
	device: Id,
	seq: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER)),
	prev: v.nullable(Hash),
	at: Instant,
	actor: Actor,
	type: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	body: v.record(v.string(), v.unknown()),
	sig: Signature
});
export type EntryEnvelope = v.InferOutput<typeof EntryEnvelope>;

export type Entry<T extends EntryType = EntryType> = {
	[K in T]: Omit<EntryEnvelope, 'type' | 'body'> & { type: K; body: BodyOf<K> };
}[T];

/** Signs bytes with a device's key: ECDSA P-256 over SHA-256, 64 bytes r‖s. */
export type Sign = (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** What is signed: the RFC 8785 form of everything but the signature. */
export function signedBytes(entry: Omit<EntryEnvelope, 'sig'>): Uint8Array<ArrayBuffer> {
	const { v: version, id, site, device, seq, prev, at, actor, type, body } = entry;
	return canonicalBytes({ v: version, id, site, device, seq, prev, at, actor, type, body });
}

/**
 * Both RFC 8785 forms of an entry at the price of one: what its signature covers, and the whole that is hashed. Throws where
 * `canonicalBytes` does.
 */
export function canonicalForms(entry: EntryEnvelope): { signed: string; whole: string } {
	const { v: version, id, site, device, seq, prev, at, actor, type, body, sig } = entry;
	// Members stand in the order of their names: `sig`, which is not signed, comes between these two parts.
	const before = canonicalText({ actor, at, body, device, id, prev, seq }).slice(0, -1);
	const after = canonicalText({ site, type, v: version }).slice(1);
	return { signed: `${before},${after}`, whole: `${before},"sig":${JSON.stringify(sig)},${after}` };
}

/** The hash the next entry carries as `prev`: SHA-256 over the RFC 8785 form of the whole entry, signature included. */
export function hashEntry(entry: EntryEnvelope): string {
	return hashCanonical(canonicalBytes(entry));
}

/** `hashEntry` for an entry whose canonical bytes are at hand. */
export function hashCanonical(bytes: Uint8Array<ArrayBuffer>): string {
	return toBase64Url(sha256(bytes));
}

/** RFC 8785 JSON Canonicalization Scheme, UTF-8. Throws a TypeError on what JSON cannot say. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(canonicalText(value));
}

/** `canonicalBytes` as text. */
export function canonicalText(value: unknown): string {
	const text = canonicalize(value);
	if (text === undefined) throw new TypeError('not representable as JSON');
	return text;
}

export interface ChainHead {
	seq: number;
	hash: string | null;
}

export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: null };

export type EntryDraft<T extends EntryType = EntryType> = {
	[K in T]: { id: string; site: string; device: string; at: string; actor: Actor; type: K; body: BodyOf<K> };
}[T];

/** Puts a draft at the end of a device's chain and signs it. */
export async function sealEntry<T extends EntryType>(
	draft: EntryDraft<T>,
	head: ChainHead,
	sign: Sign
): Promise<Entry<T>> {
	const unsigned = { v: 1 as const, ...draft, seq: head.seq + 1, prev: head.hash };
	const sig = toBase64Url(await sign(signedBytes(unsigned)));
	return { ...unsigned, sig } as Entry<T>;
}

export function toBase64Url(bytes: Uint8Array): string {
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
