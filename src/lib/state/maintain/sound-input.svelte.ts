/** The microphone on the maintain screen: loaded with its first use, and never needed. */
import type { SoundFile, SoundRecorder, SoundState } from '$lib/device/sound';

export class SoundInput {
	readonly #take: (file: SoundFile) => void;
	#state = $state.raw<SoundState>({ kind: 'idle' });
	#recorder: SoundRecorder | null = null;

	constructor(take: (file: SoundFile) => void) {
		this.#take = take;
	}

	get state(): SoundState {
		return this.#state;
	}

	async record(): Promise<void> {
		const { SoundRecorder } = await import('$lib/device/sound');
		this.#recorder ??= new SoundRecorder((state) => (this.#state = state));
		const file = await this.#recorder.record();
		if (file) this.#take(file);
	}

	stop(): void {
		this.#recorder?.stop();
	}
}
