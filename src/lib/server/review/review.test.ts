import { IN_THE_LOOP } from '$lib/domain/policy';
import { readRecord } from '$lib/domain/review/case-detail';
import { CaseDetail, LiveEvent } from '$lib/wire';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rebuildProjections } from '../projections';
import { openServer } from '../site-server';
import { BY_DEVICE, by, capture, decision, suggestion, TestSite, type Tablet } from '../test-site';
import { readCaseDetail } from './case-detail';
import { notePresence, PRESENT_FOR_MS, readPresence } from './presence';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;

beforeAll(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Line 4');
});
afterAll(() => site.close());

/** A case on record, and the suggestion it is about. */
async function newCase() {
	const taken = capture();
	const said = suggestion(taken.id);
	await site.push(tablet, [
		tablet.write('capture.recorded', taken),
		tablet.write('suggestion.made', said, { actor: BY_DEVICE })
	]);
	return { taken, said };
}

const detailOf = async (id: string, asker: string | null = null) => {
	const detail = await readCaseDetail(site.server, site.id, id, asker);
	return detail && v.parse(CaseDetail, JSON.parse(JSON.stringify(detail)));
};
const typesOf = (detail: CaseDetail | null) => detail?.entries.map(({ entry }) => entry.type) ?? [];

describe('a case', () => {
	it('comes with everything said about it in order, its rule, and the other cases of its unit', async () => {
		const { said: earlier } = await newCase();
		const { said } = await newCase();
		const comment = { id: 'remark', suggestionId: said.id, text: 'Look at the left edge' };
		await site.push(tablet, [
			tablet.write('decision.made', decision(said, { verdict: 'escalate', to: 'quality-engineer', note: 'odd' })),
			tablet.write('comment.made', comment, { actor: by('quality-engineer') })
		]);
		const detail = await detailOf(said.id);
		expect(typesOf(detail)).toEqual(['capture.recorded', 'suggestion.made', 'decision.made', 'comment.made']);
		expect(detail).toMatchObject({ withheld: false, route: { policyVersion: 1, rule: { id: 'everything-else' } } });
		expect(detail?.sameUnit.map(({ suggestionId }) => suggestionId)).toContain(earlier.id);
		expect(detail && readRecord(detail)?.suggestion.id).toBe(said.id);
		expect(await detailOf('nothing')).toBeNull();
	});

	it('says where it was photographed and what orders it, also after everything was derived anew', async () => {
		const { said } = await newCase();
		const before = (await detailOf(said.id))?.summary;
		expect(before).toMatchObject({ severity: 'critical', setSize: 1 });
		await rebuildProjections(site.server, site.id);
		expect((await detailOf(said.id))?.summary).toEqual(before);
	});

	it('keeps the first call from the second reader, and from every tablet, until both have spoken', async () => {
		await site.state({
			type: 'policy.published',
			body: {
				version: 2,
				rules: [{ id: 'two', name: 'Two readers', when: {}, then: { ...IN_THE_LOOP, readers: 2 } }]
			}
		});
		const { said } = await newCase();
		await site.push(tablet, [
			tablet.write('decision.made', decision(said)),
			tablet.write('comment.made', { id: 'hint', suggestionId: said.id, text: 'A crack' })
		]);
		const forTablets = await detailOf(said.id);
		expect(forTablets?.withheld).toBe(true);
		expect(typesOf(forTablets)).toEqual(['capture.recorded', 'suggestion.made']);
		expect(typesOf(await detailOf(said.id, 'quality-engineer'))).toEqual(typesOf(forTablets));
		expect(typesOf(await detailOf(said.id, 'inspector'))).toContain('comment.made');

		const second = decision(said, { verdict: 'reject', because: 'part-good' } as never);
		await site.push(tablet, [tablet.write('decision.made', second, { actor: by('quality-engineer') })]);
		const disputed = await detailOf(said.id);
		expect(disputed?.summary.state).toBe('disputed');
		expect(typesOf(disputed).filter((type) => type === 'decision.made')).toHaveLength(2);
	});
});

describe('presence', () => {
	it('lasts while it is said again, one case a tablet', async () => {
		const seen = { suggestionId: 'a', personId: 'inspector' };
		await notePresence(site.server, site.id, tablet.id, seen);
		await notePresence(site.server, site.id, tablet.id, { ...seen, suggestionId: 'b' });
		expect(await readPresence(site.server, site.id)).toEqual([{ deviceId: tablet.id, ...seen, suggestionId: 'b' }]);
		site.clock.now += PRESENT_FOR_MS + 1;
		expect(await readPresence(site.server, site.id)).toEqual([]);
		await notePresence(site.server, site.id, tablet.id, seen);
		await notePresence(site.server, site.id, tablet.id, null);
		expect(await readPresence(site.server, site.id)).toEqual([]);
	});
});

describe('the live feed', () => {
	it('tells what another instance took, and who looks at what; it ends when the server stops', async () => {
		const other = await openServer({ ...site.place, now: () => new Date(site.clock.now) });
		const events = read(other.live.open(site.id));
		const first = await next(events, ({ position }) => position !== undefined);
		const { said } = await newCase();
		const later = await next(events, ({ position }) => position !== undefined);
		expect(later.position).toBeGreaterThan(first.position ?? 0);
		await notePresence(site.server, site.id, tablet.id, { suggestionId: said.id, personId: 'inspector' });
		expect((await next(events, ({ presence }) => presence?.length === 1)).presence).toMatchObject([
			{ suggestionId: said.id, personId: 'inspector' }
		]);
		other.live.stop();
		expect((await events.next()).done).toBe(true);
		await other.close();
	});
});

async function* read(stream: ReadableStream<Uint8Array>): AsyncGenerator<LiveEvent> {
	const decoder = new TextDecoder();
	for await (const chunk of stream) {
		for (const [, data = ''] of decoder.decode(chunk).matchAll(/^data: (.*)$/gm))
			yield v.parse(LiveEvent, JSON.parse(data));
	}
}

async function next(events: AsyncGenerator<LiveEvent>, wanted: (event: LiveEvent) => boolean): Promise<LiveEvent> {
	for (;;) {
		const { value, done } = await events.next();
		if (done) throw new Error('the feed ended');
		if (wanted(value)) return value;
	}
}
