/** Which records each device owes, number by number, and what is known of its replacement. */
import { BODIES, missingRecords, type DeviceReplaced, type EntryEnvelope, type Missing } from '$lib/domain/ledger';
import type { Device } from '$lib/domain/site';
import type { MissingResponse, PushResponse } from '$lib/wire';
import * as v from 'valibot';
import type { Core } from '../core';
import type { ChainRow, Reader } from '../db';
import { readDocument } from '../projections';

/** Remembers since when records are missing: the server was sent later ones. Costs nothing where all came in order. */
export async function noticeGap(core: Core, site: string, device: string, answer: PushResponse): Promise<void> {
	const later = answer.receipts.filter(({ result }) => result === 'out-of-order').map(({ seq }) => seq);
	const first = Math.min(...later);
	if (!Number.isFinite(first) || first <= answer.expectedSeq) return;
	await core.db
		.insertInto('gaps')
		.values({ site, device, from_seq: answer.expectedSeq, to_seq: first - 1, since: answer.serverTime })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** That a device goes on under a new identity, as an entry says. */
export interface KnownReplacement extends DeviceReplaced {
	/** By the server's clock. */
	at: string;
}

export interface DeviceLosses {
	chain: ChainRow | null;
	missing: Missing;
	lockedOut: { at: string; reason: string } | null;
	/** Claims to have taken this device's place, oldest first; they count once it is locked out. */
	replacedBy: KnownReplacement[];
}

/** For every device that ever sent something, was locked out or replaced; or for one device. */
export async function readLosses(reader: Reader, site: string, device?: string): Promise<Map<string, DeviceLosses>> {
	let chainQuery = reader.selectFrom('chains').selectAll().where('site', '=', site);
	let gapQuery = reader.selectFrom('gaps').selectAll().where('site', '=', site);
	if (device !== undefined) {
		chainQuery = chainQuery.where('device', '=', device);
		gapQuery = gapQuery.where('device', '=', device);
	}
	const chains = new Map((await chainQuery.execute()).map((row) => [row.device, row]));
	const gaps = Map.groupBy(await gapQuery.execute(), (row) => row.device);
	const lockOuts = new Map((await statedOf(reader, site, 'device.revoked')).map((item) => [item.body.deviceId, item]));
	const replacements = Map.groupBy(
		(await statedOf(reader, site, 'device.replaced')).map(({ body, at }) => ({ ...body, at })),
		({ replaces }) => replaces
	);
	const ids = device === undefined ? new Set([...chains.keys(), ...lockOuts.keys(), ...replacements.keys()]) : [device];
	const losses = new Map<string, DeviceLosses>();
	for (const id of ids) {
		const chain = chains.get(id) ?? null;
		const lockOut = lockOuts.get(id);
		const replacedBy = replacements.get(id) ?? [];
		const heldTo = chain?.seq ?? 0;
		const knownTo = Math.max(heldTo, chain?.offered_seq ?? 0);
		const told = lockOut ? (replacedBy.findLast(({ proved }) => proved) ?? replacedBy.at(-1)) : undefined;
		const owes = knownTo > heldTo || (told?.lastSeq ?? 0) > heldTo;
		const missing = missingRecords({
			heldTo,
			knownTo,
			noticed: (gaps.get(id) ?? []).map((row) => ({ from: row.from_seq, to: row.to_seq, since: row.since })),
			lockedOutAt: lockOut?.at ?? null,
			lost: told ? { runs: told.missing, lastSeq: told.lastSeq, since: told.at } : null,
			lastPersonId: owes ? await lastPerson(reader, site, id) : null
		});
		losses.set(id, {
			chain,
			missing,
			lockedOut: lockOut ? { at: lockOut.at, reason: lockOut.body.reason } : null,
			replacedBy
		});
	}
	return losses;
}

/** What the server stated of this type, oldest first. There is one such entry per lock-out or replacement. */
async function statedOf<T extends 'device.revoked' | 'device.replaced'>(
	reader: Reader,
	site: string,
	type: T
): Promise<{ body: v.InferOutput<(typeof BODIES)[T]>; at: string }[]> {
	const rows = await reader
		.selectFrom('entries')
		.select(['json', 'received_at'])
		.where('site', '=', site)
		.where('type', '=', type)
		.orderBy('position')
		.execute();
	return rows.map(({ json, received_at }) => ({
		body: v.parse(BODIES[type], (JSON.parse(json) as EntryEnvelope).body),
		at: received_at
	}));
}

/** Who the device's newest accepted record names. */
async function lastPerson(reader: Reader, site: string, device: string): Promise<string | null> {
	const row = await reader
		.selectFrom('entries')
		.select('person')
		.where('site', '=', site)
		.where('device', '=', device)
		.where('person', 'is not', null)
		.orderBy('seq', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.person ?? null;
}

/** What a tablet is told of its own losses, and of those of the identities it had before. */
export async function readMissing(core: Core, site: string, device: Device): Promise<MissingResponse> {
	const losses = await readLosses(core.db, site);
	const earlier = [...losses].filter(
		([, { lockedOut, replacedBy }]) => lockedOut && replacedBy.some(({ deviceId }) => deviceId === device.id)
	);
	const told = async ([id, { missing }]: [string, DeviceLosses]) => {
		const known = id === device.id ? device : await readDocument(core.db, site, 'device', id);
		return { deviceId: id, name: known?.name ?? id, earlier: id !== device.id, ...missing };
	};
	const own = losses.get(device.id);
	return {
		devices: await Promise.all([...(own ? [[device.id, own] as [string, DeviceLosses]] : []), ...earlier].map(told))
	};
}
