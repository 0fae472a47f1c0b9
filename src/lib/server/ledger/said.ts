/** What an entry states, as far as a table has columns for it. */
import { isEntryType, type BodyOf, type Entry, type EntryEnvelope } from '$lib/domain/ledger';

export interface Said {
	/** The word for what was done: a decision's verdict, a signature's meaning, what became of a record in quarantine. */
	verdict?: string;
	/** By its id. */
	class?: string | null;
	disposition?: string;
	probability?: number;
	reason?: string;
	note?: string;
}

export function saidBy(envelope: EntryEnvelope): Said {
	if (!isEntryType(envelope.type)) return {};
	const { type, body } = envelope as Entry;
	switch (type) {
		case 'suggestion.made': {
			const [first] = body.candidates;
			return first ? { class: first.class, probability: first.probability } : {};
		}
		case 'call.committed':
			return body.call.kind === 'class' ? { class: body.call.class } : { reason: body.call.kind };
		case 'decision.made':
			return { ...saidByDecision(body), ...(body.disposition && { disposition: body.disposition }) };
		case 'comment.made':
			return { note: body.text };
		case 'approval.given':
			return { verdict: body.meaning, note: body.note };
		case 'checkpoint.overdue':
			return { reason: `to ${body.to}` };
		case 'action.finalized':
			return {
				class: body.class,
				reason: body.because,
				...(body.kind === 'disposition'
					? { disposition: body.disposition }
					: { verdict: `work order ${body.state}`, note: [body.cause, ...body.remedies].join('; ') })
			};
		case 'action.withdrawn':
			return { reason: body.because };
		case 'quarantine.resolved':
			return { verdict: body.resolution, reason: body.reason };
		case 'approval.refused':
		case 'veto.made':
		case 'device.revoked':
		case 'policy.proposal-closed':
		case 'policy.refinement-rejected':
			return { reason: body.reason };
		case 'policy.proposed':
			return { note: body.note };
		default:
			return {};
	}
}

function saidByDecision(decision: BodyOf<'decision.made'>): Said {
	const { verdict, note } = decision;
	switch (decision.verdict) {
		case 'accept':
			return {
				verdict,
				note,
				class: decision.class,
				...(decision.changedBecause && { reason: decision.changedBecause })
			};
		case 'correct':
			return { verdict, note, class: decision.class ?? decision.otherClass };
		case 'reject':
			return { verdict, note, reason: decision.because };
		case 'escalate':
			return { verdict, note, reason: `to ${decision.to}` };
	}
}
