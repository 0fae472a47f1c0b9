// The addresses under which tablets on the same network reach this computer.
import { hostname, networkInterfaces } from 'node:os';

/** Address ranges of private networks, as address and mask. The certificate authority is good for these and no others. */
export const PRIVATE_RANGES = [
	{ address: [10, 0, 0, 0], mask: [255, 0, 0, 0] },
	{ address: [172, 16, 0, 0], mask: [255, 240, 0, 0] },
	{ address: [192, 168, 0, 0], mask: [255, 255, 0, 0] },
	{ address: [169, 254, 0, 0], mask: [255, 255, 0, 0] },
	{ address: [100, 64, 0, 0], mask: [255, 192, 0, 0] },
	{ address: [127, 0, 0, 0], mask: [255, 0, 0, 0] }
];

/** Whether an IPv4 address belongs to a private network. */
export function isPrivate(/** @type {string} */ ip) {
	const octets = ip.split('.').map(Number);
	return PRIVATE_RANGES.some(({ address, mask }) =>
		mask.every((bits, index) => ((octets[index] ?? 0) & bits) === address[index])
	);
}

/** @returns {string[]} This computer's private IPv4 addresses, those of real networks before those of virtual ones. */
export function lanAddresses() {
	const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|zt|tailscale)/;
	return Object.entries(networkInterfaces())
		.flatMap(([name, addresses = []]) =>
			addresses
				.filter((it) => it.family === 'IPv4' && !it.internal && isPrivate(it.address))
				.map((it) => ({ address: it.address, rank: virtual.test(name) ? 1 : 0 }))
		)
		.sort((a, b) => a.rank - b.rank)
		.map(({ address }) => address);
}

/** The name that mDNS gives this computer on most networks. */
export function localName() {
	const [name = 'countersign'] = hostname().toLowerCase().split('.');
	return `${name.replace(/[^a-z0-9-]/g, '-')}.local`;
}
