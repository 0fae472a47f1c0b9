/** Applies one accepted entry to everything that is derived from the ledger. */
import { isEntryType, type BodyOf, type EntryEnvelope, type EntryType } from '$lib/domain/ledger';
import type { Person } from '$lib/domain/site';
import type { PersonDocument } from '$lib/wire';
import { recordFinalized, recordWithdrawn } from './actions';
import { recordAbandoning, recordAnswer, recordFinding, recordSignature, recordStart, recordTemplate } from './audits';
import {
	recordCapture,
	recordDecision,
	recordOversight,
	recordPhoto,
	recordSuggestion,
	updateCase,
	withdrawDecision
} from './cases';
import {
	conductOf,
	forgetLook,
	recordLook,
	recordRelaxing,
	recordSeed,
	recordSeedAnswer,
	recordTightening
} from './checks';
import { recordCommittedCall } from './committed';
import { dropConnector, putConnector } from './connectors';
import { indexEntry } from './entry-index';
import {
	recordFault,
	recordOutcome,
	recordProposedCause,
	recordReading,
	recordRepair,
	settleProposedCause
} from './faults';
import { recordResolution } from './resolutions';
import type { WorkingCopy } from './working-copy';

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
export async function project(copy: WorkingCopy, accepted: Accepted): Promise<void> {
	await apply(copy, accepted);
	await indexEntry(copy, accepted);
}

async function apply(copy: WorkingCopy, { envelope, statement, position, receivedAt }: Accepted): Promise<void> {
	const { device, at, actor } = envelope;
	const moment = { position, receivedAt };
	const { personId, role } = actor;
	const by = personId === null || role === null ? null : { personId, role };
	const said = { by: personId, at };
	switch (statement.type) {
		case 'site.created':
			return copy.putDocument(position, 'site', statement.body.id, statement.body);
		case 'area.defined':
			return copy.putDocument(position, 'area', statement.body.id, statement.body);
		case 'asset.defined':
			return copy.putDocument(position, 'asset', statement.body.id, statement.body);
		case 'part.defined':
			return copy.putDocument(position, 'part', statement.body.id, statement.body);
		case 'work-order.defined':
			return copy.putDocument(position, 'work-order', statement.body.id, statement.body);
		case 'unit.registered':
			return copy.putDocument(position, 'unit', statement.body.id, statement.body);
		case 'policy.published':
			return copy.putDocument(position, 'policy', 'current', statement.body);
		case 'device.enrolled':
			return copy.putDocument(position, 'device', statement.body.id, statement.body);
		case 'device.revoked': {
			const known = await copy.readDocument('device', statement.body.deviceId);
			if (known) copy.putDocument(position, 'device', known.id, { ...known, revoked: true });
			return;
		}
		case 'person.defined':
			return putPerson(copy, position, statement.body);
		case 'pin.set': {
			const known = await copy.readDocument('person', statement.body.personId);
			if (known) await putPerson(copy, position, known);
			return;
		}
		case 'photo.stored':
			return recordPhoto(copy, moment, statement.body);
		case 'capture.recorded':
			return recordCapture(copy, device, { at, receivedAt }, statement.body);
		case 'suggestion.made':
			return recordSuggestion(copy, moment, at, personId, statement.body);
		case 'call.committed':
			return recordCommittedCall(copy, personId, statement.body);
		case 'decision.made':
			if (by === null) return;
			await recordLook(copy, at, by.personId, statement.body);
			return recordDecision(copy, moment, at, by, statement.body);
		case 'decision.withdrawn':
			if (personId !== null) await forgetLook(copy, personId, statement.body.decisionId);
			return withdrawDecision(copy, moment, statement.body.decisionId);
		case 'seed.defined':
			return recordSeed(copy, position, statement.body);
		case 'seed.answered':
			if (personId === null) return;
			return recordSeedAnswer(copy, position, at, personId, statement.body);
		case 'oversight.tightened':
			return recordTightening(copy, position, at, statement.body);
		case 'oversight.relaxed':
			return recordRelaxing(copy, position, statement.body.personId);
		case 'approval.given':
		case 'approval.refused':
		case 'veto.made':
		case 'checkpoint.overdue':
			return recordOversight(copy, moment, by, statement);
		case 'site.configured':
			return copy.putDocument(position, 'site-settings', 'current', statement.body);
		case 'quarantine.resolved':
			return recordResolution(copy, position, at, personId, statement.body);
		case 'policy.proposed':
		case 'policy.proposal-closed':
		case 'policy.refinement-rejected':
		case 'device.replaced':
		case 'session.started':
		case 'session.ended':
		case 'pin.locked':
		case 'pin.unlocked':
		case 'comment.made':
		case 'connector.secret-set':
		case 'reading-source.defined':
		case 'reading-source.removed':
			return;
		case 'audit-template.published':
			return recordTemplate(copy, position, statement.body);
		case 'audit.started':
			return recordStart(copy, position, device, said, statement.body);
		case 'audit.answered':
			return recordAnswer(copy, position, said, statement.body);
		case 'finding.stated':
			return recordFinding(copy, position, device, said, statement.body);
		case 'audit.signed':
			return recordSignature(copy, position, said, statement.body);
		case 'audit.abandoned':
			return recordAbandoning(copy, position, said, statement.body);
		case 'fault.reported':
			return recordFault(copy, moment, device, said, statement.body);
		case 'repair.recorded':
			return recordRepair(copy, moment, said, statement.body);
		case 'repair.judged':
			return recordOutcome(copy, moment, said, statement.body);
		case 'cause.proposed':
			return recordProposedCause(copy, moment, said, statement.body);
		case 'cause.settled':
			return settleProposedCause(copy, moment, said, statement.body);
		case 'fault-catalogue.published':
			return copy.putDocument(position, 'fault-catalogue', 'current', statement.body);
		case 'asset.read':
			return recordReading(copy, moment, statement.body);
		case 'connector.defined':
			return putConnector(copy.tx, copy.site, position, statement.body);
		case 'connector.removed':
			return dropConnector(copy.tx, copy.site, statement.body.connectorId);
		case 'action.finalized':
			recordFinalized(copy, position, statement.body);
			return updateCase(copy, moment, statement.body.suggestionId);
		case 'action.withdrawn':
			await recordWithdrawn(copy, position, statement.body);
			return updateCase(copy, moment, statement.body.suggestionId);
	}
}

/** A person's document carries what their PIN is checked against on the tablet; an inactive person has none. */
async function putPerson(copy: WorkingCopy, position: number, person: Person): Promise<void> {
	const pin = await copy.tx
		.selectFrom('credentials')
		.select(['salt', 'iterations', 'hash'])
		.where('site', '=', copy.site)
		.where('person', '=', person.id)
		.executeTakeFirst();
	const { tightened } = await conductOf(copy, person.id);
	const document: PersonDocument = {
		...person,
		pin: person.active && pin ? { ...pin } : null,
		...(tightened && { tightened })
	};
	copy.putDocument(position, 'person', person.id, document);
}
