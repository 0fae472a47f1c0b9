/** Whether a seeded check is due after a decision, and its photo, here or from the server. Loaded after the first part was found. */
import type { SeedDocument } from '$lib/domain/seeded-check';
import { dueSeeds, SEED_AGAIN_AFTER_MS } from '$lib/domain/due-seed';
import type { Part } from '$lib/domain/site';
import { oversightOf } from '$lib/domain/site-settings';
import type { HeatMap } from '$lib/domain/suggestion';
import { answersSince, lastDecision, readSeeds } from '$lib/local-db/seed-answers';
import { fetchAsDevice } from '$lib/sync';
import type { Tablet } from '../tablet.svelte';
import { SecondLook } from './second-look.svelte';

export interface Drawn {
	/** The decision by which it is drawn. */
	decisionId: string;
	/** The part at hand; null where a photo of any will do. */
	partId: string | null;
}

/** Where on a photo the model would look; null where it cannot say. Other suggestions come with it, so a check without would stand out. */
export type HeatMapOf = (part: Part, photo: Blob, seed: SeedDocument) => Promise<HeatMap | null>;

/** Null for most decisions, where it has been answered, and where no photo that is due can be shown now. */
export async function findSecondLook(
	tablet: Tablet,
	{ decisionId, partId }: Drawn,
	heatMapOf: HeatMapOf
): Promise<SecondLook | null> {
	const person = tablet.session.person;
	const every = oversightOf(tablet.register.settings).seedEvery;
	if (!person || every === 0) return null;
	const now = Date.now();
	const answers = await answersSince(tablet.database, person.id, new Date(now - SEED_AGAIN_AFTER_MS).toISOString());
	if (answers.some(({ after }) => after === decisionId)) return null;
	const seeds = (await readSeeds(tablet.database)).map((seed) => withOwn(seed, person.id, answers));
	for (const seed of dueSeeds(seeds, { personId: person.id, decisionId, partId, every, now })) {
		const part = tablet.register.partById(seed.partId);
		const photo = part && (await photoOf(tablet, seed));
		if (!part || !photo) continue;
		const heatMap = await heatMapOf(part, photo, seed);
		return new SecondLook(tablet, { seed, part, photo, heatMap, decisionId });
	}
	return null;
}

/** As `findSecondLook` for this person's last decision: whoever leaves before they have answered finds it again. */
export async function findLeftSecondLook(tablet: Tablet, heatMapOf: HeatMapOf): Promise<SecondLook | null> {
	const { person } = tablet.session;
	const last = person && (await lastDecision(tablet.database, person.id));
	if (!last) return null;
	return findSecondLook(tablet, { decisionId: last.decision.id, partId: last.partId }, heatMapOf);
}

/** More would crowd out the photos of the queue. */
const MOST_KEPT = 12;

/** Gets photos of a part that may be due later, so that they are here without a network. Never rejects. */
export async function keepSeedPhotos(tablet: Tablet, partId: string): Promise<void> {
	const seeds = (await readSeeds(tablet.database).catch(() => [])).filter(
		(seed) => seed.active && seed.partId === partId
	);
	for (const seed of seeds.slice(0, MOST_KEPT)) await photoOf(tablet, seed);
}

function withOwn(
	seed: SeedDocument,
	personId: string,
	answers: readonly { seedId: string; at: string }[]
): SeedDocument {
	const own = answers.filter(({ seedId }) => seedId === seed.id).map(({ at }) => ({ personId, at }));
	return { ...seed, answeredBy: [...seed.answeredBy, ...own] };
}

async function photoOf({ database }: Tablet, { photo }: SeedDocument): Promise<Blob | null> {
	const url = `/api/photos/${photo.sha256}`;
	try {
		const own = await database.photos.get(photo.sha256);
		if (own) return own.blob;
		// The service worker keeps what it has fetched once; before it has taken over, the tablet asks in its own name.
		const kept = await fetch(url);
		const answer = kept.ok ? kept : await fetchAsDevice(database, url);
		return answer?.ok ? await answer.blob() : null;
	} catch {
		return null;
	}
}
