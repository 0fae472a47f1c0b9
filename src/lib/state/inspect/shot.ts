/** A photo that has just been taken, before anybody has said anything about it. */
import type { Capture } from '$lib/domain/capture';
import type { View } from '$lib/domain/site';
import { newId, type PhotoFile } from '$lib/device';
import type { Job, Picture, Shot } from './job';

export function captureOf(
	job: Job,
	view: View,
	{ blob: _, thumbnail: __, ...photo }: PhotoFile,
	source: Capture['photoSource'],
	areaId: string | null
): Capture {
	return {
		id: newId(),
		subject: job.subject,
		scanned: job.scanned,
		workOrderId: job.workOrder?.id ?? null,
		areaId,
		plan: { version: job.part.plan.version, viewId: view.id },
		frame: view.frame,
		photo,
		photoSource: source,
		sample: source === 'sample'
	};
}

/** @param asksFirst whether the person is to be asked before the model's call is shown */
export function newShot(capture: Capture, photoUrl: string, suggestionId: string, asksFirst: boolean): Shot {
	return {
		capture,
		photoUrl,
		suggestionId,
		asksFirst,
		committed: null,
		suggestion: null,
		route: null,
		embedding: null,
		shownAt: null,
		usedAnyway: false,
		resumed: false
	};
}

/** For a picture that comes when no photo is wanted any more. */
export async function discardPicture({ bitmap, stored }: Picture): Promise<void> {
	const [taken] = await Promise.allSettled([bitmap, stored]);
	if (taken.status === 'fulfilled') taken.value.close();
}
