/** Inspects part after part with the fake camera, and reads the durations that the app itself takes. */
import type { Page } from '@playwright/test';
import { canAccept, decide, inspectReady, scanTyped, takePhoto, TILE } from '../../e2e/journey';
import { photoFrame, tilePhotos, type TileClass } from '../../fixtures/pictures';
import type { Tablet } from '../../fixtures/tablet';
import { DECISION_DURABLE, SHUTTER_TO_SUGGESTION } from '../../../src/lib/state/inspect/measure';
import type { Accessibility } from './accessibility';

export interface Quantiles {
	median: number;
	p95: number;
}

export interface LoopFigures {
	shutterToSuggestionMs: Quantiles;
	decisionDurableMs: Quantiles;
}

const PARTS = 24;
const CLASSES: TileClass[] = ['good', 'crack', 'good', 'blowhole', 'good', 'fray', 'good', 'uneven', 'good', 'break'];

export async function measureLoop({ page, camera }: Tablet, accessibility: Accessibility): Promise<LoopFigures> {
	await page.goto('/inspect');
	for (let index = 0; index < PARTS; index++) {
		const of = CLASSES[index % CLASSES.length] ?? 'good';
		const photos = tilePhotos(of);
		const photo = photos[Math.floor(index / CLASSES.length) % photos.length];
		if (photo === undefined) throw new Error(`There is no photo of the class ${of}.`);
		await inspectReady(page);
		if (index === 0) await accessibility.check(page, 'inspect, finding');
		await scanTyped(page, TILE.number);
		// The first part teaches the model from the sample pictures: done when it says so no more.
		await page.getByText(/Getting the model ready|Learning from/).waitFor({ state: 'hidden', timeout: 180_000 });
		await camera.show(await photoFrame(photo), page);
		if (index === 0) await accessibility.check(page, 'inspect, aiming');
		await takePhoto(page);
		if (index === 0) await accessibility.check(page, 'inspect, judging');
		if (await canAccept(page)) await decide(page, { verdict: 'accept' });
		else await decide(page, { verdict: 'escalate' });
	}
	return {
		shutterToSuggestionMs: quantiles(await durations(page, SHUTTER_TO_SUGGESTION)),
		decisionDurableMs: quantiles(await durations(page, DECISION_DURABLE))
	};
}

/** Durations of a measure in ms, without page changes since the first. */
async function durations(page: Page, name: string): Promise<number[]> {
	await page.waitForFunction(([of, count]) => performance.getEntriesByName(of, 'measure').length >= count, [
		name,
		PARTS
	] as const);
	return page.evaluate((of) => performance.getEntriesByName(of, 'measure').map((it) => it.duration), name);
}

function quantiles(values: number[]): Quantiles {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
	return { median: Math.round(at(0.5) * 10) / 10, p95: Math.round(at(0.95) * 10) / 10 };
}
