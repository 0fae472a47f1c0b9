import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asset } from '$lib/domain/site';
import { TILE } from '$lib/domain/testing/part';
import { Floor, floorPerson } from '../testing/floor';
import { AssetFinder } from './asset-finder.svelte';

const asset = (id: string, code: string): Asset => ({ id, code, name: id, areaId: 'a', sample: false });

let floor: Floor;
let finder: AssetFinder;
let found: string[];

beforeEach(async () => {
	floor = await Floor.open([floorPerson('marek', 'technician', '1234')]);
	await floor.pulled('asset', 'press', asset('press', 'PR-01'));
	await floor.pulled('asset', 'old', asset('old', 'PR-09'));
	await floor.pulled('asset', 'new', asset('new', 'PR-09'));
	await floor.pulled('part', TILE.id, TILE);
	await vi.waitFor(() => expect(floor.tablet.register.assets).toHaveLength(3));
	await vi.waitFor(() => expect(floor.tablet.register.parts).toHaveLength(1));
	found = [];
	finder = new AssetFinder(
		floor.tablet.register,
		({ id }) => found.push(id),
		(error) => {
			throw error;
		}
	);
});
afterEach(() => floor.close());

describe('a code at a machine', () => {
	it('leads to the machine that has it', async () => {
		finder.type('PR-01');
		await vi.waitFor(() => expect(found).toEqual(['press']));
		expect(finder.question).toBeNull();
	});

	it('asks which one where it fits several, and goes on with the answer', async () => {
		finder.type('PR-09');
		await vi.waitFor(() => expect(finder.question?.kind).toBe('several'));
		expect(found).toEqual([]);
		finder.choose(asset('new', 'PR-09'));
		expect(found).toEqual(['new']);
		expect(finder.question).toBeNull();
	});

	it('is said to be no machine where it is a part’s, and not known where it is nobody’s', async () => {
		finder.type(TILE.number);
		await vi.waitFor(() => expect(finder.question?.kind).toBe('no-machine'));
		finder.type('NO-SUCH-THING');
		await vi.waitFor(() => expect(finder.question?.kind).toBe('unknown'));
		expect(found).toEqual([]);
	});
});
