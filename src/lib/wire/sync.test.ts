import { expect, it } from 'vitest';
import { isProtocolServed, OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from './sync';

it('serves tablets of every version from the oldest to its own, and says so to any other', () => {
	for (const version of [2, 3, 4]) expect(isProtocolServed(String(version), 2, 4)).toBe(true);
	for (const version of ['1', '5', '', '-2', '2.5', '2, 3', 'two', '1e0'])
		expect(isProtocolServed(version, 2, 4)).toBe(false);
	expect(isProtocolServed(String(PROTOCOL_VERSION))).toBe(true);
	expect(isProtocolServed(String(OLDEST_PROTOCOL_VERSION))).toBe(true);
	expect(isProtocolServed(String(PROTOCOL_VERSION + 1))).toBe(false);
});

it('serves programs that are no tablets', () => {
	expect(isProtocolServed(null)).toBe(true);
});
