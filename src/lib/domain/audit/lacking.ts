/** What an asked item still lacks before the audit can be signed. */
import type { AuditAnswer } from './audit';
import { holds } from './condition';
import { fails, isAnswered, isSkipped } from './failing';
import type { Asked, AuditReading } from './reading';
import type { AuditItem } from './template';

export type Lack =
	| { lack: 'answer' }
	/** It is not of the kind that the item asks for. */
	| { lack: 'right-kind' }
	/** The template's own words of what the answer has to be; empty where it has none. */
	| { lack: 'constraint'; message: string }
	| { lack: 'photos'; least: number; have: number }
	| { lack: 'note' };

/** In the order in which they are told. A skipped item lacks nothing: its reason stands for it. */
export function lacksOf(reading: AuditReading, asked: Asked): Lack[] {
	const { item, answer } = asked;
	if (!isAnswered(answer)) return item.required ? [{ lack: 'answer' }] : [];
	if (isSkipped(answer)) return reading.template.kind === 'walk' ? [] : [{ lack: 'right-kind' }];
	if (!isRightKind(item, answer)) return [{ lack: 'right-kind' }];
	return [...brokenConstraint(reading, asked, answer), ...missingEvidence(item, answer)];
}

/** Everything that stands between the audit and its signature. */
export function lacksOfAll(reading: AuditReading): { asked: Asked; lacks: Lack[] }[] {
	return reading.asked
		.map((asked) => ({ asked, lacks: lacksOf(reading, asked) }))
		.filter(({ lacks }) => lacks.length > 0);
}

function isRightKind({ type }: AuditItem, { value }: AuditAnswer): boolean {
	if (value === null || value.kind !== type.kind) return false;
	switch (value.kind) {
		case 'pass-fail':
			return value.value !== 'not-applicable' || (type.kind === 'pass-fail' && type.allowNotApplicable);
		case 'text':
			return value.value !== '';
		case 'choice': {
			if (type.kind !== 'choice') return false;
			const known = value.value.every((id) => type.choices.some((choice) => choice.id === id));
			return known && value.value.length > 0 && (type.several || value.value.length === 1);
		}
		case 'number':
			return type.kind === 'number' && isRounded(value.value, type.decimals);
		default:
			return true;
	}
}

/** Whether a number has no more decimals than this; what binary fractions add to it does not count. */
function isRounded(value: number, decimals: number): boolean {
	return Math.abs(value - Number(value.toFixed(decimals))) <= Number.EPSILON * Math.max(1, Math.abs(value));
}

function brokenConstraint(reading: AuditReading, { section, item, round }: Asked, answer: AuditAnswer): Lack[] {
	if (!item.constraint) return [];
	const others = reading.lookFrom(section, round);
	const isKept = holds(item.constraint.holds, (id) => (id === item.id ? [{ item, answer }] : others(id)));
	return isKept ? [] : [{ lack: 'constraint', message: item.constraint.message }];
}

function missingEvidence(item: AuditItem, answer: AuditAnswer): Lack[] {
	const failed = fails(item, answer);
	const wantsPhoto = item.evidence.includes('photo-always') || (failed && item.evidence.includes('photo-on-fail'));
	const least = item.type.kind === 'photo' ? item.type.least : wantsPhoto ? 1 : 0;
	const have = answer.photos.length;
	const lacks: Lack[] = have < least ? [{ lack: 'photos', least, have }] : [];
	if (failed && item.evidence.includes('note-on-fail') && answer.note === '') lacks.push({ lack: 'note' });
	return lacks;
}
