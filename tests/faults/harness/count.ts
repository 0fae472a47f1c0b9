/** What became of promised decisions: asked of the server, once everything has been sent. */
import { faultsIn, ofType } from '../../e2e/on-server';
import type { EntryEnvelope } from '../../../src/lib/domain/ledger';
import type { Promised } from './inspector';
import type { Site } from './site';

export interface Count {
	acknowledged: number;
	/** Promised decisions of which the server lacks the capture, the suggestion, the decision or the photo. */
	lost: number;
	/** Records, captures of one photo, and decisions on one capture that the server has more than once. */
	duplicated: number;
	/** What is wrong with chains and signatures, in words. */
	faults: string[];
}

/** @param apart records that are in quarantine, as `device seq` */
export async function countOn(site: Site, promised: readonly Promised[], apart: ReadonlySet<string>): Promise<Count> {
	const entries = await site.ledger();
	const captures = ofType(entries, 'capture.recorded');
	const byPhoto = Map.groupBy(captures, photoOf);
	const suggestions = Map.groupBy(ofType(entries, 'suggestion.made'), captureOf);
	const decisions = Map.groupBy(ofType(entries, 'decision.made'), captureOf);
	let lost = 0;
	for (const { photo } of promised) {
		const id = String(byPhoto.get(photo)?.[0]?.body['id']);
		const whole = suggestions.has(id) && decisions.has(id) && (await site.hasPhoto(photo));
		if (!whole) lost++;
	}
	return {
		acknowledged: promised.length,
		lost,
		duplicated:
			surplus(Map.groupBy(entries, ({ id }) => id)) + surplus(byPhoto) + surplus(suggestions) + surplus(decisions),
		faults: await faultsIn(entries, apart)
	};
}

function photoOf({ body }: EntryEnvelope): string {
	return (body['photo'] as { sha256: string }).sha256;
}

function captureOf({ body }: EntryEnvelope): string {
	return String(body['captureId']);
}

function surplus(groups: ReadonlyMap<string, readonly unknown[]>): number {
	return [...groups.values()].reduce((sum, group) => sum + group.length - 1, 0);
}
