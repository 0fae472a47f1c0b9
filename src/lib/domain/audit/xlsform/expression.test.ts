import { describe, expect, it } from 'vitest';
import { readExpression } from './expression';
import { NotTakenOver } from './tokens';

const known = new Set(['leak', 'litres', 'damage']);
const read = (text: string, self: string | null = null) =>
	readExpression(text, (name) => (known.has(name) ? name : null), self);
const refused = (text: string) => {
	try {
		read(text);
		return null;
	} catch (failure) {
		return failure instanceof NotTakenOver ? failure.part : failure;
	}
};

describe('expressions of an XLSForm', () => {
	it('reads comparisons, whichever side the item is on, with either kind of quotes', () => {
		expect(read("${leak} = 'yes'")).toEqual({ op: 'equals', item: 'leak', value: 'yes' });
		expect(read('"yes"=${leak}')).toEqual({ op: 'equals', item: 'leak', value: 'yes' });
		expect(read('${leak} != ‘yes’')).toEqual({ op: 'not', of: { op: 'equals', item: 'leak', value: 'yes' } });
		expect(read('10 < ${litres}')).toEqual({ op: 'above', item: 'litres', value: 10 });
		expect(read("${litres} >= '2.5'")).toEqual({ op: 'at-least', item: 'litres', value: 2.5 });
		expect(read('${litres} <= -4')).toEqual({ op: 'at-most', item: 'litres', value: -4 });
	});

	it('reads the empty text as unanswered', () => {
		expect(read("${leak} = ''")).toEqual({ op: 'not', of: { op: 'answered', item: 'leak' } });
		expect(read("${leak} != ''")).toEqual({ op: 'answered', item: 'leak' });
		expect(read('string-length(${leak}) > 0')).toEqual({ op: 'answered', item: 'leak' });
	});

	it('binds `and` closer than `or`, and brackets closest', () => {
		const a = { op: 'equals', item: 'leak', value: 'a' };
		const b = { op: 'equals', item: 'leak', value: 'b' };
		const c = { op: 'above', item: 'litres', value: 1 };
		expect(read("${leak}='a' or ${leak}='b' and ${litres}>1")).toEqual({
			op: 'any',
			of: [a, { op: 'all', of: [b, c] }]
		});
		expect(read("(${leak}='a' or ${leak}='b') and ${litres}>1")).toEqual({
			op: 'all',
			of: [{ op: 'any', of: [a, b] }, c]
		});
		expect(read("not(${leak}='a')")).toEqual({ op: 'not', of: a });
	});

	it('reads what is chosen and how much of it', () => {
		expect(read("selected(${damage}, 'dent')")).toEqual({ op: 'includes', item: 'damage', value: 'dent' });
		expect(read('count-selected(${damage}) > 1')).toEqual({ op: 'chosen-at-least', item: 'damage', value: 2 });
		expect(read('count-selected(.) <= 2', 'damage')).toEqual({
			op: 'not',
			of: { op: 'chosen-at-least', item: 'damage', value: 3 }
		});
	});

	it('reads a constraint over the answer itself', () => {
		expect(read('. >= 0 and . <= 100', 'litres')).toEqual({
			op: 'all',
			of: [
				{ op: 'at-least', item: 'litres', value: 0 },
				{ op: 'at-most', item: 'litres', value: 100 }
			]
		});
	});

	it('names what it cannot take over, and never guesses', () => {
		expect(refused('${litres} > today()')).toBe('today()');
		expect(refused('${litres} + 1 > 2')).toBe('+');
		expect(refused('${gone} = 1')).toBe('${gone}');
		expect(refused('${leak} = ${damage}')).toBe('${leak} = ${damage}');
		expect(refused("regex(${leak}, '^[A-Z]+$')")).toBe('regex()');
		expect(refused("${leak} = 'yes' and")).toBe('…');
		expect(refused("(${leak} = 'yes'")).toBe('… )');
		expect(refused('. > 3')).toBe('.');
		expect(refused('${leak} = 1 §')).toBe('§');
		expect(refused("${litres} < 'many'")).toBe("< 'many'");
	});
});
