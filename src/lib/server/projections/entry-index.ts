/** What each entry is found by: the case it belongs to, its verdict, and the words people search for. */
import type { EntryIndexRow } from '../db';
import type { Accepted, Statement } from './project';
import type { WorkingCopy } from './working-copy';

type Found = Pick<EntryIndexRow, 'subject'> & { words: readonly (string | null)[]; verdict?: string };

const ALONE = (...words: (string | null)[]): Found => ({ subject: null, words });

/** To be called once the entry itself was applied: it is found by what it has just stated, too. */
export async function indexEntry(
	copy: WorkingCopy,
	{ envelope, statement, position, receivedAt }: Accepted
): Promise<void> {
	const { subject, words, verdict = null } = await foundBy(copy, statement);
	copy.indexed.push({
		site: copy.site,
		position,
		type: statement.type,
		device: envelope.device,
		person: envelope.actor.personId,
		verdict,
		received_at: receivedAt,
		subject,
		words: asWords(words)
	});
}

/** As the search compares them, on any store. */
export function asWords(texts: readonly (string | null)[]): string {
	const said = texts.filter((text) => text !== null && text !== '');
	return said.join(' ').toLowerCase();
}

async function foundBy(copy: WorkingCopy, { type, body }: Statement): Promise<Found> {
	switch (type) {
		case 'capture.recorded':
			return ofCase(copy, body.id, body.scanned?.text ?? null);
		case 'suggestion.made':
		case 'call.committed':
			return ofCase(copy, body.captureId);
		case 'decision.made': {
			const otherClass = body.verdict === 'correct' ? body.otherClass : null;
			return { ...(await ofCase(copy, body.captureId, body.note, otherClass)), verdict: body.verdict };
		}
		case 'decision.withdrawn': {
			const decision = await copy.decisions.get(body.decisionId);
			return decision ? ofSuggestion(copy, decision.suggestion) : ALONE();
		}
		case 'comment.made':
			return ofSuggestion(copy, body.suggestionId, body.text);
		case 'approval.given':
			return ofSuggestion(copy, body.suggestionId, body.printedName, body.note);
		case 'approval.refused':
		case 'veto.made':
			return ofSuggestion(copy, body.suggestionId, body.reason);
		case 'checkpoint.overdue':
		case 'action.withdrawn':
			return ofSuggestion(copy, body.suggestionId);
		case 'action.finalized':
			return ofCase(copy, body.captureId);
		case 'photo.stored':
			return { subject: body.sha256, words: [] };
		case 'part.defined':
			return ALONE(body.number, `rev ${body.revision}`, body.name, body.gtin);
		case 'unit.registered': {
			const part = await copy.readDocument('part', body.partId);
			return ALONE(part?.number ?? null, body.serial, body.lot);
		}
		case 'asset.defined':
			return ALONE(body.code, body.name);
		case 'work-order.defined':
			return ALONE(body.number);
		case 'site.created':
		case 'area.defined':
		case 'person.defined':
		case 'device.enrolled':
			return ALONE(body.name);
		case 'device.revoked':
		case 'quarantine.resolved':
			return ALONE(body.reason);
		case 'policy.published':
			return ALONE(...body.rules.map(({ name }) => name));
		case 'policy.proposed':
			return ALONE(body.note, ...body.rules.map(({ name }) => name));
		case 'policy.proposal-closed':
		case 'policy.refinement-rejected':
			return ALONE(body.reason);
		case 'pin.set':
		case 'pin.locked':
		case 'pin.unlocked':
		case 'session.started':
		case 'session.ended': {
			const person = await copy.readDocument('person', body.personId);
			return ALONE(person?.name ?? null);
		}
		case 'seed.defined':
			return { subject: body.captureId, words: [body.reason] };
		case 'seed.answered': {
			const seed = await copy.readDocument('seed', body.seedId);
			return { subject: seed?.captureId ?? null, words: [body.note] };
		}
		case 'oversight.tightened':
		case 'oversight.relaxed': {
			const person = await copy.readDocument('person', body.personId);
			return ALONE(person?.name ?? null, 'reason' in body ? body.reason : null);
		}
		case 'fault.reported': {
			const asset = await copy.readDocument('asset', body.assetId);
			const codes = body.codes.map(({ code }) => code);
			return { subject: body.id, words: [asset?.code ?? null, asset?.name ?? null, body.text, ...codes] };
		}
		case 'repair.recorded':
			return { subject: body.reportId, words: [...body.remedies, body.note] };
		case 'repair.judged':
			return { subject: body.reportId, words: [body.note] };
		case 'cause.proposed':
			return { subject: body.reportId, words: [body.name, body.note] };
		case 'cause.settled':
			return ALONE(body.reason);
		case 'fault-catalogue.published':
			return ALONE();
		case 'asset.read': {
			const asset = await copy.readDocument('asset', body.assetId);
			return ALONE(asset?.code ?? null, asset?.name ?? null, ...body.codes);
		}
		case 'audit-template.published':
			return ALONE(body.name);
		case 'audit.started':
			return { subject: body.id, words: [body.title] };
		case 'audit.answered':
			return { subject: body.auditId, words: [body.note] };
		case 'finding.stated':
			return { subject: body.auditId, words: [body.text] };
		case 'audit.signed':
			return { subject: body.auditId, words: [body.printedName, body.summary] };
		case 'audit.abandoned':
			return { subject: body.auditId, words: [body.reason] };
		case 'connector.defined':
			return ALONE(body.name, body.url);
		case 'reading-source.defined':
			return ALONE(body.name);
		case 'reading-source.removed':
		case 'connector.secret-set':
		case 'connector.removed':
		case 'device.replaced':
		case 'site.configured':
			return ALONE();
	}
}

async function ofCase(copy: WorkingCopy, captureId: string, ...words: (string | null)[]): Promise<Found> {
	const capture = await copy.captures.get(captureId);
	return { subject: captureId, words: [capture?.subject_text ?? null, ...words] };
}

async function ofSuggestion(copy: WorkingCopy, suggestionId: string, ...words: (string | null)[]): Promise<Found> {
	const suggestion = await copy.suggestions.get(suggestionId);
	return suggestion ? ofCase(copy, suggestion.capture, ...words) : ALONE(...words);
}
