/** An enrolled tablet in memory with people who can sign in, and a clock of its own. For tests only. */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { vi } from 'vitest';
import type { PersonDocument } from '$lib/domain/pin';
import type { Role } from '$lib/domain/site';
import { DEFAULT_SITE_SETTINGS, type SiteSettings } from '$lib/domain/site-settings';
import { LocalDatabase, writeSetting } from '$lib/local-db';
import { Tablet } from '../tablet.svelte';

const ITERATIONS = 1000;

function verifierFor(pin: string) {
	const salt = randomBytes(16);
	const hash = pbkdf2Sync(pin, salt, ITERATIONS, 32, 'sha256').toString('base64url');
	return { salt: salt.toString('base64url'), iterations: ITERATIONS, hash };
}

export function floorPerson(id: string, role: Role, pin: string): PersonDocument {
	return { id, name: id, role, active: true, sample: false, pin: verifierFor(pin) };
}

export class Floor {
	tablet: Tablet;
	#position = 0;

	private constructor(
		public database: LocalDatabase,
		public now: number
	) {
		this.tablet = this.#newTablet();
	}

	/** Stubs the browser: call `vi.unstubAllGlobals` afterwards. */
	static async open(people: readonly PersonDocument[]): Promise<Floor> {
		vi.stubGlobal('document', { documentElement: { dataset: {} }, addEventListener() {}, removeEventListener() {} });
		vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
		vi.stubGlobal('addEventListener', () => undefined);
		vi.stubGlobal('removeEventListener', () => undefined);
		vi.stubGlobal('navigator', { onLine: false, locks: navigator.locks });
		const floor = new Floor(new LocalDatabase(`floor-${v7()}`), Date.parse('2026-11-22T10:00:00.000Z'));
		const keyPair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
		await writeSetting(floor.database, 'identity', {
			deviceId: 'tablet-1',
			deviceName: 'Press line',
			siteId: 'site-1',
			keyPair,
			enrolledAt: new Date(floor.now).toISOString()
		});
		for (const person of people) await floor.pulled('person', person.id, person);
		await floor.tablet.start();
		return floor;
	}

	close(): void {
		this.tablet.stop();
		this.database.close();
		vi.unstubAllGlobals();
	}

	/** The tablet is switched off and on. */
	async restart(): Promise<void> {
		this.tablet.stop();
		this.database.close();
		this.database = new LocalDatabase(this.database.name);
		this.tablet = this.#newTablet();
		await this.tablet.start();
	}

	/** A document has come from the server. */
	async pulled(kind: string, id: string, value: object): Promise<void> {
		await this.database.documents.put({ kind, id, position: ++this.#position, value });
	}

	async configured(settings: Partial<SiteSettings>): Promise<void> {
		await this.pulled('site-settings', 'current', { ...DEFAULT_SITE_SETTINGS, ...settings });
		await vi.waitFor(() => {
			const read: Partial<SiteSettings> = this.tablet.register.settings;
			const differs = (key: keyof SiteSettings) => JSON.stringify(read[key]) !== JSON.stringify(settings[key]);
			if ((Object.keys(settings) as (keyof SiteSettings)[]).some(differs)) throw new Error('not read yet');
		});
	}

	async recordedTypes(): Promise<string[]> {
		return (await this.database.entries.orderBy('seq').toArray()).map(({ type }) => type);
	}

	#newTablet(): Tablet {
		return new Tablet({ database: this.database, now: () => this.now });
	}
}
