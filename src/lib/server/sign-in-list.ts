/** Who came and went: sign-ins at the desk, and sessions at tablets as the ledger has them, newest first. */
import type { EntryEnvelope, EntryType } from '$lib/domain/ledger';
import type { Core } from './core';
import type { SignInRow } from './db';

const AT_TABLETS = ['session.started', 'session.ended', 'pin.locked', 'pin.unlocked'] as const satisfies EntryType[];
const AT_THE_DESK = ['ok', 'wrong', 'limited', 'signed-out'] as const satisfies SignInRow['outcome'][];

export const SIGN_IN_EVENTS = [...AT_THE_DESK, ...AT_TABLETS] as const;
export type SignInEventKind = (typeof SIGN_IN_EVENTS)[number];

export interface SignInEvent {
	key: string;
	kind: SignInEventKind;
	/** ISO 8601: by the clock of the server at the desk, by the tablet's own at a tablet. */
	at: string;
	/** When the server learned of it: by this they are in order. */
	receivedAt: string;
	/** Whose sign-in it was; null for a name that nobody has. */
	personId: string | null;
	/** Who let them try again, at a tablet. */
	byPersonId: string | null;
	/** At the desk: the name that was typed, and from where. */
	username: string | null;
	address: string | null;
	/** At a tablet. */
	deviceId: string | null;
}

export interface SignInFilter {
	person?: string | undefined;
	kind?: SignInEventKind | undefined;
}

export interface SignInPage {
	events: SignInEvent[];
	/** Give it as `before` to get the next page; null on the last. */
	next: string | null;
}

/** Where a page ended in each of the two lists. */
interface Cursor {
	position: number;
	signIn: string;
}

export async function readSignIns(
	core: Core,
	site: string,
	filter: SignInFilter,
	before: string | null,
	limit: number
): Promise<SignInPage> {
	const start = readCursor(before);
	const [desk, tablets] = await Promise.all([
		readDesk(core, site, filter, start, limit + 1),
		readTablets(core, site, filter, start, limit + 1)
	]);
	const timeOf = ({ event }: { event: SignInEvent }) => Date.parse(event.receivedAt);
	// What came in one delivery has one time: a stable sort keeps it in the ledger's order.
	const all = [...desk, ...tablets].sort((one, other) => timeOf(other) - timeOf(one));
	const shown = all.slice(0, limit);
	const end: Cursor = {
		position: shown.findLast((item) => 'position' in item)?.position ?? start.position,
		signIn: shown.findLast((item) => 'signIn' in item)?.signIn ?? start.signIn
	};
	return {
		events: shown.map(({ event }) => event),
		next: all.length > limit ? `${end.position}.${end.signIn}` : null
	};
}

/** Above every position, and after every id. */
const NEWEST: Cursor = { position: Number.MAX_SAFE_INTEGER, signIn: 'z' };

function readCursor(text: string | null): Cursor {
	const [, position, signIn] = /^(\d{1,16})\.([0-9a-f-]{36}|z)$/.exec(text ?? '') ?? [];
	return position && signIn ? { position: Number(position), signIn } : NEWEST;
}

type Found<Place> = Place & { event: SignInEvent };

async function readDesk(
	{ db }: Core,
	site: string,
	{ person, kind }: SignInFilter,
	before: Cursor,
	limit: number
): Promise<Found<{ signIn: string; position?: never }>[]> {
	const outcomes = AT_THE_DESK.filter((outcome) => kind === undefined || kind === outcome);
	if (outcomes.length === 0) return [];
	let query = db.selectFrom('sign_ins').selectAll().where('site', '=', site).where('outcome', 'in', outcomes);
	if (person !== undefined) query = query.where('person', '=', person);
	const rows = await query.where('id', '<', before.signIn).orderBy('id', 'desc').limit(limit).execute();
	return rows.map((row) => ({
		signIn: row.id,
		event: {
			key: row.id,
			kind: row.outcome,
			at: row.at,
			receivedAt: row.at,
			personId: row.person,
			byPersonId: null,
			username: row.username,
			address: row.address,
			deviceId: null
		}
	}));
}

async function readTablets(
	{ db }: Core,
	site: string,
	{ person, kind }: SignInFilter,
	before: Cursor,
	limit: number
): Promise<Found<{ position: number; signIn?: never }>[]> {
	const types = AT_TABLETS.filter((type) => kind === undefined || kind === type);
	if (types.length === 0) return [];
	let query = db
		.selectFrom('entries')
		.select(['position', 'received_at', 'about', 'json'])
		.where('site', '=', site)
		.where('type', 'in', types)
		.where('position', '<', before.position);
	if (person !== undefined) {
		query = query.where((either) => either.or([either('about', '=', person), either('person', '=', person)]));
	}
	const rows = await query.orderBy('position', 'desc').limit(limit).execute();
	return rows.map((row) => {
		const entry = JSON.parse(row.json) as EntryEnvelope;
		const kindOf = AT_TABLETS.find((type) => type === entry.type) ?? 'session.started';
		return {
			position: row.position,
			event: {
				key: String(row.position),
				kind: kindOf,
				at: entry.at,
				receivedAt: row.received_at,
				personId: row.about,
				byPersonId: entry.type === 'pin.unlocked' ? entry.actor.personId : null,
				username: null,
				address: null,
				deviceId: entry.device
			}
		};
	});
}
