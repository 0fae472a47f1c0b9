/**
 * Looks at the cases that changed and writes what follows: an action is final, or no longer is. Everything is read and written under the
 * site's lock, so that several servers, or one that was killed in between, say each thing once.
 */
import { type FinalizedAction, type WithdrawnAction } from '$lib/domain/action';
import {
	carriesOn,
	isSameOutcome,
	ripeAt,
	settlementOf,
	whyWithdrawn,
	type CaseOnRecord,
	type Settlement
} from '$lib/domain/settlement';
import { v7 as uuid } from 'uuid';
import { putInOutbox, type Event } from '../connectors';
import type { Core } from '../core';
import { isOneOf, UNSETTLED_ROWS, writeRows, type Reader, type Tx, type UnsettledRow } from '../db';
import { appendServiceEntries, BY_SERVER, lockSite } from '../ledger';
import { actionIdOf } from './action-id';
import { readUnsettled, type UnsettledCase } from './read';

/** So many share a transaction: enough to share its cost, few enough that tablets' deliveries do not wait long for it. */
const CASES_AT_ONCE = 50;

/** Looks at every case that is due. Returns how many were looked at. */
export async function settleCases(core: Core, site: string): Promise<number> {
	let looked = 0;
	for (;;) {
		// Mostly there is nothing: the ledger is not held to find that out.
		if ((await readDue(core.db, site, core.now(), 1)).length === 0) return looked;
		looked += await core.db.transaction().execute((tx) => settleSome(core, tx, site));
	}
}

async function settleSome(core: Core, tx: Tx, site: string): Promise<number> {
	await lockSite(tx, site);
	const now = core.now();
	const due = await readDue(tx, site, now, CASES_AT_ONCE);
	const statements: (Finalized | Withdrawn)[] = [];
	const later: UnsettledRow[] = [];
	for (const found of await readUnsettled(tx, site, due)) {
		const lookAt = whenToLook(found.record, now);
		if (lookAt !== null) {
			later.push({ site, suggestion: found.suggestionId, look_at: lookAt });
		} else {
			statements.push(...whatFollows(found, now));
		}
	}
	if (statements.length > 0) {
		const last = await appendServiceEntries(core, tx, site, BY_SERVER, statements);
		await putInOutbox(tx, site, asEvents(statements, last - statements.length + 1));
	}
	// After the entries, which changed these cases once more.
	await tx
		.deleteFrom('unsettled')
		.where('site', '=', site)
		.where(isOneOf(tx, 'suggestion', due))
		.execute();
	await writeRows(tx, UNSETTLED_ROWS, later);
	return due.length;
}

async function readDue(reader: Reader, site: string, now: Date, limit: number): Promise<string[]> {
	const rows = await reader
		.selectFrom('unsettled')
		.select('suggestion')
		.where('site', '=', site)
		.where('look_at', '<=', now.toISOString())
		.orderBy('look_at')
		.limit(limit)
		.execute();
	return rows.map(({ suggestion }) => suggestion);
}

/** When to look again instead of now: while a decision may still be taken back. */
function whenToLook(record: CaseOnRecord, now: Date): string | null {
	const ripe = ripeAt(record);
	return ripe > now.getTime() ? new Date(ripe).toISOString() : null;
}

/** What is to be stated about a case: nothing where all is as it was. */
function whatFollows(found: UnsettledCase, now: Date): (Finalized | Withdrawn)[] {
	const { action, record } = found;
	const settlement = settlementOf(record, now.toISOString());
	const standing = action?.isFinal ? action.body : null;
	if (standing && settlement && isSameOutcome(standing, settlement)) return [];
	const follows: (Finalized | Withdrawn)[] = [];
	if (standing && !(settlement && carriesOn(standing, settlement))) {
		follows.push({
			type: 'action.withdrawn',
			id: uuid(),
			body: {
				actionId: standing.id,
				suggestionId: found.suggestionId,
				because: whyWithdrawn(standing, record),
				at: now.toISOString()
			}
		});
	}
	if (settlement) follows.push({ type: 'action.finalized', id: uuid(), body: finalize(found, settlement, now) });
	return follows;
}

/** Statements with the ids of their entries, under which other systems are told of them. */
type Finalized = { type: 'action.finalized'; id: string; body: FinalizedAction };
type Withdrawn = { type: 'action.withdrawn'; id: string; body: WithdrawnAction };

/** `first` is the position of the first of them; the others follow on it. */
function asEvents(statements: readonly (Finalized | Withdrawn)[], first: number): Event[] {
	return statements.map(({ type, id, body }, index) => ({
		type,
		entry: id,
		position: first + index,
		suggestion: body.suggestionId,
		at: body.at,
		data: body
	}));
}

function finalize(found: UnsettledCase, settlement: Settlement, now: Date): FinalizedAction {
	const { suggestionId, capture, facts, action } = found;
	return {
		id: actionIdOf(suggestionId, settlement, action?.body.id ?? null),
		suggestionId,
		captureId: capture.id,
		subject: capture.subject,
		...settlement,
		mode: facts.consequence.mode,
		policyVersion: facts.policyVersion ?? null,
		ruleId: facts.ruleId ?? null,
		at: now.toISOString(),
		sample: capture.sample
	};
}
