import { describe, expect, it } from 'vitest';
import { shapeOf, strokeOf } from './marks';

describe('a mark on a photo', () => {
	it('lies where it was drawn, whatever the size of the photo', () => {
		const box = { kind: 'box', frame: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } } as const;
		const [small, large] = [shapeOf(box, 100, 100), shapeOf(box, 1000, 1000)];
		expect(small.lines[0]?.[0]).toEqual([10, 20]);
		expect(large.lines[0]?.[0]).toEqual([100, 200]);
		expect(small.lines[0]).toHaveLength(5);
	});

	it('points with the arrow’s head to where the arrow ends', () => {
		const { lines } = shapeOf({ kind: 'arrow', from: [0, 0.5], to: [1, 0.5] }, 200, 100);
		const [above, tip, below] = lines[1] ?? [];
		expect(tip).toEqual([200, 50]);
		expect(above?.[0]).toBeLessThan(200);
		expect((above?.[1] ?? 0) - 50).toBeCloseTo(50 - (below?.[1] ?? 0));
	});

	it('says its words, and draws nothing else', () => {
		expect(shapeOf({ kind: 'text', at: [0.5, 0.5], text: 'leak' }, 200, 100)).toEqual({
			lines: [],
			text: { at: [100, 50], text: 'leak' }
		});
	});

	it('can be seen on the smallest photo', () => {
		expect(strokeOf(40, 40)).toEqual({ line: 2, text: 14 });
	});
});
