/** For tests: a real site in a temporary folder, and tablets that write real chains with real keys. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Capture } from '$lib/domain/capture';
import type { Decision } from '$lib/domain/decision';
import {
	canonicalBytes,
	EMPTY_CHAIN,
	headAfter,
	signedBytes,
	toBase64Url,
	type Actor,
	type ChainHead,
	type EntryEnvelope
} from '$lib/domain/ledger';
import type { Repair } from '$lib/domain/fault/repair';
import type { FaultReport } from '$lib/domain/fault/report';
import { PublicKey, type Part, type Person, type Role } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import type { Account } from './auth';
import { createEnrolmentCode, enrolDevice } from './devices';
import { appendEntries, appendServiceEntries, BY_SERVER, type Delivery, type ServiceStatement } from './ledger';
import { createSite, type SetupResult } from './setup';
import { openServer, type SiteServer } from './site-server';
import { newPlace, removePlace } from './db/test-place';
import type { StoreOptions } from './db';

export const PASSWORD = 'correct horse battery';

export const TILE: Part = {
	id: 'part-tile',
	number: 'MT-0417',
	revision: 'C',
	name: 'Magnetic tile',
	family: 'Magnetic tiles',
	gtin: null,
	classes: [{ id: 'crack', name: 'Crack', severity: 'critical' }],
	plan: { version: 1, views: [{ id: 'top', name: 'Top', hint: '', frame: { x: 0, y: 0, width: 1, height: 1 } }] },
	drawing: null,
	samplePictures: null,
	sample: true
};

/** A site with a part, an inspector, a quality engineer and a planner. */
export class TestSite {
	private constructor(
		readonly server: SiteServer,
		/** Where its data is: another server opened there is a second instance of this one. */
		readonly place: StoreOptions,
		readonly setup: SetupResult,
		readonly clock: { now: number }
	) {}

	static async open(kind: 'demo' | 'empty' = 'empty', options: { photos?: string } = {}): Promise<TestSite> {
		const place = await newPlace();
		const clock = { now: Date.parse('2026-11-22T08:00:00.000Z') };
		const server = await openServer({ ...place, now: () => new Date(clock.now), ...options });
		const setup = await createSite(server, {
			siteName: 'Test site',
			adminName: 'Ada Admin',
			username: 'ada',
			password: PASSWORD,
			kind
		});
		const site = new TestSite(server, place, setup, clock);
		await site.state(
			{ type: 'part.defined', body: TILE },
			...[person('inspector'), person('quality-engineer'), person('planner')].map((body): ServiceStatement => ({
				type: 'person.defined',
				body
			}))
		);
		return site;
	}

	get id(): string {
		return this.setup.site.id;
	}

	get admin(): Account {
		const admin = this.setup.people[0];
		if (!admin) throw new Error('a site has an admin');
		const { id: personId, name } = admin;
		return { userId: 'user', username: 'ada', personId, name, role: 'admin', sessionId: 'session' };
	}

	/** The server states these. */
	async state(...statements: ServiceStatement[]): Promise<void> {
		await this.server.db
			.transaction()
			.execute((tx) => appendServiceEntries(this.server, tx, this.id, BY_SERVER, statements));
	}

	async enrol(name: string): Promise<Tablet> {
		const { code } = await createEnrolmentCode(this.server, this.id, this.admin);
		const key = newKey();
		const { deviceId } = await enrolDevice(this.server, { code, name, publicKey: key.publicKey });
		return new Tablet(this, deviceId, key.privateKey);
	}

	push(tablet: Tablet, records: readonly object[], skewMs = 0, more: Partial<Delivery> = {}) {
		return appendEntries(this.server, {
			site: this.id,
			device: tablet.id,
			records: records.map((record) => JSON.parse(JSON.stringify(record)) as Record<string, unknown>),
			skewMs,
			...more
		});
	}

	async close(): Promise<void> {
		await this.server.close();
		await removePlace(this.place);
	}
}

export function person(role: Role): Person {
	return { id: role, name: `The ${role}`, role, active: true, sample: true };
}

export function newKey(): { privateKey: KeyObject; publicKey: PublicKey } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
	return { privateKey, publicKey: v.parse(PublicKey, { kty, crv, x, y }) };
}

/** A tablet with its own key and chain. */
export class Tablet {
	head: ChainHead = EMPTY_CHAIN;

	constructor(
		readonly site: TestSite,
		readonly id: string,
		readonly privateKey: KeyObject
	) {}

	/** Seals the next entry of the chain, by a person of this role. */
	write(type: string, body: object, changes: Partial<EntryEnvelope> = {}): EntryEnvelope {
		const unsigned = {
			v: 1 as const,
			id: uuid(),
			site: this.site.id,
			device: this.id,
			seq: this.head.seq + 1,
			prev: this.head.hash,
			at: new Date(this.site.clock.now).toISOString(),
			actor: by('inspector'),
			type,
			body: { ...body },
			...changes
		};
		const entry: EntryEnvelope = { ...unsigned, sig: this.sign(signedBytes(unsigned)) };
		this.head = headAfter(entry);
		return entry;
	}

	sign(bytes: Uint8Array): string {
		return toBase64Url(sign('sha256', bytes, { key: this.privateKey, dsaEncoding: 'ieee-p1363' }));
	}

	/** A capture, its suggestion, and the decision to accept it. */
	writeInspection(options: { photo?: string } = {}): [EntryEnvelope, EntryEnvelope, EntryEnvelope] {
		const made = capture(options.photo);
		const suggested = suggestion(made.id);
		return [
			this.write('capture.recorded', made),
			this.write('suggestion.made', suggested, { actor: BY_DEVICE }),
			this.write('decision.made', decision(suggested))
		];
	}
}

export const BY_DEVICE: Actor = { personId: null, role: null, proof: 'device' };

export function by(role: Role): Actor {
	return { personId: role, role, proof: 'pin-offline' };
}

export function capture(photo = toHex(uuid())): Capture {
	return {
		id: uuid(),
		subject: { kind: 'unit', partId: TILE.id, unitId: 'unit-1', serial: '00219' },
		scanned: null,
		workOrderId: null,
		areaId: null,
		plan: { version: 1, viewId: 'top' },
		frame: { x: 0, y: 0, width: 1, height: 1 },
		photo: { sha256: photo, mediaType: 'image/jpeg', bytes: 1000, width: 640, height: 480 },
		photoSource: 'camera',
		sample: false
	};
}

export function faultReport(changes: Partial<FaultReport> = {}): FaultReport {
	return {
		id: uuid(),
		assetId: 'asset-press-1',
		scanned: null,
		symptoms: ['pressure-low'],
		codes: [],
		text: '',
		photos: [],
		sounds: [],
		catalogueVersion: 1,
		sample: true,
		...changes
	};
}

/** Of a fault's cause; the catalogue is the demo site's. */
export function causeSuggestion(reportId: string, cause = 'pump-worn'): Suggestion {
	return {
		...suggestion(reportId),
		kind: 'fault-cause',
		candidates: [{ class: cause, probability: 0.7 }],
		coverage: null
	};
}

export function repair(report: FaultReport, suggestionId: string, changes: Partial<Repair> = {}): Repair {
	return {
		...{ id: uuid(), reportId: report.id, suggestionId, note: '' },
		...{ remedies: ['Replaced the pump'], parts: [], replaced: [], minutes: 40 },
		...changes
	};
}

export function suggestion(captureId: string): Suggestion {
	return {
		id: uuid(),
		captureId,
		kind: 'defect',
		candidates: [{ class: 'crack', probability: 0.87 }],
		conformalSet: ['crack'],
		coverage: 0.9,
		anomaly: null,
		novelty: 0.1,
		nearest: [],
		usability: [],
		heatMap: null,
		model: null,
		tookMs: 120
	};
}

export function decision(of: Suggestion, changes: Partial<Decision> = {}): Decision {
	return {
		id: uuid(),
		captureId: of.captureId,
		suggestionId: of.id,
		supersedes: null,
		note: '',
		reveal: 'suggestion-first',
		shownAt: null,
		policyVersion: 1,
		ruleId: 'everything-else',
		verdict: 'accept',
		class: 'crack',
		...changes
	} as Decision;
}

/** Any text as the 64 hexadecimal digits of a photo's name. */
function toHex(text: string): string {
	return Buffer.from(canonicalBytes(text)).toString('hex').padEnd(64, '0').slice(0, 64);
}
