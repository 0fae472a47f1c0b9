/** The photo that an entry is about, and where it stands. */
import { isEntryType, type BodyOf, type EntryEnvelope } from '$lib/domain/ledger';
import { photoStanding, type PhotoStanding } from '$lib/domain/photo-standing';
import type { Core } from '../core';
import { readDocument } from '../projections';

export interface PhotoOfEntry {
	sha256: string;
	standing: PhotoStanding;
	/** The name of the tablet it was taken with; null where that is unknown. */
	tablet: string | null;
	/** Whether there is a picture to show, be it the preview alone. */
	canBeShown: boolean;
}

/** Null for entries that are about no photo. */
export async function readPhotoOf(core: Core, site: string, entry: EntryEnvelope): Promise<PhotoOfEntry | null> {
	const captureId = captureOf(entry);
	return captureId === null ? null : readPhotoOfCapture(core, site, captureId);
}

/** Null for a capture that is not on record. */
export async function readPhotoOfCapture(core: Core, site: string, captureId: string): Promise<PhotoOfEntry | null> {
	const capture = await core.db
		.selectFrom('captures')
		.select(['photo', 'device', 'at', 'received_at'])
		.where('site', '=', site)
		.where('id', '=', captureId)
		.executeTakeFirst();
	if (!capture) return null;
	const isThere = (table: 'photos' | 'thumbnails', column: 'sha256' | 'photo') =>
		core.db
			.selectFrom(table)
			.select('site')
			.where('site', '=', site)
			.where(column, '=', capture.photo)
			.executeTakeFirst();
	const [arrived, preview, device] = await Promise.all([
		isThere('photos', 'sha256'),
		isThere('thumbnails', 'photo'),
		readDocument(core.db, site, 'device', capture.device)
	]);
	const facts = {
		arrived: arrived !== undefined,
		heardAt: capture.received_at ?? capture.at,
		tabletGone: device?.revoked === true
	};
	return {
		sha256: capture.photo,
		standing: photoStanding(facts, core.now().getTime()),
		tablet: device?.name ?? null,
		canBeShown: facts.arrived || preview !== undefined
	};
}

function captureOf({ type, body }: EntryEnvelope): string | null {
	if (!isEntryType(type)) return null;
	switch (type) {
		case 'capture.recorded':
			return (body as BodyOf<'capture.recorded'>).id;
		case 'suggestion.made':
			return (body as BodyOf<'suggestion.made'>).captureId;
		case 'call.committed':
			return (body as BodyOf<'call.committed'>).captureId;
		case 'decision.made':
			return (body as BodyOf<'decision.made'>).captureId;
		default:
			return null;
	}
}
