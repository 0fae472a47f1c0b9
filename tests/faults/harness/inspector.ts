/** An inspector with a tablet: decides by the screen alone, and keeps what the screen promised. */
import type { Page } from '@playwright/test';
import {
	canAccept,
	chooseSamplePart,
	decide,
	expect,
	INSPECTOR,
	inspectReady,
	judged,
	press,
	readyForOffline,
	scanTyped,
	signIn,
	syncState,
	type Call
} from '../../e2e/journey';
import { Tablet } from '../../fixtures/tablet';
import { waitingOn } from './local-database';
import { freshPhoto, type FreshPhoto, type PhotoSize } from './photos';
import type { Site } from './site';

/** A decision of which the screen said that it is saved. */
export interface Promised {
	/** SHA-256 of its photo, which no other decision has. */
	photo: string;
}

export interface Person {
	name: string;
	pin: string;
}

/** Inspectors of the demo site. */
export const PEOPLE: readonly Person[] = [INSPECTOR, { name: 'Tomás Ruiz', pin: '135792' }];

/** A photo to take. */
export interface Shot {
	size?: PhotoSize;
	/** The tab; the one in front unless told otherwise. */
	page?: Page;
	/** Typed below the code; a sample part is chosen where there is none. */
	code?: string;
}

export interface InspectorOptions {
	person?: Person;
	/** The tablet's name. */
	name?: string;
	/** More for Chromium's command line. */
	args?: string[];
	/** Runs in every page before the app does. */
	initScript?: string;
}

export interface Settled {
	/** What the tablet says of its queue once all of it has left. */
	badge?: string | RegExp;
	withinMs?: number;
}

/** What runs these tests marks functions with their names by a function of its own, which pages do not have. */
const NAMES_KEPT = 'globalThis.__name = (marked) => marked;';

/** With a part in hand: the file in the place of the camera's photo, up to the suggestion. */
export async function takeFrom(page: Page, photo: FreshPhoto): Promise<void> {
	await page.locator('input[type=file]').setInputFiles(photo);
	await judged(page);
}

const WHO = 'Who is working here?';

/** Accepts where the model has named something to accept, and hands over to somebody else where not. */
async function possibleCall(page: Page): Promise<Call> {
	return (await canAccept(page)) ? { verdict: 'accept' } : { verdict: 'escalate' };
}

export class Inspector {
	readonly tablet: Tablet;
	readonly promised: Promised[] = [];
	/** Records that belong in quarantine, as `device seq`: the ledger goes on without them. */
	readonly apart = new Set<string>();
	readonly #site: Site;
	readonly #options: InspectorOptions;

	private constructor(site: Site, tablet: Tablet, options: InspectorOptions) {
		this.#site = site;
		this.tablet = tablet;
		this.#options = options;
	}

	/** A tablet in the hands of somebody, the model warm, the app ready to start without a network, and everything sent. */
	static async open(site: Site, options: InspectorOptions = {}): Promise<Inspector> {
		const tablet = await Tablet.open({ origin: site.origin, args: options.args ?? [] });
		const inspector = new Inspector(site, tablet, options);
		await inspector.#prepare();
		await inspector.enrol();
		await readyForOffline(inspector.page);
		await inspectReady(inspector.page);
		await inspector.decide();
		await inspector.drained();
		return inspector;
	}

	get page(): Page {
		return this.tablet.page;
	}

	/** The tablet's name. */
	get name(): string {
		return this.#options.name ?? 'Tablet 1';
	}

	get person(): Person {
		return this.#options.person ?? INSPECTOR;
	}

	/** Makes the browser a tablet of the site, with a new code of the admin, and signs the person in. */
	async enrol(): Promise<void> {
		const query = new URLSearchParams({ code: await this.#site.code(), name: this.name, now: '1' });
		await this.page.goto(`/enrol?${query}`);
		await expect(this.page.getByRole('heading', { name: WHO })).toBeVisible();
		await this.signIn();
	}

	/** From the page that says that the tablet must be registered again. */
	async registerAgain(): Promise<void> {
		await this.page.getByLabel('One-time code').fill(await this.#site.code());
		await this.page.getByLabel('Name of this tablet').fill(this.name);
		await this.page.getByRole('button', { name: 'Register', exact: true }).click();
		await expect(this.page.getByRole('heading', { name: WHO })).toBeVisible();
		await this.signIn();
	}

	/** Does what the screen says until the tablet works again, and gives back what it said first. */
	async recover(): Promise<string> {
		const heading = this.page.getByRole('heading', { level: 1 });
		await expect(heading).not.toHaveText('');
		const said = await heading.innerText();
		const { page } = this;
		if ((await page.getByRole('button', { name: 'Start over' }).count()) > 0) {
			await page.getByRole('button', { name: 'Start over' }).click();
			await page.getByRole('button', { name: 'Empty and start over' }).click();
			await expect(page.getByRole('heading', { name: /^Register this tablet/ })).toBeVisible();
		}
		if (await page.getByLabel('One-time code').isVisible()) await this.registerAgain();
		else await this.unlock();
		return said;
	}

	/** Somebody else takes the tablet, and gives it back. */
	async handOver(): Promise<void> {
		for (const person of [PEOPLE.find(({ name }) => name !== this.person.name) ?? this.person, this.person]) {
			await this.page.goto('/unlock');
			await signIn(this.page, person);
		}
	}

	/** Waits until the tablet has locked itself, which it sees at the next touch, and signs the person in again. */
	async signInAfterLock(): Promise<void> {
		await this.page.keyboard.press('Shift');
		await expect(this.page.getByRole('heading', { name: WHO })).toBeVisible();
		await this.signIn();
	}

	/** Signs the person in again where the tablet has locked itself; true when it had. */
	async unlock(): Promise<boolean> {
		const title = this.page.getByRole('heading', { name: new RegExp(`^(Scan a part|${WHO.replace('?', '\\?')})$`) });
		await expect(title).toBeVisible();
		if ((await title.innerText()) !== WHO) return false;
		await this.signIn();
		return true;
	}

	async signIn(): Promise<void> {
		await signIn(this.page, this.person);
	}

	/** One part: photo, suggestion, verdict; kept as promised when the screen says that it is saved. */
	async decide(shot: Shot = {}): Promise<Promised> {
		const photo = await this.photograph(shot);
		await this.judge(shot.page);
		return this.keepPromise(photo);
	}

	async decideSeveral(count: number, shot: Shot = {}): Promise<void> {
		for (let index = 0; index < count; index++) await this.decide(shot);
	}

	/** Up to the suggestion: the verdict is still to be given. */
	async photograph({ size = 'small', page = this.page, code }: Shot = {}): Promise<FreshPhoto> {
		const photo = await freshPhoto(size);
		if (code === undefined) await chooseSamplePart(page);
		else await scanTyped(page, code);
		await takeFrom(page, photo);
		return photo;
	}

	/** Gives a verdict on the photo in hand: accepts where there is something to accept. */
	async judge(page = this.page): Promise<void> {
		await decide(page, await possibleCall(page));
	}

	/** As `judge`, whatever comes of it. */
	async press(): Promise<void> {
		await press(this.page, await possibleCall(this.page));
	}

	/** The screen has said that the decision about this photo is saved. */
	keepPromise({ sha256 }: FreshPhoto): Promised {
		const promise = { photo: sha256 };
		this.promised.push(promise);
		return promise;
	}

	/**
	 * Waits until the tablet says that the server has everything, and holds nothing more itself. It gets there alone: nothing is
	 * pressed.
	 */
	async drained({ badge = 'All sent', withinMs = 60_000 }: Settled = {}): Promise<void> {
		await expect.poll(() => waitingOn(this.page), { timeout: withinMs }).toEqual({ entries: 0, photos: 0 });
		await expect(syncState(this.page)).toHaveText(badge, { timeout: withinMs });
	}

	/** The browser starts again on the same profile, and the app from there. */
	async startAgain(): Promise<void> {
		await this.startUp();
		await this.unlock();
	}

	/**
	 * As `startAgain`, up to whatever the app then shows.
	 * @param before done when the browser is there and the app is not; what it gives is given back
	 */
	async startUp<T>(before: () => Promise<T>): Promise<T>;
	async startUp(): Promise<void>;
	async startUp<T>(before?: () => Promise<T>): Promise<T | undefined> {
		await this.tablet.start();
		await this.#prepare();
		const given = await before?.();
		await this.page.goto('/inspect');
		return given;
	}

	async dispose(): Promise<void> {
		await this.tablet.dispose();
	}

	async #prepare(): Promise<void> {
		await this.tablet.context.addInitScript(NAMES_KEPT);
		if (this.#options.initScript) await this.tablet.context.addInitScript(this.#options.initScript);
	}
}
