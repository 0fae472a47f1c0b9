import { QUARANTINE_REASONS, type QuarantineReason } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import { listDevices, listQuarantine, readRegister, requireRight, settleAlike } from '$lib/server';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { namesFrom } from '../../ledger/names';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { recordWords } from './record-words';

const PAGE = 50;

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'quarantine.resolve');
	const { server } = event.locals;
	const { searchParams } = event.url;
	const filter = {
		state: searchParams.get('state') === 'settled' ? ('settled' as const) : ('open' as const),
		device: searchParams.get('device') || undefined,
		reason: searchParams.get('reason') || undefined
	};
	const skip = Number(searchParams.get('skip'));
	const from = Number.isSafeInteger(skip) && skip > 0 ? skip : 0;
	const [page, register, devices] = await Promise.all([
		listQuarantine(server, site, filter, from, PAGE),
		readRegister(server, site),
		listDevices(server, site)
	]);
	const names = namesFrom({ parts: register?.parts ?? [], people: register?.people ?? [] });
	return {
		title: m.quarantine_title(),
		filter,
		counts: page.counts,
		total: page.total,
		next: from + page.records.length < page.total ? from + page.records.length : null,
		isFirst: from === 0,
		devices: devices.filter(({ isServer }) => !isServer).map(({ id, name }) => ({ id, name })),
		reasons: [...QUARANTINE_REASONS],
		records: page.records.map(({ record, settled, ...kept }) => ({
			...kept,
			...recordWords(record, names),
			device: devices.find(({ id }) => id === kept.deviceId)?.name ?? kept.deviceId,
			resolution: settled?.resolution ?? null
		}))
	};
};

const Alike = v.object({
	device: v.pipe(v.string(), v.minLength(1)),
	reason: v.picklist(QUARANTINE_REASONS),
	words: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500))
});

export const actions: Actions = {
	releaseAll: (event) => settleAll(event, 'released'),
	dismissAll: (event) => settleAll(event, 'dismissed')
};

async function settleAll(event: RequestEvent, resolution: 'released' | 'dismissed') {
	const { site, account } = requireRight(event, 'quarantine.resolve');
	const form = v.safeParse(Alike, Object.fromEntries(await event.request.formData()));
	if (!form.success) return fail(400, { wrong: true, settled: null });
	const { device, reason, words } = form.output;
	const alike = { device, reason: reason satisfies QuarantineReason };
	const settled = await settleAlike(event.locals.server, site, account, alike, resolution, words);
	return { wrong: false, settled };
}
