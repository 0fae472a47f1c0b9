/** What an inspection is made of: the job in hand, its photo, and the decision that can still be taken back. */
import type { Capture } from '$lib/domain/capture';
import type { CommittedCall } from '$lib/domain/committed-call';
import type { Decision } from '$lib/domain/decision';
import type { Route } from '$lib/domain/policy';
import type { Part, WorkOrder } from '$lib/domain/site';
import type { Subject } from '$lib/domain/subject';
import type { Suggestion } from '$lib/domain/suggestion';
import type { PhotoFile } from '$lib/device';
import type { Embedding } from './model';

/** What is being inspected, and how far along its plan. */
export interface Job {
	subject: Subject;
	part: Part;
	scanned: Capture['scanned'];
	workOrder: WorkOrder | null;
	viewIndex: number;
}

/** A photo of one view, and what came of it so far. */
export interface Shot {
	capture: Capture;
	/** Address of the photo while this page lives. */
	photoUrl: string;
	/** The id that the suggestion has, or will have. */
	suggestionId: string;
	/** The person is asked before the model's call is shown. */
	asksFirst: boolean;
	/** What they said then; durable. Null until they have, and where nobody asked. */
	committed: CommittedCall | null;
	/** Null while the model looks. */
	suggestion: Suggestion | null;
	route: Route | null;
	embedding: Embedding | null;
	/** When the suggestion was first visible; null before. */
	shownAt: string | null;
	/** The person wants to go on although the photo is hard to judge. */
	usedAnyway: boolean;
	/** Told once: this shot was begun before the last restart. */
	resumed: boolean;
}

/** A decision that is durable and can still be taken back. */
export interface Saved {
	decision: Decision;
	job: Job;
	shot: Shot;
	/** Milliseconds on `performance.now()`'s clock. */
	until: number;
}

/** `commit`: the person's own call is asked for, and nothing of the model's may be seen. */
export type Phase = 'find' | 'aim' | 'thinking' | 'commit' | 'unusable' | 'judge';

/** A picture on its way to being a capture: the bitmap for the model first, the file for the record as soon as it is written. */
export interface Picture {
	bitmap: Promise<ImageBitmap>;
	stored: Promise<PhotoFile>;
}
