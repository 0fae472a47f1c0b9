/** Answers a touch can be felt and heard: short tones made on the spot, so that nothing has to be loaded. */

export type Feedback = 'tap' | 'scanned' | 'shutter' | 'done' | 'refused';

interface Signal {
	/** Frequency in Hz and length in ms, one after the other. */
	tones: readonly (readonly [hertz: number, ms: number])[];
	/** Vibration, pause, vibration … in ms. */
	vibration: readonly number[];
}

const SIGNALS: Record<Feedback, Signal> = {
	tap: { tones: [[880, 25]], vibration: [15] },
	scanned: { tones: [[1320, 90]], vibration: [40] },
	shutter: {
		tones: [
			[1760, 30],
			[990, 40]
		],
		vibration: [30]
	},
	done: {
		tones: [
			[880, 70],
			[1320, 110]
		],
		vibration: [40, 40, 60]
	},
	refused: {
		tones: [
			[330, 140],
			[220, 220]
		],
		vibration: [120, 60, 120]
	}
};

const VOLUME = 0.25;
/** Long enough not to click at the ends of a tone. */
const RAMP_S = 0.006;

let audio: AudioContext | null = null;

/** Plays a signal, as far as the device can and the person wants it. Never throws and never waits. */
export function giveFeedback(feedback: Feedback, wanted: { sound: boolean; vibration: boolean }): void {
	const signal = SIGNALS[feedback];
	// Chromium warns where no touch has allowed vibration yet.
	if (wanted.vibration && 'vibrate' in navigator && navigator.userActivation?.hasBeenActive !== false) {
		navigator.vibrate([...signal.vibration]);
	}
	if (wanted.sound) play(signal);
}

function play(signal: Signal): void {
	try {
		audio ??= new AudioContext({ latencyHint: 'interactive' });
		// Browsers keep sound off until the first touch; a tone made before is simply not heard.
		if (audio.state !== 'running') void audio.resume().catch(() => undefined);
		let at = audio.currentTime;
		for (const [hertz, ms] of signal.tones) {
			const end = at + ms / 1000;
			const oscillator = new OscillatorNode(audio, { frequency: hertz, type: 'triangle' });
			const gain = new GainNode(audio, { gain: 0 });
			gain.gain.setValueAtTime(0, at);
			gain.gain.linearRampToValueAtTime(VOLUME, at + RAMP_S);
			gain.gain.setValueAtTime(VOLUME, Math.max(at + RAMP_S, end - RAMP_S));
			gain.gain.linearRampToValueAtTime(0, end);
			oscillator.connect(gain).connect(audio.destination);
			oscillator.start(at);
			oscillator.stop(end);
			at = end;
		}
	} catch {
		// No sound device: the screen and the vibration answer alone.
	}
}
