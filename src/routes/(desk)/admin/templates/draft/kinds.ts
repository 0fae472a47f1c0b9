/** What a kind of answer begins as in the editor. */
import type { ItemKind } from '$lib/domain/audit/template';
import type { Frame } from '$lib/domain/site';

/** A part whose model pack can look at a photo first. */
export interface NamedPart {
	id: string;
	name: string;
	frame: Frame;
}

export function emptyKind(kind: ItemKind['kind'], choiceName: (number: number) => string): ItemKind {
	switch (kind) {
		case 'pass-fail':
			return { kind, allowNotApplicable: true };
		case 'number':
			return { kind, unit: '', min: null, max: null, decimals: 1 };
		case 'text':
			return { kind, multiline: true };
		case 'choice':
			return { kind, several: false, choices: [1, 2].map((number) => newChoice(choiceName(number))) };
		case 'photo':
			return { kind, least: 1, assist: null };
		case 'barcode':
			return { kind, expected: null };
		case 'signature':
			return { kind, role: null };
		case 'date':
		case 'place':
		case 'instruction':
			return { kind };
	}
}

export function newChoice(name: string) {
	return { id: crypto.randomUUID(), name, score: null, fails: false };
}

/** With a point or a comma; null for what is no number. */
export function numberOf(text: string): number | null {
	const number = Number(text.trim().replace(',', '.'));
	return text.trim() !== '' && Number.isFinite(number) ? number : null;
}
