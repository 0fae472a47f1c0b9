import { describe, expect, it } from 'vitest';
import { containedBox, frameStyle } from './fit';

describe('the place of a picture in its box', () => {
	it('centres a wide picture between bars above and below', () => {
		expect(containedBox({ width: 400, height: 400 }, { width: 200, height: 100 })).toEqual({
			x: 0,
			y: 100,
			width: 400,
			height: 200
		});
	});

	it('centres a tall picture between bars left and right', () => {
		expect(containedBox({ width: 400, height: 400 }, { width: 100, height: 200 })).toEqual({
			x: 100,
			y: 0,
			width: 200,
			height: 400
		});
	});

	it('has no size before the box or the picture has one', () => {
		expect(containedBox({ width: 0, height: 0 }, { width: 10, height: 10 })).toEqual({
			x: 0,
			y: 0,
			width: 0,
			height: 0
		});
		expect(containedBox({ width: 10, height: 10 }, { width: 0, height: 0 })).toEqual({
			x: 0,
			y: 0,
			width: 0,
			height: 0
		});
	});

	it('puts a frame where the same fractions of the picture are', () => {
		const style = frameStyle({ x: 10, y: 20, width: 100, height: 50 }, { x: 0.1, y: 0.2, width: 0.5, height: 0.4 });
		expect(style).toBe('left:20px;top:30px;width:50px;height:20px');
	});
});
