/** What a story is told from, and where in it something stands. */
import type { BodyOf, EntryEnvelope, EntryType } from '$lib/domain/ledger';
import type { Policy, Route, RoutingFacts } from '$lib/domain/policy';
import { m } from '$lib/messages';
import type { Names } from '../../content';
import type { Sent, Step } from './step';

export interface Row {
	position: number;
	receivedAt: string;
	/** How far the device's clock was ahead of the server's, in milliseconds. */
	skewMs: number;
	entry: EntryEnvelope;
}

export interface Story {
	/** In the order of the ledger. */
	rows: readonly Row[];
	/** How each suggestion was routed, by its position. */
	routes: ReadonlyMap<number, { route: Route; facts: RoutingFacts }>;
	/** By version. */
	policies: ReadonlyMap<number, Policy>;
	/** Which systems are told of an entry, by its id. */
	told: ReadonlyMap<string, readonly (Sent & { name: string })[]>;
}

export interface StoryNames extends Names {
	device(id: string): string;
	isServer(id: string): boolean;
}

/** What is told of an entry besides who made it, and when. */
export type Told = Pick<Step, 'title' | 'tone' | 'facts'> &
	Partial<Pick<Step, 'person' | 'role' | 'candidates' | 'mode' | 'remark'>>;

/** The entries of one type, with their bodies. */
export function rowsOf<T extends EntryType>(
	{ rows }: Pick<Story, 'rows'>,
	type: T
): { position: number; entry: EntryEnvelope; body: BodyOf<T> }[] {
	const own = rows.filter(({ entry }) => entry.type === type);
	return own.map(({ position, entry }) => ({ position, entry, body: entry.body as BodyOf<T> }));
}

/** Where the entry stands that states something by this id; null where it is in no record of the story. */
export function positionOf(
	story: Story,
	type: 'decision.made' | 'approval.given' | 'action.finalized',
	id: string
): number | null {
	return rowsOf(story, type).find(({ body }) => body.id === id)?.position ?? null;
}

/** "Policy version 3: Cracks are read by two", or that no rule matched. */
export function ruleWords({ policies }: Story, version: number, ruleId: string | null): string {
	if (ruleId === null) return m.story_route_none({ version });
	const rule = policies.get(version)?.rules.find(({ id }) => id === ruleId)?.name ?? ruleId;
	return m.story_route_rule({ version, rule });
}
