/** The words of an XLSForm expression (a subset of XPath 1.0). */

export type Token =
	| { type: 'text'; value: string }
	| { type: 'number'; value: number }
	/** `${name}`. */
	| { type: 'item'; name: string }
	/** A function's or operator's name. */
	| { type: 'name'; name: string }
	| { type: 'sign'; sign: string };

/** What stands in an expression and cannot be taken over, as it is written there. */
export class NotTakenOver extends Error {
	override readonly name = 'NotTakenOver';
	constructor(readonly part: string) {
		super(`not taken over: ${part}`);
	}
}

const PATTERN =
	/\s*(?:\$\{\s*([^}\s]+)\s*\}|'([^']*)'|"([^"]*)"|(\d+(?:\.\d+)?|\.\d+)|([A-Za-z_][\w.-]*)|(!=|<=|>=|[=<>(),.+*\-|/[\]]))/y;

/** Throws `NotTakenOver` with what is no word of it. */
export function tokensOf(expression: string): Token[] {
	const text = expression.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"');
	const tokens: Token[] = [];
	PATTERN.lastIndex = 0;
	while (text.slice(PATTERN.lastIndex).trim() !== '') {
		const from = PATTERN.lastIndex;
		const match = PATTERN.exec(text);
		if (!match) throw new NotTakenOver(text.slice(from).trim());
		const [, item, single, double, number, name, sign] = match;
		if (item !== undefined) tokens.push({ type: 'item', name: item });
		else if (number !== undefined) tokens.push({ type: 'number', value: Number(number) });
		else if (name !== undefined) tokens.push({ type: 'name', name });
		else if (sign !== undefined) tokens.push({ type: 'sign', sign });
		else tokens.push({ type: 'text', value: single ?? double ?? '' });
	}
	return tokens;
}
