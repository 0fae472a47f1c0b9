/** Applies one accepted entry to everything that is derived from the ledger. */
import { isEntryType, type BodyOf, type EntryEnvelope, type EntryType } from '$lib/domain/ledger';
import type { Person } from '$lib/domain/site';
import type { PersonDocument } from '$lib/wire';
import type { Tx } from '../db';
import { recordCapture, recordDecision, recordSuggestion, updateCasesOfPhoto, withdrawDecision } from './cases';
import { putDocument, readDocument } from './documents';
import { recordResolution } from './resolutions';

/** An accepted entry, its body as its schema read it, and what the server added. */
export interface Accepted {
	envelope: EntryEnvelope;
	statement: Statement;
	position: number;
	receivedAt: string;
}

/** A type with its body, so that a switch over the type narrows the body. */
export type Statement = { [T in EntryType]: { type: T; body: BodyOf<T> } }[EntryType];

/** Pairs a type with a body that its schema has read. */
export function asStatement(type: string, body: unknown): Statement | null {
	return isEntryType(type) ? ({ type, body } as Statement) : null;
}

/** Depends on nothing but the entry and earlier entries (and the PINs' verifiers), so that projections can be rebuilt. */
export async function project(tx: Tx, { envelope, statement, position, receivedAt }: Accepted): Promise<void> {
	const { site, device, at, actor } = envelope;
	switch (statement.type) {
		case 'site.created':
			return putDocument(tx, site, position, 'site', statement.body.id, statement.body);
		case 'area.defined':
			return putDocument(tx, site, position, 'area', statement.body.id, statement.body);
		case 'asset.defined':
			return putDocument(tx, site, position, 'asset', statement.body.id, statement.body);
		case 'part.defined':
			return putDocument(tx, site, position, 'part', statement.body.id, statement.body);
		case 'work-order.defined':
			return putDocument(tx, site, position, 'work-order', statement.body.id, statement.body);
		case 'unit.registered':
			return putDocument(tx, site, position, 'unit', statement.body.id, statement.body);
		case 'policy.published':
			return putDocument(tx, site, position, 'policy', 'current', statement.body);
		case 'device.enrolled':
			return putDocument(tx, site, position, 'device', statement.body.id, statement.body);
		case 'device.revoked': {
			const known = await readDocument(tx, site, 'device', statement.body.deviceId);
			if (known) await putDocument(tx, site, position, 'device', known.id, { ...known, revoked: true });
			return;
		}
		case 'person.defined':
			return putPerson(tx, site, position, statement.body);
		case 'pin.set': {
			const known = await readDocument(tx, site, 'person', statement.body.personId);
			if (known) await putPerson(tx, site, position, known);
			return;
		}
		case 'photo.stored':
			await tx
				.insertInto('photos')
				.values({
					site,
					sha256: statement.body.sha256,
					media_type: statement.body.mediaType,
					bytes: statement.body.bytes,
					device: statement.body.deviceId,
					received_at: receivedAt
				})
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			return updateCasesOfPhoto(tx, site, position, statement.body.sha256);
		case 'capture.recorded':
			return recordCapture(tx, site, device, at, statement.body);
		case 'suggestion.made':
			return recordSuggestion(tx, site, position, at, actor.personId, statement.body);
		case 'decision.made':
			if (actor.personId === null || actor.role === null) return;
			return recordDecision(tx, site, position, at, { personId: actor.personId, role: actor.role }, statement.body);
		case 'decision.withdrawn':
			return withdrawDecision(tx, site, position, statement.body.decisionId);
		case 'site.configured':
			return putDocument(tx, site, position, 'site-settings', 'current', statement.body);
		case 'quarantine.resolved':
			return recordResolution(tx, site, position, at, actor.personId, statement.body);
		case 'device.replaced':
		case 'session.started':
		case 'session.ended':
		case 'pin.locked':
		case 'pin.unlocked':
			return;
	}
}

/** A person's document carries what their PIN is checked against on the tablet; an inactive person has none. */
async function putPerson(tx: Tx, site: string, position: number, person: Person): Promise<void> {
	const pin = await tx
		.selectFrom('credentials')
		.select(['salt', 'iterations', 'hash'])
		.where('site', '=', site)
		.where('person', '=', person.id)
		.executeTakeFirst();
	const document: PersonDocument = { ...person, pin: person.active && pin ? { ...pin } : null };
	await putDocument(tx, site, position, 'person', person.id, document);
}
