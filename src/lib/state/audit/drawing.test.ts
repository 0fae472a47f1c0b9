import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { Mark } from '$lib/domain/audit/audit';
import { Drawing } from './drawing.svelte';

function drag(drawing: Drawing, from: [number, number], to: [number, number]) {
	drawing.begin(...from);
	drawing.move(...to);
	drawing.end();
}

describe('drawing on a photo', () => {
	it('keeps a box wherever the finger began and ended, inside the photo', () => {
		const drawing = new Drawing([]);
		drag(drawing, [0.8, 0.9], [0.2, -3]);
		const [mark] = drawing.marks;
		expect(mark).toMatchObject({ kind: 'box', frame: { x: 0.2, y: 0, height: 0.9 } });
		expect(v.is(Mark, mark)).toBe(true);
		drag(drawing, [0.4, 0.4], [7, 7]);
		expect(v.is(Mark, drawing.marks[1])).toBe(true);
	});

	it('takes a tap for no mark', () => {
		const drawing = new Drawing([]);
		drag(drawing, [0.5, 0.5], [0.502, 0.5]);
		expect(drawing.marks).toEqual([]);
		expect(drawing.isChanged).toBe(false);
	});

	it('undoes the last mark, and leaves those from before', () => {
		const before: Mark = { kind: 'text', at: [0.1, 0.1], text: 'leak' };
		const drawing = new Drawing([before]);
		drawing.tool = 'arrow';
		drag(drawing, [0.1, 0.1], [0.5, 0.5]);
		expect(drawing.marks).toHaveLength(2);
		drawing.undo();
		expect(drawing.marks).toEqual([before]);
	});

	it('asks for words where they are to stand', () => {
		const drawing = new Drawing([]);
		drawing.tool = 'text';
		drawing.begin(0.3, 0.4);
		expect(drawing.asksText).toEqual([0.3, 0.4]);
		drawing.write('  crack ');
		expect(drawing.marks).toEqual([{ kind: 'text', at: [0.3, 0.4], text: 'crack' }]);
		drawing.begin(0.3, 0.4);
		drawing.write('   ');
		expect(drawing.marks).toHaveLength(1);
	});

	it('draws by keyboard alone', () => {
		const drawing = new Drawing([]);
		drawing.tool = 'arrow';
		drawing.key('Enter');
		for (let press = 0; press < 5; press++) drawing.key('ArrowRight');
		expect(drawing.pending).toMatchObject({ kind: 'arrow', from: [0.5, 0.5] });
		drawing.key('Enter');
		const [mark] = drawing.marks;
		expect(mark?.kind === 'arrow' && mark.to[0]).toBeCloseTo(0.6);
		expect(drawing.key('a')).toBe(false);
	});
});
