/** How this tablet looks, sounds and reads, kept over restarts. */
import { readSetting, writeSetting, type LocalDatabase, type SettingOf } from '$lib/local-db';
import { getLocale, locales, setLocale } from '$lib/messages';

type Kept = SettingOf<'preferences'>;
export type Theme = Kept['theme'];
export type Hand = Kept['hand'];
export type Locale = (typeof locales)[number];

const AT_FIRST: Kept = { theme: 'system', hand: 'right', sound: true, vibration: true };

export class Preferences {
	readonly #database: LocalDatabase;
	#kept = $state.raw<Kept>(AT_FIRST);
	#darkSystem: MediaQueryList | null = null;
	readonly #show = () => {
		const { theme, hand } = this.#kept;
		const shown = theme === 'system' ? (this.#darkSystem?.matches ? 'dark' : 'light') : theme;
		Object.assign(document.documentElement.dataset, { theme: shown, hand });
	};

	constructor(database: LocalDatabase) {
		this.#database = database;
	}

	get theme(): Theme {
		return this.#kept.theme;
	}
	get hand(): Hand {
		return this.#kept.hand;
	}
	get sound(): boolean {
		return this.#kept.sound;
	}
	get vibration(): boolean {
		return this.#kept.vibration;
	}
	/** Which ways of answering a touch the person wants. */
	get feedback(): { sound: boolean; vibration: boolean } {
		const { sound, vibration } = this.#kept;
		return { sound, vibration };
	}
	get locale(): Locale {
		return getLocale();
	}
	get locales(): readonly Locale[] {
		return locales;
	}

	/** Reads what was kept and shows theme and hand on the page's root; with the system's theme, follows it. */
	async start(): Promise<void> {
		this.#kept = (await readSetting(this.#database, 'preferences')) ?? AT_FIRST;
		this.#darkSystem = matchMedia('(prefers-color-scheme: dark)');
		this.#darkSystem.addEventListener('change', this.#show);
		this.#show();
	}

	stop(): void {
		this.#darkSystem?.removeEventListener('change', this.#show);
	}

	/** Takes effect at once; resolves when it is kept. */
	async change(change: Partial<Kept>): Promise<void> {
		this.#kept = { ...this.#kept, ...change };
		this.#show();
		await writeSetting(this.#database, 'preferences', this.#kept);
	}

	/** Loads the page again in this language: nothing that has been kept is lost. */
	changeLocale(locale: Locale): void {
		void setLocale(locale);
	}
}
