/** Tells the bursts of keys that a hardware scanner types from a person's typing. Knows no browser. */

/** Longest pause between two keys of one burst, ms. Scanners type in 1 to 35; the fastest people stay above 60. */
export const BURST_PAUSE_MS = 50;

/** The same after the prefix key, which no person presses by chance: slow wireless scanners may take their time. */
const PREFIXED_PAUSE_MS = 300;

/** Fewest characters of a code without a prefix: less could be two keys pressed at once. */
const FEWEST_CHARACTERS = 3;

/** Longest code, to bound what a stuck key can collect: more than any symbology holds. */
const MOST_CHARACTERS = 8000;

/** What is needed of a key event. */
export interface Key {
	key: string;
	/** Place on the keyboard, such as "BracketRight". */
	code: string;
	ctrlKey: boolean;
	altKey: boolean;
	metaKey: boolean;
	repeat: boolean;
	/** ms on a steady clock. */
	timeStamp: number;
	/** The key would go into a text field. */
	inField: boolean;
}

export interface WedgeOptions {
	/** The key that the scanner is set to send first, such as "F9"; then its bursts are known inside text fields too. */
	prefixKey: string | null;
}

/**
 * What to do with a key: `leave` it to the page, `take` it away, `hold` it back until the pause shows that no burst
 * follows, or take it as the end of a code.
 */
export type Verdict = { do: 'leave' | 'take' | 'hold' } | { do: 'end'; text: string };

const LEAVE: Verdict = { do: 'leave' };
const TAKE: Verdict = { do: 'take' };

export class WedgeBuffer {
	readonly #prefixKey: string | null;
	#text = '';
	#lastAt = -Infinity;
	#prefixed = false;

	constructor({ prefixKey }: WedgeOptions) {
		this.#prefixKey = prefixKey;
	}

	/** Takes one key down, in order. */
	press(key: Key): Verdict {
		if (SILENT_KEYS.has(key.key)) return LEAVE;
		if (key.timeStamp - this.#lastAt > (this.#prefixed ? PREFIXED_PAUSE_MS : BURST_PAUSE_MS)) this.#reset();
		if (this.#prefixKey !== null && key.key === this.#prefixKey) {
			this.#reset();
			this.#prefixed = true;
			this.#lastAt = key.timeStamp;
			return TAKE;
		}
		// What goes into a field is a person's until a prefix says otherwise; a key held down is always a person's.
		if ((key.inField && !this.#prefixed) || key.repeat) return this.#giveUp();
		if (key.key === 'Enter' || key.key === 'Tab') return this.#end();
		const character = characterOf(key);
		if (character === null || this.#text.length >= MOST_CHARACTERS) return this.#giveUp();
		this.#lastAt = key.timeStamp;
		this.#text += character;
		if (this.#prefixed || this.#text.length > 1) return TAKE;
		// The first character may be a person's shortcut, or a code's: "A" must not accept a part because a code starts so.
		return key.ctrlKey || key.altKey || key.key.length > 1 ? LEAVE : { do: 'hold' };
	}

	#end(): Verdict {
		const text = this.#text;
		const prefixed = this.#prefixed;
		this.#reset();
		if (prefixed && text !== '') return { do: 'end', text };
		return text.length >= FEWEST_CHARACTERS ? { do: 'end', text } : LEAVE;
	}

	#giveUp(): Verdict {
		this.#reset();
		return LEAVE;
	}

	#reset(): void {
		this.#text = '';
		this.#prefixed = false;
		this.#lastAt = -Infinity;
	}
}

/** Keys that only change what others mean. */
const SILENT_KEYS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);

const CONTROL_CHARACTERS = new Set(['\u0004', '\u001d', '\u001e']);

/** Control characters (GS, RS, EOT) that scanners send as Ctrl and a key: by its character, else by its place. */
const CONTROL_KEYS: Readonly<Record<string, string>> = {
	']': '\u001d',
	'^': '\u001e',
	d: '\u0004',
	D: '\u0004',
	BracketRight: '\u001d',
	Digit6: '\u001e'
};

function characterOf({ key, code, ctrlKey, altKey, metaKey }: Key): string | null {
	// Many scanners send F8 for GS, because a browser passes it on.
	if (key === 'F8') return '\u001d';
	if (CONTROL_CHARACTERS.has(key)) return key;
	if (metaKey) return null;
	// Ctrl and Alt together are AltGr on many keyboards: the character it makes is meant.
	if (ctrlKey && !altKey) return CONTROL_KEYS[key] ?? CONTROL_KEYS[code] ?? null;
	if (altKey && !ctrlKey) return null;
	return [...key].length === 1 ? key : null;
}
