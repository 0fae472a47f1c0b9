/** What lies over an audit for a moment: the camera, a photo to draw on, a signature, a reason. One at a time. */
import type { Asked } from '$lib/domain/audit/reading';

export type Sheet =
	| { kind: 'photo'; asked: Asked }
	/** `asked` is null where a machine is looked for on a walk. */
	| { kind: 'code'; asked: Asked | null }
	| { kind: 'marks'; asked: Asked; sha256: string }
	| { kind: 'sign'; asked: Asked }
	| { kind: 'skip'; all: readonly Asked[]; title: string }
	| { kind: 'abandon' }
	| { kind: 'finish' };

export class Sheets {
	#open = $state.raw<Sheet | null>(null);

	get open(): Sheet | null {
		return this.#open;
	}

	show(sheet: Sheet): void {
		this.#open = sheet;
	}

	close(): void {
		this.#open = null;
	}
}
