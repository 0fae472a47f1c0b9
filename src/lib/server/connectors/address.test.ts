import { describe, expect, it } from 'vitest';
import { addressFault, literalFault, lookupFor } from './address';

describe('where a webhook may go', () => {
	it.each([
		'169.254.169.254',
		'0.0.0.0',
		'100.100.100.200',
		'224.0.0.1',
		'255.255.255.255',
		'::',
		'fe80::1',
		'ff02::1'
	])('is never %s', (ip) => {
		expect(addressFault(ip, 'https:')).toBe('address-forbidden');
		expect(addressFault(ip, 'http:')).toBe('address-forbidden');
	});

	it.each(['::ffff:169.254.169.254', '::ffff:a9fe:a9fe', 'fd00:ec2::254'])('is not %s either', (ip) => {
		expect(addressFault(ip, 'https:')).toBe('address-forbidden');
	});

	it.each(['127.0.0.1', '10.1.2.3', '172.31.0.9', '192.168.178.20', '::1', 'fd12:3456::1', '::ffff:10.1.2.3'])(
		'is the plant itself at %s, without encryption too',
		(ip) => {
			expect(addressFault(ip, 'http:')).toBeNull();
			expect(addressFault(ip, 'https:')).toBeNull();
		}
	);

	it.each(['93.184.215.14', '172.32.0.1', '2606:2800:21f::1'])('is %s with encryption only', (ip) => {
		expect(addressFault(ip, 'https:')).toBeNull();
		expect(addressFault(ip, 'http:')).toBe('not-encrypted');
	});

	it.each(['http://169.254.169.254/latest', 'https://[fe80::1]/', 'http://0xA9FEA9FE/', 'http://2852039166/x'])(
		'is not %s, however it is written',
		(url) => {
			expect(literalFault(new URL(url))).toBe('address-forbidden');
		}
	);

	it('is checked for names when they are looked up, in the look-up that the connection uses', async () => {
		const look = (all: boolean) =>
			new Promise<unknown>((resolve) =>
				lookupFor('http:')('localhost', { all, family: 4 }, (error, address) => resolve(error ?? address))
			);
		expect(await look(true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
		expect(await look(false)).toBe('127.0.0.1');
	});
});
