/** Putting the app on the home screen: how it is done here, and why it matters. */

/** Chromium's event; not in TypeScript's library, as it is no standard. */
interface InstallPromptEvent extends Event {
	prompt(): Promise<void>;
	readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/**
 * `installed`: runs from the home screen. `prompt`: the browser can ask. `home-screen`: an iPad or iPhone, where it is done by hand
 * from the share menu, and where WebKit clears what a site left unused for 7 days has stored. `browser-menu`: anything else.
 */
export type InstallWay = 'installed' | 'prompt' | 'home-screen' | 'browser-menu';

export function isStandalone(): boolean {
	const iosStandalone = 'standalone' in navigator && navigator.standalone === true;
	return iosStandalone || matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches;
}

/** An iPad calls itself a Mac; only it has more than one touch point. */
export function isAppleTablet(): boolean {
	const { userAgent, maxTouchPoints } = navigator;
	return /iPad|iPhone|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

/** Catches the browser's offer to install, which comes once and early: make one at the start of the page. */
export class Installer {
	#event: InstallPromptEvent | null = null;
	readonly #changed: (way: InstallWay) => void;
	readonly #stop = new AbortController();

	constructor(changed: (way: InstallWay) => void) {
		this.#changed = changed;
		const { signal } = this.#stop;
		addEventListener(
			'beforeinstallprompt',
			(event) => {
				event.preventDefault();
				this.#event = event as InstallPromptEvent;
				this.#changed(this.way);
			},
			{ signal }
		);
		addEventListener(
			'appinstalled',
			() => {
				this.#event = null;
				this.#changed('installed');
			},
			{ signal }
		);
	}

	get way(): InstallWay {
		if (isStandalone()) return 'installed';
		if (this.#event) return 'prompt';
		return isAppleTablet() ? 'home-screen' : 'browser-menu';
	}

	/** Shows the browser's question; true when the person agreed. Only from a touch or click, and only where `way` is `prompt`. */
	async prompt(): Promise<boolean> {
		const event = this.#event;
		if (!event) return false;
		this.#event = null;
		await event.prompt();
		const { outcome } = await event.userChoice;
		this.#changed(this.way);
		return outcome === 'accepted';
	}

	stop(): void {
		this.#stop.abort();
	}
}
