/** What has arrived: asked of the server itself, not of the browser, whose network may be off. */
import { createHash, createPublicKey, verify as verifySignature, type JsonWebKey } from 'node:crypto';
import type { Tablet } from '../fixtures/tablet';
import type { TestServer } from '../fixtures/server';
import { SequenceGap } from '../../src/lib/domain/errors';
import { chainFaults, type EntryEnvelope, type Verify } from '../../src/lib/domain/ledger';

/** Asks the server for a path, as somebody who may see everything. */
export type Ask = (path: string) => Promise<Response>;

/** As the admin, whose session is in the browser's cookies. */
export async function askAsAdmin(tablet: Tablet, server: Pick<TestServer, 'origin'>, path: string): Promise<Response> {
	const cookies = await tablet.context.cookies(server.origin);
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	return fetch(server.origin + path, { headers: { cookie } });
}

/** A one-time code for a tablet, made by the admin whose session is in the browser's cookies. */
export async function enrolmentCode(tablet: Tablet, server: TestServer): Promise<string> {
	const cookies = await tablet.context.cookies(server.origin);
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const headers = { cookie, origin: server.origin };
	const answer = await fetch(`${server.origin}/api/devices/codes`, { method: 'POST', headers });
	return ((await answer.json()) as { code: string }).code;
}

/** The site's whole ledger, in the order the server gave it. */
export async function readLedger(ask: Ask): Promise<EntryEnvelope[]> {
	const answer = await ask('/api/ledger');
	const text = await answer.text();
	if (!answer.ok) throw new Error(`The ledger could not be read: ${answer.status} ${text}`);
	const lines = text.split('\n').filter((line) => line !== '');
	return lines.flatMap((line) => (JSON.parse(line) as { entry?: EntryEnvelope }).entry ?? []);
}

export async function ledgerOf(tablet: Tablet, server: Pick<TestServer, 'origin'>): Promise<EntryEnvelope[]> {
	return readLedger((path) => askAsAdmin(tablet, server, path));
}

export function ofType(entries: readonly EntryEnvelope[], type: string): EntryEnvelope[] {
	return entries.filter((entry) => entry.type === type);
}

/**
 * What is wrong with any device's chain, hashes or signatures, in words; empty when all is genuine and nothing is missing.
 * @param apart records that may be missing, as `device seq`: they are in quarantine
 */
export async function faultsIn(
	entries: readonly EntryEnvelope[],
	apart: ReadonlySet<string> = new Set()
): Promise<string[]> {
	const keys = new Map(
		ofType(entries, 'device.enrolled').map(({ body }) => [String(body['id']), body['publicKey'] as JsonWebKey])
	);
	const found: string[] = [];
	for (const [device, own] of Map.groupBy(entries, (entry) => entry.device)) {
		const jwk = keys.get(device);
		if (!jwk) {
			found.push(`${device}: its key is not in the ledger`);
			continue;
		}
		const key = createPublicKey({ key: jwk, format: 'jwk' });
		const verify: Verify = (signature, bytes) =>
			verifySignature('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
		const inOrder = own.toSorted((one, other) => one.seq - other.seq);
		const faults = (await chainFaults(inOrder, verify)).filter(
			(fault) => !(fault instanceof SequenceGap && isApart(apart, device, fault))
		);
		found.push(...faults.map((fault) => `${device}: ${fault.message}`));
	}
	return found;
}

function isApart(apart: ReadonlySet<string>, device: string, { expected, got }: SequenceGap): boolean {
	const missing = Array.from({ length: got - expected }, (_, index) => `${device} ${expected + index}`);
	return missing.every((record) => apart.has(record));
}

/** A photo as the server has it; null unless it is whole: its bytes hash to its name. */
export async function readPhoto(ask: Ask, sha256: string): Promise<Buffer | null> {
	// As it came: what is shown to people may lack the place it was taken.
	const answer = await ask(`/api/photos/${sha256}?original=1`);
	if (answer.status !== 200) return null;
	const bytes = Buffer.from(await answer.arrayBuffer());
	return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : null;
}

export async function hasPhoto(tablet: Tablet, server: TestServer, sha256: string): Promise<boolean> {
	return (await readPhoto((path) => askAsAdmin(tablet, server, path), sha256)) !== null;
}

/** Hashes of the photos that captures in the ledger name. */
export function photosIn(entries: readonly EntryEnvelope[]): string[] {
	return ofType(entries, 'capture.recorded').map(({ body }) => (body['photo'] as { sha256: string }).sha256);
}
