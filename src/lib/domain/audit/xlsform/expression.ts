/** Reads `relevant` and `constraint` of an XLSForm, as far as an audit's conditions can say the same. */
import type { Condition } from '../template';
import { NotTakenOver, tokensOf, type Token } from './tokens';

/** What stands on one side of a comparison. */
type Operand =
	| { is: 'item'; item: string }
	| { is: 'chosen'; item: string }
	| { is: 'length'; item: string }
	| { is: 'literal'; value: string | number }
	| { is: 'condition'; condition: Condition };

type Sign = '=' | '!=' | '<' | '<=' | '>' | '>=';
const SIGNS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='] satisfies Sign[];
/** The same comparison with its sides exchanged. */
const TURNED: Record<Sign, Sign> = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * `itemOf` gives the id of the item that a `${name}` means, or null; `self` is the item that `.` means. Throws `NotTakenOver` with the part
 * that an audit cannot say. Grammar: `or` of `and` of comparisons; `not()`, `selected()`, `count-selected()`, `string-length()`, `true()`
 * and `false()`; brackets.
 */
export function readExpression(
	expression: string,
	itemOf: (name: string) => string | null,
	self: string | null
): Condition {
	return new Reader(tokensOf(expression), itemOf, self).read();
}

class Reader {
	#at = 0;

	constructor(
		private readonly tokens: readonly Token[],
		private readonly itemOf: (name: string) => string | null,
		private readonly self: string | null
	) {}

	read(): Condition {
		const condition = this.#either();
		const rest = this.tokens[this.#at];
		if (rest) throw new NotTakenOver(written(rest));
		return condition;
	}

	#either(): Condition {
		return this.#joined('or', 'any', () => this.#joined('and', 'all', () => this.#comparison()));
	}

	#joined(word: string, op: 'all' | 'any', next: () => Condition): Condition {
		const of = [next()];
		while (this.#takesName(word)) of.push(next());
		const [only] = of;
		return of.length === 1 && only ? only : { op, of };
	}

	#comparison(): Condition {
		const left = this.#operand();
		const token = this.tokens[this.#at];
		if (token?.type !== 'sign' || !SIGNS.includes(token.sign)) {
			if (left.is === 'condition') return left.condition;
			throw new NotTakenOver(token ? written(token) : nameOf(left));
		}
		this.#at += 1;
		const right = this.#operand();
		const sign = token.sign as Sign;
		if (right.is === 'literal') return compare(left, sign, right.value);
		if (left.is === 'literal') return compare(right, TURNED[sign], left.value);
		throw new NotTakenOver(`${nameOf(left)} ${sign} ${nameOf(right)}`);
	}

	#operand(): Operand {
		const token = this.tokens[this.#at];
		if (!token) throw new NotTakenOver('…');
		this.#at += 1;
		switch (token.type) {
			case 'text':
			case 'number':
				return { is: 'literal', value: token.value };
			case 'item':
				return { is: 'item', item: this.#known(token.name) };
			case 'name':
				return this.#call(token.name);
			case 'sign':
				return this.#signed(token);
		}
	}

	#signed(token: Extract<Token, { type: 'sign' }>): Operand {
		if (token.sign === '.') {
			if (this.self === null) throw new NotTakenOver('.');
			return { is: 'item', item: this.self };
		}
		if (token.sign === '(') {
			const condition = this.#either();
			this.#expect(')');
			return { is: 'condition', condition };
		}
		const number = this.tokens[this.#at];
		if (token.sign === '-' && number?.type === 'number') {
			this.#at += 1;
			return { is: 'literal', value: -number.value };
		}
		throw new NotTakenOver(token.sign);
	}

	#call(name: string): Operand {
		const next = this.tokens[this.#at];
		if (next?.type !== 'sign' || next.sign !== '(') throw new NotTakenOver(name);
		this.#at += 1;
		switch (name) {
			case 'true':
			case 'false':
				this.#expect(')');
				// All of nothing holds, any of nothing does not.
				return { is: 'condition', condition: { op: name === 'true' ? 'all' : 'any', of: [] } };
			case 'not': {
				const of = this.#either();
				this.#expect(')');
				return { is: 'condition', condition: { op: 'not', of } };
			}
			case 'selected': {
				const item = this.#item(name);
				this.#expect(',');
				const value = this.#operand();
				this.#expect(')');
				if (value.is !== 'literal') throw new NotTakenOver('selected()');
				return { is: 'condition', condition: { op: 'includes', item, value: String(value.value) } };
			}
			case 'count-selected':
			case 'string-length': {
				const item = this.#item(name);
				this.#expect(')');
				return { is: name === 'count-selected' ? 'chosen' : 'length', item };
			}
			default:
				throw new NotTakenOver(`${name}()`);
		}
	}

	#item(within: string): string {
		const operand = this.#operand();
		if (operand.is !== 'item') throw new NotTakenOver(`${within}()`);
		return operand.item;
	}

	#known(name: string): string {
		const item = this.itemOf(name);
		if (item === null) throw new NotTakenOver(`\${${name}}`);
		return item;
	}

	#takesName(name: string): boolean {
		const token = this.tokens[this.#at];
		const isIt = token?.type === 'name' && token.name === name;
		if (isIt) this.#at += 1;
		return isIt;
	}

	#expect(sign: string): void {
		const token = this.tokens[this.#at];
		if (token?.type !== 'sign' || token.sign !== sign) throw new NotTakenOver(token ? written(token) : `… ${sign}`);
		this.#at += 1;
	}
}

function written(token: Token): string {
	switch (token.type) {
		case 'text':
			return `'${token.value}'`;
		case 'number':
			return String(token.value);
		case 'item':
			return `\${${token.name}}`;
		case 'name':
			return token.name;
		case 'sign':
			return token.sign;
	}
}

function nameOf(operand: Operand): string {
	switch (operand.is) {
		case 'item':
			return `\${${operand.item}}`;
		case 'chosen':
			return 'count-selected()';
		case 'length':
			return 'string-length()';
		case 'literal':
			return String(operand.value);
		case 'condition':
			return '()';
	}
}

function compare(operand: Operand, sign: Sign, value: string | number): Condition {
	switch (operand.is) {
		case 'item':
			return compareAnswer(operand.item, sign, value);
		case 'chosen':
			return compareCount(operand.item, sign, wholeNumber(value));
		case 'length':
			if (Number(value) === 0 && (sign === '>' || sign === '!=')) return { op: 'answered', item: operand.item };
			if (Number(value) === 0 && sign === '=') return not({ op: 'answered', item: operand.item });
			throw new NotTakenOver(`string-length() ${sign} ${value}`);
		case 'condition':
		case 'literal':
			throw new NotTakenOver(`${sign} ${value}`);
	}
}

/** What is unanswered equals the empty text and nothing else, and is neither above nor below a number. */
function compareAnswer(item: string, sign: Sign, value: string | number): Condition {
	if (value === '' && sign === '=') return not({ op: 'answered', item });
	if (value === '' && sign === '!=') return { op: 'answered', item };
	if (sign === '=') return { op: 'equals', item, value };
	if (sign === '!=') return not({ op: 'equals', item, value });
	const number = Number(value);
	if (value === '' || !Number.isFinite(number)) throw new NotTakenOver(`${sign} '${value}'`);
	const ops = { '<': 'below', '<=': 'at-most', '>': 'above', '>=': 'at-least' } as const;
	return { op: ops[sign], item, value: number };
}

/** What is unanswered has nothing chosen, which is at most anything. */
function compareCount(item: string, sign: Sign, count: number): Condition {
	const least = (value: number): Condition =>
		value <= 0 ? { op: 'all', of: [] } : { op: 'chosen-at-least', item, value };
	switch (sign) {
		case '>=':
			return least(count);
		case '>':
			return least(count + 1);
		case '<':
			return not(least(count));
		case '<=':
			return not(least(count + 1));
		case '=':
			return { op: 'all', of: [least(count), not(least(count + 1))] };
		case '!=':
			return not({ op: 'all', of: [least(count), not(least(count + 1))] });
	}
}

function wholeNumber(value: string | number): number {
	const number = Number(value);
	if (!Number.isInteger(number)) throw new NotTakenOver(`count-selected() ${value}`);
	return number;
}

function not(of: Condition): Condition {
	return { op: 'not', of };
}
