/** The site's register as this tablet has it: parts, people and work orders, kept current by itself. Its cases are read by the page. */
import { PersonDocument, worksOnFloor, type PinVerifier } from '$lib/domain/pin';
import { FIRST_POLICY, Policy } from '$lib/domain/policy';
import { Area, Asset, Device, GOOD, Part, Site, Unit, WorkOrder, type Person } from '$lib/domain/site';
import { DEFAULT_SITE_SETTINGS, SiteSettings } from '$lib/domain/site-settings';
import type { Tightened } from '$lib/domain/tightened';
import { changedDocuments, liveQuery, OWN_POSITION, type LocalDatabase, type StoredDocument } from '$lib/local-db';
import type { Register as ScanRegister } from '$lib/scan/identify';
import * as v from 'valibot';
import { Shelf } from './shelf.svelte';

const SCHEMAS = {
	site: Site,
	area: Area,
	asset: Asset,
	part: Part,
	person: PersonDocument,
	'work-order': WorkOrder,
	unit: Unit,
	device: Device,
	policy: Policy,
	'site-settings': SiteSettings
} as const;
type Kind = keyof typeof SCHEMAS;
const KINDS = Object.keys(SCHEMAS) as Kind[];
type ValueOf<K extends Kind> = v.InferOutput<(typeof SCHEMAS)[K]>;

/** A document that is not what it should be: left out, and everything else goes on. */
export interface SkippedDocument {
	kind: string;
	id: string;
	/** Where it is wrong, as a dotted path. */
	path: string;
}

const collator = new Intl.Collator(undefined, { numeric: true });
const byName = (one: { name: string }, other: { name: string }) => collator.compare(one.name, other.name);
const byNumber = (one: { number: string }, other: { number: string }) => collator.compare(one.number, other.number);

export class Register implements ScanRegister {
	readonly #database: LocalDatabase;
	readonly #shelves: { [K in Kind]: Shelf<ValueOf<K>> } = {
		site: new Shelf<Site>(),
		area: new Shelf<Area>(byName),
		asset: new Shelf<Asset>(byName),
		part: new Shelf<Part>(byNumber),
		person: new Shelf<PersonDocument>(byName),
		'work-order': new Shelf<WorkOrder>(byNumber),
		unit: new Shelf<Unit>(),
		device: new Shelf<Device>(byName),
		policy: new Shelf<Policy>((one, other) => other.version - one.version),
		'site-settings': new Shelf<SiteSettings>()
	};
	readonly #people: readonly Person[] = $derived(this.#shelves.person.all.map(withoutPin));
	readonly #floorPeople: readonly Person[] = $derived(
		this.#people.filter(({ active, role, id }) => active && worksOnFloor(role) && this.verifierOf(id) !== null)
	);
	readonly #skipped = new Shelf<SkippedDocument>();
	/** Positions up to here have been read: only what lies above, and this tablet's own, is read again after a change. */
	#cursor = OWN_POSITION;
	#subscription: { unsubscribe(): void } | null = null;

	constructor(database: LocalDatabase) {
		this.#database = database;
	}

	get site(): Site | null {
		return this.#shelves.site.all[0] ?? null;
	}
	get areas(): readonly Area[] {
		return this.#shelves.area.all;
	}
	get assets(): readonly Asset[] {
		return this.#shelves.asset.all;
	}
	get parts(): readonly Part[] {
		return this.#shelves.part.all;
	}
	/** Everybody at the site, those who have left included: their records keep their names. */
	get people(): readonly Person[] {
		return this.#people;
	}
	/** Who can sign in at this tablet. */
	get floorPeople(): readonly Person[] {
		return this.#floorPeople;
	}
	get workOrders(): readonly WorkOrder[] {
		return this.#shelves['work-order'].all;
	}
	get units(): readonly Unit[] {
		return this.#shelves.unit.all;
	}
	get devices(): readonly Device[] {
		return this.#shelves.device.all;
	}
	/** The newest policy; before one has arrived, the first: a person decides everything. */
	get policy(): Policy {
		return this.#shelves.policy.all[0] ?? FIRST_POLICY;
	}
	/** What the site has decided about its tablets; before that has arrived, the defaults. */
	get settings(): SiteSettings {
		return this.#shelves['site-settings'].all[0] ?? DEFAULT_SITE_SETTINGS;
	}
	get skipped(): readonly SkippedDocument[] {
		return this.#skipped.all;
	}
	/** True until the first documents have come. */
	get empty(): boolean {
		return Object.values(this.#shelves).every((shelf) => shelf.size === 0);
	}

	areaById(id: string): Area | null {
		return this.#shelves.area.get(id);
	}
	assetById(id: string): Asset | null {
		return this.#shelves.asset.get(id);
	}
	partById(id: string): Part | null {
		return this.#shelves.part.get(id);
	}
	personById(id: string): Person | null {
		const person = this.#shelves.person.get(id);
		return person && withoutPin(person);
	}
	workOrderById(id: string): WorkOrder | null {
		return this.#shelves['work-order'].get(id);
	}
	unitById(id: string): Unit | null {
		return this.#shelves.unit.get(id);
	}
	deviceById(id: string): Device | null {
		return this.#shelves.device.get(id);
	}

	async partsByGtin(gtin: string): Promise<Part[]> {
		return this.parts.filter((part) => part.gtin === gtin);
	}
	async partsByNumber(number: string): Promise<Part[]> {
		return this.parts.filter((part) => part.number === number);
	}
	async assetsByCode(code: string): Promise<Asset[]> {
		return this.assets.filter((asset) => asset.code === code);
	}
	async unitsBySerial(partId: string, serial: string): Promise<Unit[]> {
		return this.units.filter((unit) => unit.serial === serial && unit.partId === partId);
	}
	async unitsByLot(partId: string, lot: string): Promise<Unit[]> {
		return this.units.filter((unit) => unit.lot === lot && unit.partId === partId);
	}
	async workOrdersByNumber(number: string): Promise<WorkOrder[]> {
		return this.workOrders.filter((order) => order.number === number);
	}

	/** Class ids that a capture of this part can have, `good` first. */
	classesOf(part: Part): string[] {
		return [GOOD, ...part.classes.map(({ id }) => id)];
	}

	/** How this person's PIN is checked here; null where they have none. */
	verifierOf(personId: string): PinVerifier | null {
		return this.#shelves.person.get(personId)?.pin ?? null;
	}

	/** Since when and why this person's oversight is tightened, as far as this tablet has heard; null when it is not. */
	tightenedOf(personId: string | null): Tightened | null {
		return this.#shelves.person.get(personId ?? '')?.tightened ?? null;
	}

	/** Resolves once everything on the disk has been read; follows changes from then on, other tabs' too. */
	async start(): Promise<void> {
		this.stop();
		this.#cursor = OWN_POSITION;
		for (const shelf of Object.values(this.#shelves)) shelf.clear();
		this.#skipped.clear();
		await new Promise<void>((resolve, reject) => {
			this.#subscription = liveQuery(() => this.#changed()).subscribe({
				next: (documents) => {
					this.#take(documents);
					resolve();
				},
				error: reject
			});
		});
	}

	stop(): void {
		this.#subscription?.unsubscribe();
		this.#subscription = null;
	}

	async #changed(): Promise<StoredDocument[]> {
		return (await Promise.all(KINDS.map((kind) => changedDocuments(this.#database, kind, this.#cursor)))).flat();
	}

	#take(documents: readonly StoredDocument[]): void {
		const changes = new Map<Kind, [string, unknown][]>();
		const skipped: [string, SkippedDocument | null][] = [];
		for (const document of documents) {
			const { kind, id, position, value } = document;
			this.#cursor = Math.max(this.#cursor, position);
			// A kind of a newer server: nothing here could show it.
			if (!isKind(kind)) continue;
			const parsed = v.safeParse(SCHEMAS[kind], value);
			const list = changes.get(kind) ?? [];
			list.push([id, parsed.success ? parsed.output : null]);
			changes.set(kind, list);
			const fault = parsed.success ? null : { kind, id, path: v.getDotPath(parsed.issues[0]) ?? '' };
			if (fault || this.#skipped.get(`${kind} ${id}`)) skipped.push([`${kind} ${id}`, fault]);
		}
		for (const [kind, list] of changes) (this.#shelves[kind] as Shelf<unknown>).apply(list);
		this.#skipped.apply(skipped);
	}
}

function isKind(kind: string): kind is Kind {
	return Object.hasOwn(SCHEMAS, kind);
}

function withoutPin({ id, name, role, active, sample }: PersonDocument): Person {
	return { id, name, role, active, sample };
}
