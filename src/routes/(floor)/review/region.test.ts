import { Frame } from '$lib/domain/site';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { between, MIDDLE, withArrow } from './region';

it('is drawn from any corner to the one across, within the photo', () => {
	expect(between({ x: 0.6, y: 0.8 }, { x: 0.1, y: 0.2 })).toEqual({
		x: 0.1,
		y: 0.2,
		width: 0.5,
		height: expect.closeTo(0.6)
	});
	expect(between({ x: 0.9, y: 0.9 }, { x: 1.4, y: 2 })).toMatchObject({ x: 0.9, width: expect.closeTo(0.1) });
	expect(between({ x: 0.5, y: 0.5 }, { x: 0.505, y: 0.5 })).toBeNull();
});

it('is moved and resized by keys, and stays a region that may go on record', () => {
	const keys = fc.array(fc.tuple(fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'), fc.boolean()), {
		maxLength: 80
	});
	fc.assert(
		fc.property(keys, (pressed) => {
			const end = pressed.reduce((frame, [key, resizes]) => withArrow(frame, key, resizes) ?? frame, MIDDLE);
			expect(v.is(Frame, end)).toBe(true);
		})
	);
	expect(withArrow(MIDDLE, 'Enter', false)).toBeNull();
});
