import { describe, expect, it } from 'vitest';
import { codeFromText } from './typed';
import { WedgeBuffer, type Key, type Verdict } from './wedge-buffer';

type Press = string | (Partial<Key> & { key: string });

/** Presses one key after another, `pause` ms apart, and gives what became of each. */
function press(keys: Press[], { pause = 10, inField = false, prefixKey = null as string | null } = {}): Verdict[] {
	const buffer = new WedgeBuffer({ prefixKey });
	return keys.map((given, index) => {
		const key = typeof given === 'string' ? { key: given } : given;
		const plain = { code: '', ctrlKey: false, altKey: false, metaKey: false, repeat: false };
		return buffer.press({ ...plain, timeStamp: 1000 + index * pause, inField, ...key });
	});
}

const scanned = (verdicts: Verdict[]) => verdicts.flatMap((verdict) => (verdict.do === 'end' ? verdict.text : []));

describe('a hardware scanner', () => {
	it('sends a code as a burst ended by Enter or Tab', () => {
		expect(scanned(press([...'PR-204', 'Enter']))).toEqual(['PR-204']);
		expect(scanned(press([...'PR-204', 'Tab']))).toEqual(['PR-204']);
	});

	it('holds Shift down for capitals', () => {
		expect(scanned(press(['Shift', 'P', 'Shift', 'R', '1', 'Enter']))).toEqual(['PR1']);
	});

	it.each<[string, Press]>([
		['ASCII 29', '\u001d'],
		['F8', 'F8'],
		['Ctrl+]', { key: ']', ctrlKey: true }],
		['Ctrl and the key in that place', { key: '+', code: 'BracketRight', ctrlKey: true }]
	])('sends the GS1 separator as %s', (_, separator) => {
		expect(scanned(press([...'10A1', separator, ...'21B2', 'Enter']))).toEqual(['10A1\u001d21B2']);
	});

	it('sends a whole ISO/IEC 15434 envelope', () => {
		const record: Press = { key: '^', ctrlKey: true };
		const group: Press = { key: ']', ctrlKey: true };
		const end: Press = { key: 'd', ctrlKey: true };
		const keys = [...'[)>', record, ...'06', group, ...'PMT-1', record, end, 'Enter'];
		expect(scanned(press(keys))).toEqual(['[)>\u001e06\u001dPMT-1\u001e\u0004']);
	});

	it('keeps Enter and spaces of a burst from pressing the button in focus', () => {
		const verdicts = press([...'A B', 'Enter']);
		expect(verdicts.map((verdict) => verdict.do)).toEqual(['hold', 'take', 'take', 'end']);
	});

	it('may be slow after its prefix', () => {
		expect(scanned(press(['F9', ...'PR-204', 'Enter'], { pause: 200, prefixKey: 'F9' }))).toEqual(['PR-204']);
	});

	it('is known by its prefix inside a text field', () => {
		expect(scanned(press(['F9', ...'AB', 'Enter'], { inField: true, prefixKey: 'F9' }))).toEqual(['AB']);
	});
});

describe('a person', () => {
	it('keeps every key typed into a field', () => {
		const verdicts = press([...'PR-204', 'Enter'], { inField: true });
		expect(verdicts.every((verdict) => verdict.do === 'leave')).toBe(true);
	});

	it('is not taken for a scanner when typing slowly', () => {
		const verdicts = press([...'PR-204', 'Enter'], { pause: 80 });
		expect(scanned(verdicts)).toEqual([]);
		expect(verdicts.at(-1)).toEqual({ do: 'leave' });
	});

	it('keeps a key held down, shortcuts, and Enter on a button', () => {
		const verdicts = press([
			{ key: 'j', repeat: true },
			{ key: 'c', ctrlKey: true, code: 'KeyC' },
			{ key: 'r', metaKey: true },
			'ArrowDown',
			'Enter'
		]);
		expect(verdicts.every((verdict) => verdict.do === 'leave')).toBe(true);
	});
});

describe('text from a scanner', () => {
	it('loses its symbology identifier to the code', () => {
		expect(codeFromText(']C10109506000134352', 'wedge')).toEqual({
			text: '0109506000134352',
			symbology: 'code-128',
			symbologyIdentifier: ']C1',
			source: 'wedge'
		});
		expect(codeFromText(']E04006381333931', 'wedge')).toMatchObject({ symbology: 'ean-13' });
		expect(codeFromText('PR-204', 'wedge')).toMatchObject({ text: 'PR-204', symbology: null, symbologyIdentifier: '' });
	});

	it('loses only the spaces around it when typed', () => {
		expect(codeFromText(' PR-204 ', 'typed')).toMatchObject({ text: 'PR-204', source: 'typed' });
	});
});
