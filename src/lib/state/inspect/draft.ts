/** A shot that was begun and not decided, kept for its person over a restart. */
import type { Capture } from '$lib/domain/capture';
import type { CommittedCall } from '$lib/domain/committed-call';
import type { Route } from '$lib/domain/policy';
import type { Part, WorkOrder } from '$lib/domain/site';
import type { Subject } from '$lib/domain/subject';
import type { Suggestion } from '$lib/domain/suggestion';
import { newId } from '$lib/device';
import { dropDraft, keepDraft, readCommittedCall, readDraft, type LocalDatabase } from '$lib/local-db';
import type { Job, Shot } from './job';
import type { Embedding } from './model';

/** Everything but what can be found again: the part in the register, the photo among the photos. */
export interface ShotDraft {
	subject: Subject;
	partId: string;
	scanned: Capture['scanned'];
	workOrder: WorkOrder | null;
	viewIndex: number;
	capture: Capture;
	suggestion: Suggestion | null;
	route: Route | null;
	embedding: Embedding | null;
	/** Drafts of older apps have none of these. */
	suggestionId?: string;
	asksFirst?: boolean;
	committed?: CommittedCall | null;
	shownAt?: string | null;
}

export function draftOf(job: Job, shot: Shot): ShotDraft {
	const { subject, part, scanned, workOrder, viewIndex } = job;
	const { photoUrl: _, usedAnyway: __, resumed: ___, ...kept } = shot;
	return { subject, partId: part.id, scanned, workOrder, viewIndex, ...kept };
}

export async function keepShot(database: LocalDatabase, personId: string, draft: ShotDraft): Promise<void> {
	await keepDraft(database, {
		personId,
		capture: draft.capture,
		viewIndex: draft.viewIndex,
		state: draft,
		at: new Date().toISOString()
	});
}

export async function dropShot(database: LocalDatabase, personId: string): Promise<void> {
	await dropDraft(database, personId);
}

/** Null when there is none, or its part or photo is gone; then nothing can be resumed and the draft is dropped. */
export async function findShot(
	database: LocalDatabase,
	personId: string,
	partById: (id: string) => Part | null
): Promise<{ job: Job; shot: Shot; bitmap: ImageBitmap } | null> {
	const kept = await readDraft(database, personId);
	if (!kept) return null;
	// Written by this file alone, in this app's own database.
	const draft = kept.state as ShotDraft;
	const part = partById(draft.partId);
	const photo = await database.photos.get(draft.capture.photo.sha256);
	if (!part || !photo) {
		await dropDraft(database, personId);
		return null;
	}
	const { subject, scanned, workOrder, viewIndex, capture, suggestion, route, embedding } = draft;
	const { suggestionId = suggestion?.id ?? newId(), shownAt = null } = draft;
	const asksFirst = draft.asksFirst ?? route?.consequence.reveal === 'commit-first';
	// The ledger knows of a call whose draft was not written any more: whoever has committed is not asked again.
	const committed = asksFirst ? (draft.committed ?? (await readCommittedCall(database, personId, capture.id))) : null;
	return {
		job: { subject, part, scanned, workOrder, viewIndex },
		shot: {
			capture,
			photoUrl: URL.createObjectURL(photo.blob),
			suggestionId,
			asksFirst,
			committed,
			suggestion,
			route,
			embedding,
			shownAt,
			usedAnyway: false,
			resumed: true
		},
		bitmap: await createImageBitmap(photo.blob)
	};
}
