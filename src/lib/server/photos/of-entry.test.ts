import type { EntryEnvelope } from '$lib/domain/ledger';
import { PHOTO_PATIENCE_MS } from '$lib/domain/photo-standing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDocument, rebuildProjections } from '../projections';
import { TestSite, type Tablet } from '../test-site';
import { readPhotoOf } from './of-entry';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;
let inspection: [EntryEnvelope, EntryEnvelope, EntryEnvelope];
let heardAt: string;
beforeAll(async () => {
	site = await TestSite.open();
});
afterAll(() => site.close());
beforeEach(async () => {
	tablet = await site.enrol('Line 4');
	inspection = tablet.writeInspection();
	// Days without a network: the patience begins when the server hears of the photo.
	site.clock.now += 2 * PHOTO_PATIENCE_MS;
	heardAt = new Date(site.clock.now).toISOString();
	await site.push(tablet, inspection);
});

const of = (entry: EntryEnvelope) => readPhotoOf(site.server, site.id, entry);

describe('the photo of an entry', () => {
	it('is on its way at first, for the capture, the suggestion and the decision alike', async () => {
		for (const entry of inspection) {
			expect(await of(entry)).toMatchObject({
				standing: { state: 'on-its-way' },
				tablet: 'Line 4',
				canBeShown: false
			});
		}
	});

	it('is missing after three days, since the server heard of it, also after a rebuild', async () => {
		site.clock.now += PHOTO_PATIENCE_MS + 1000;
		const missing = { standing: { state: 'missing', since: heardAt }, tablet: 'Line 4' };
		expect(await of(inspection[2])).toMatchObject(missing);
		await rebuildProjections(site.server, site.id);
		expect(await of(inspection[2])).toMatchObject(missing);
		const shown = await readDocument(site.server.db, site.id, 'case', String(inspection[1].body['id']));
		expect(shown).toMatchObject({ photoArrived: false, receivedAt: heardAt });
	});

	it('is missing at once when its tablet is locked out, and there when it came all the same', async () => {
		await site.state({ type: 'device.revoked', body: { deviceId: tablet.id, reason: 'lost' } });
		expect(await of(inspection[0])).toMatchObject({ standing: { state: 'missing' } });
		const sha256 = (await of(inspection[0]))?.sha256 ?? '';
		await site.state({
			type: 'photo.stored',
			body: { sha256, mediaType: 'image/jpeg', bytes: 1000, deviceId: tablet.id }
		});
		expect(await of(inspection[0])).toMatchObject({ standing: { state: 'arrived' }, canBeShown: true });
	});

	it('is nothing an entry without one speaks of', async () => {
		expect(await of({ ...inspection[0], type: 'session.ended', body: {} })).toBeNull();
	});
});
