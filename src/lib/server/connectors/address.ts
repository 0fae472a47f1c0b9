/**
 * Which addresses a webhook may go to. Plants have private networks, and what is to be told often runs on the same machine: both are
 * allowed. What nobody means to call is not: link-local addresses, behind which clouds keep their machines' own credentials, and those
 * of no single host.
 */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const NEVER = new BlockList();
for (const [net, prefix] of [
	['0.0.0.0', 8],
	['169.254.0.0', 16],
	/** The metadata service of one cloud, in a range that others use for ordinary hosts. */
	['100.100.100.200', 32],
	['192.0.0.192', 32],
	['224.0.0.0', 4],
	['240.0.0.0', 4]
] as const) {
	NEVER.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
	['::', 128],
	['fe80::', 10],
	['fd00:ec2::', 32],
	['fd20:ce::', 32],
	['ff00::', 8]
] as const) {
	NEVER.addSubnet(net, prefix, 'ipv6');
}

const INSIDE = new BlockList();
for (const [net, prefix] of [
	['10.0.0.0', 8],
	['127.0.0.0', 8],
	['172.16.0.0', 12],
	['192.168.0.0', 16]
] as const) {
	INSIDE.addSubnet(net, prefix, 'ipv4');
}
INSIDE.addSubnet('::1', 128, 'ipv6');
INSIDE.addSubnet('fc00::', 7, 'ipv6');

export type AddressFault =
	/** Nobody means to call it. */
	| 'address-forbidden'
	/** Without encryption a message goes to this machine or the plant's own network only. */
	| 'not-encrypted';

/** What is wrong with calling this address; null when nothing is. `ip` is an IPv4 or IPv6 address. */
export function addressFault(ip: string, protocol: string): AddressFault | null {
	const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
	if (NEVER.check(ip, family)) return 'address-forbidden';
	return protocol === 'https:' || INSIDE.check(ip, family) ? null : 'not-encrypted';
}

/** The same for a URL whose host is an address and no name, which nothing looks up. */
export function literalFault({ hostname, protocol }: URL): AddressFault | null {
	const ip = hostname.replace(/^\[|\]$/g, '');
	return isIP(ip) === 0 ? null : addressFault(ip, protocol);
}

/** A name stands for an address that must not be called. */
export class AddressRefused extends Error {
	override readonly name = 'AddressRefused';
	constructor(readonly code: AddressFault) {
		super(code);
	}
}

/**
 * Looks a name up as Node does, and refuses it with `AddressRefused` where any of its addresses must not be called. The connection is made
 * to exactly what was looked at here: a name that means something else a moment later gets nowhere.
 */
export function lookupFor(protocol: string): LookupFunction {
	return (hostname, options, callback) => {
		lookup(hostname, { ...options, all: true }, (error, addresses) => {
			if (error) return callback(error, []);
			const fault = addresses.map(({ address }) => addressFault(address, protocol)).find((found) => found !== null);
			if (fault) return callback(new AddressRefused(fault), []);
			if (options.all) return callback(null, addresses);
			const [first] = addresses;
			callback(null, first?.address ?? '', first?.family);
		});
	};
}
