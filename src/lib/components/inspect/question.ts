/** A code that did not lead straight to a part, in words, with the ways to go on. */
import { m } from '$lib/messages';
import type { Match, Question } from '$lib/state/inspect/lookup.svelte';
import { refusalText } from './refusal';

interface Words {
	title: string;
	text: string;
}
export type AskedQuestion =
	| ({ kind: 'refused' | 'unknown' | 'no-code' } & Words)
	| ({ kind: 'machine'; assetId: string } & Words)
	| ({ kind: 'unit-not-seen'; unit: string } & Words)
	| ({ kind: 'several'; choices: string[] } & Words);

export function askedQuestion(question: Question): AskedQuestion {
	switch (question.kind) {
		case 'refused':
			return { kind: 'refused', title: m.inspect_refused_title(), text: refusalText(question.reason) };
		case 'unknown':
			return {
				kind: 'unknown',
				title: m.inspect_unknown_title(),
				text: m.inspect_unknown_text({ code: printable(question.text) })
			};
		case 'no-code':
			return { kind: 'no-code', title: m.inspect_no_code_title(), text: m.inspect_no_code_in_photo() };
		case 'machine':
			return {
				kind: 'machine',
				title: m.inspect_machine_title(),
				text: m.inspect_asset_scanned({ name: question.asset.name }),
				assetId: question.asset.id
			};
		case 'unit-not-seen': {
			const unit = unitText(question.unit);
			const part = `${question.part.number} ${m.inspect_revision({ revision: question.part.revision })}`;
			return {
				kind: 'unit-not-seen',
				title: m.inspect_unit_not_seen_title(),
				text: m.inspect_new_unit_text({ part, unit }),
				unit
			};
		}
		case 'several':
			return {
				kind: 'several',
				title: m.inspect_several_title(),
				text: m.inspect_which_one(),
				choices: question.matches.map(matchText)
			};
	}
}

function unitText({ serial, lot }: { serial: string | null; lot: string | null }): string {
	return serial !== null ? m.inspect_serial({ serial }) : m.inspect_lot({ lot: lot ?? '' });
}

function matchText({ subject, part, asset, workOrder }: Match): string {
	if (asset) return `${asset.code} · ${asset.name}`;
	const name = part ? `${part.number} ${m.inspect_revision({ revision: part.revision })}` : '';
	if (workOrder) return `${m.inspect_work_order({ number: workOrder.number })} · ${name}`;
	if (subject.kind === 'unit') return `${name} · ${unitText({ serial: subject.serial, lot: null })}`;
	if (subject.kind === 'lot') return `${name} · ${unitText({ serial: null, lot: subject.lot })}`;
	return name;
}

/** Control characters such as the GS1 separator, shown rather than swallowed. */
function printable(text: string): string {
	return text.replace(/\p{Cc}+/gu, ' ').trim();
}
