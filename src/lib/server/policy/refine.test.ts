import type { Decision } from '$lib/domain/decision';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Account } from '../auth';
import { rebuildProjections } from '../projections';
import { capture, decision, suggestion, TestSite, type Tablet } from '../test-site';
import { readRefinement, readRefinements, rejectRefinement } from './refine';

let site: TestSite;
let tablet: Tablet;

beforeEach(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Tablet');
});

afterEach(() => site.close());

const RIGHT: Partial<Decision> = {};
const CORRECTED: Partial<Decision> = { verdict: 'correct', class: 'fray', otherClass: null };

/** Suggestions of one class, each decided like this. */
async function decide(count: number, changes: Partial<Decision>): Promise<void> {
	for (let each = 0; each < count; each++) {
		const taken = capture();
		const made = suggestion(taken.id);
		await site.push(tablet, [
			tablet.write('capture.recorded', taken),
			tablet.write('suggestion.made', made),
			tablet.write('decision.made', decision(made, changes))
		]);
	}
}

const refinements = () => readRefinements(site.server, site.id, site.admin);

it('proposes what corrections speak for, until somebody rejects it; again when twice as much does', async () => {
	await decide(12, RIGHT);
	expect(await refinements()).toEqual([]);
	await decide(8, CORRECTED);
	const [refinement] = await refinements();
	expect(refinement).toMatchObject({ kind: 'own-call-first', class: 'crack', decided: 20, wrong: 8 });
	if (!refinement) return;
	expect(await readRefinement(site.server, site.id, site.admin, refinement.id)).toEqual(refinement);

	await rejectRefinement(site.server, site.id, site.admin, refinement, 'The lamp was broken that week');
	expect(await refinements()).toEqual([]);
	expect(await readRefinement(site.server, site.id, site.admin, refinement.id)).toBeNull();
	await decide(19, CORRECTED);
	expect(await refinements()).toEqual([]);
	await rebuildProjections(site.server, site.id);
	await decide(1, CORRECTED);
	expect(await refinements()).toMatchObject([{ id: refinement.id, decided: 40, wrong: 28 }]);
});

it('is for those who answer for oversight', async () => {
	const inspector: Account = { ...site.admin, role: 'inspector' };
	await expect(readRefinements(site.server, site.id, inspector)).rejects.toMatchObject({ code: 'forbidden' });
});
