/** A short recording of what a machine sounds like. */
import { MAX_SOUND_BYTES, MAX_SOUND_SECONDS, SOUND_TYPES, type Sound } from '$lib/domain/sound';
import { SoundFailed, soundError, type SoundError } from './microphone-errors';
import { hashPhoto } from './photo';

/** A sound's content and its facts. */
export interface SoundFile extends Sound {
	blob: Blob;
}

export type SoundState =
	| { kind: 'idle' }
	| { kind: 'starting' }
	/** `level`: how loud it is now, 0 … 1. */
	| { kind: 'recording'; seconds: number; level: number }
	| { kind: 'failed'; error: SoundError };

/** Speech would be served by them; a machine's noise is what they take away. */
const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
/** Enough for a squeal or a rattle; 15 s are some 180 kB. */
const BITS_PER_SECOND = 96_000;
const LEVEL_EVERY_MS = 100;
/** Quiet rooms lie about 60 dB below full scale: there the bar is empty. */
const QUIETEST_DB = -60;

/** One recording after the other. Every change is told; the microphone is open only while something is recorded. */
export class SoundRecorder {
	readonly #changed: (state: SoundState) => void;
	#recording: { end: () => void } | null = null;

	constructor(changed: (state: SoundState) => void) {
		this.#changed = changed;
	}

	/** Records until `stop`, or until it is as long as a sound may be. Null where nothing was recorded: a change of state says why. */
	async record(): Promise<SoundFile | null> {
		if (this.#recording) return null;
		this.#changed({ kind: 'starting' });
		try {
			const mediaType = SOUND_TYPES.find((type) => MediaRecorder.isTypeSupported(type));
			if (!mediaType) throw new SoundFailed('NotSupported');
			const stream = await navigator.mediaDevices.getUserMedia({ audio: AS_IT_IS, video: false });
			const file = await this.#run(stream, mediaType);
			this.#changed({ kind: 'idle' });
			return file;
		} catch (error) {
			this.#changed({ kind: 'failed', error: soundError(error) });
			return null;
		}
	}

	/** Ends the recording; what there is of it is kept. */
	stop(): void {
		this.#recording?.end();
	}

	async #run(stream: MediaStream, mediaType: Sound['mediaType']): Promise<SoundFile | null> {
		const recorder = new MediaRecorder(stream, { mimeType: mediaType, audioBitsPerSecond: BITS_PER_SECOND });
		const meter = new LevelMeter(stream);
		const pieces: Blob[] = [];
		const begun = performance.now();
		const secondsNow = () => Math.min(MAX_SOUND_SECONDS, (performance.now() - begun) / 1000);
		const clock = setInterval(() => {
			this.#changed({ kind: 'recording', seconds: secondsNow(), level: meter.level() });
			if (secondsNow() >= MAX_SOUND_SECONDS) this.stop();
		}, LEVEL_EVERY_MS);
		try {
			await new Promise<void>((resolve, reject) => {
				recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
				recorder.addEventListener('stop', () => resolve());
				recorder.addEventListener('error', () => reject(new SoundFailed('RecorderError')));
				this.#recording = { end: () => recorder.state !== 'inactive' && recorder.stop() };
				recorder.start();
			});
		} finally {
			clearInterval(clock);
			meter.close();
			for (const track of stream.getTracks()) track.stop();
			this.#recording = null;
		}
		const seconds = Math.round(secondsNow() * 10) / 10;
		const blob = new Blob(pieces, { type: mediaType });
		if (blob.size === 0) return null;
		if (blob.size > MAX_SOUND_BYTES) throw new SoundFailed('TooLarge');
		return { blob, sha256: await hashPhoto(blob), mediaType, bytes: blob.size, seconds };
	}
}

/** How loud a microphone is. */
class LevelMeter {
	readonly #audio = new AudioContext();
	readonly #analyser: AnalyserNode;
	readonly #samples: Float32Array<ArrayBuffer>;

	constructor(stream: MediaStream) {
		this.#analyser = new AnalyserNode(this.#audio, { fftSize: 2048 });
		this.#audio.createMediaStreamSource(stream).connect(this.#analyser);
		this.#samples = new Float32Array(this.#analyser.fftSize);
	}

	/** 0 silent … 1 as loud as it can be, by decibels. */
	level(): number {
		this.#analyser.getFloatTimeDomainData(this.#samples);
		const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
		const decibels = 10 * Math.log10(Math.max(power, 1e-12));
		return Math.max(0, Math.min(1, 1 - decibels / QUIETEST_DB));
	}

	close(): void {
		void this.#audio.close();
	}
}
