import { expect, it } from 'vitest';
import { deskKey } from './keys';

const press = (key: string, more: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

it.each([
	['j', 'next'],
	['J', 'next'],
	['ArrowDown', 'next'],
	['k', 'previous'],
	['h', 'heat'],
	['m', 'mark'],
	['?', 'help'],
	['a', null],
	['x', null]
])('%s moves about the desk: %s', (key, meaning) => {
	expect(deskKey(press(key), false)).toBe(meaning);
});

it('does nothing while somebody types, or with a key that the browser has', () => {
	expect(deskKey(press('j'), true)).toBeNull();
	expect(deskKey(press('k', { ctrlKey: true }), false)).toBeNull();
	expect(deskKey(press('h', { metaKey: true }), false)).toBeNull();
});
