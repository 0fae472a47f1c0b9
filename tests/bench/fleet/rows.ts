/** Rows as the server would have written them: to fill a ledger up, and to write a measured one again with the bare driver. */
import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { TABLES, type BareStore, type Rows } from './bare-store';
import { BY_DEVICE, INSPECTOR, makeInspection } from './inspection';
import { BATCH } from './tablet';

/** The tablets whose work fills the ledger up; they take turns. */
const OLDER_TABLETS = 200;
const FILL_BATCH = 3000;

const EMPTY = (): Rows => ({
	entries: [],
	captures: [],
	suggestions: [],
	decisions: [],
	documents: [],
	entry_index: []
});

/** Adds distinct rows of older tablets until the ledger has this many. Returns the last position. */
export async function fillUp(store: BareStore, site: string, position: number, rows: number): Promise<number> {
	await store.hurry();
	const filler = new Filler(site, position);
	while (filler.position < rows) {
		const batch = EMPTY();
		while (batch.entries.length < FILL_BATCH && filler.position < rows) filler.addInspection(batch);
		await store.insert(batch);
	}
	await store.settle();
	return filler.position;
}

class Filler {
	readonly #seqs = new Map<string, number>();
	readonly #run = uuid().slice(0, 13);
	#inspections = 0;

	constructor(
		private readonly site: string,
		public position: number
	) {}

	addInspection(batch: Rows): void {
		const { site } = this;
		const n = this.#inspections++;
		const { capture, suggestion, decision } = makeInspection(n);
		const device = `${this.#run}-older-${n % OLDER_TABLETS}`;
		const at = new Date().toISOString();
		this.#addEntry(batch, device, at, 'capture.recorded', capture, INSPECTOR);
		this.#addEntry(batch, device, at, 'suggestion.made', suggestion, BY_DEVICE);
		this.#addEntry(batch, device, at, 'decision.made', decision, INSPECTOR);
		const { position } = this;
		batch.captures.push({
			site,
			id: capture.id,
			device,
			photo: capture.photo.sha256,
			part: 'part-mt-0417-c',
			subject_text: `MT-0417 rev C · S/N ${n}`,
			area: null,
			at,
			received_at: at,
			sample: 1
		});
		batch.suggestions.push({
			site,
			id: suggestion.id,
			capture: capture.id,
			json: JSON.stringify({ suggestedClass: 'crack', confidence: 0.9, consequence: { ruleId: 'everything-else' } }),
			state: 'satisfied',
			changed_position: position,
			due_at: null
		});
		batch.decisions.push({
			site,
			id: decision.id,
			suggestion: suggestion.id,
			position,
			person: 'person-lena-vogt',
			role: 'inspector',
			at,
			received_at: at,
			withdrawn: 0,
			json: JSON.stringify(decision)
		});
		const value = {
			suggestionId: suggestion.id,
			captureId: capture.id,
			deviceId: device,
			partId: 'part-mt-0417-c',
			subjectText: `MT-0417 rev C · S/N ${n}`,
			photo: capture.photo.sha256,
			photoArrived: false,
			suggestedClass: 'crack',
			confidence: 0.9,
			state: 'satisfied',
			waitingFor: [],
			verdict: 'accept',
			decidedClass: 'crack',
			decidedBy: 'person-lena-vogt',
			note: '',
			at,
			sample: true
		};
		batch.documents.push({ site, kind: 'case', id: suggestion.id, position, value: JSON.stringify(value) });
	}

	#addEntry(
		batch: Rows,
		device: string,
		at: string,
		type: string,
		body: { id: string; captureId?: string },
		actor: typeof INSPECTOR
	): void {
		const { captureId = body.id } = body;
		const seq = (this.#seqs.get(device) ?? 0) + 1;
		this.#seqs.set(device, seq);
		const id = uuid();
		const position = ++this.position;
		const prev = randomBytes(32).toString('base64url');
		const sig = randomBytes(64).toString('base64url');
		const json = JSON.stringify({ actor, at, body, device, id, prev, seq, sig, site: this.site, type, v: 1 });
		batch.entries.push({
			site: this.site,
			position,
			id,
			device,
			seq,
			type,
			person: actor.personId,
			about: body.id,
			at,
			received_at: at,
			skew_ms: 0,
			hash: createHash('sha256').update(json).digest('base64url'),
			json,
			seal: randomBytes(32).toString('base64url')
		});
		batch.entry_index.push({
			site: this.site,
			position,
			type,
			device,
			person: actor.personId,
			verdict: type === 'decision.made' ? 'accept' : null,
			received_at: at,
			subject: captureId,
			words: `mt-0417 rev c · s/n ${this.#inspections - 1}`
		});
	}
}

/** Every row that the server wrote after a position, in batches as they were pushed. */
export async function batchesAfter(store: BareStore, position: number): Promise<Rows[]> {
	const batches = new Map<number, Rows>();
	const at = (place: number) => {
		const index = Math.floor((place - position - 1) / BATCH);
		const batch = batches.get(index) ?? EMPTY();
		batches.set(index, batch);
		return batch;
	};
	const read = { ...EMPTY() };
	for (const table of TABLES) Object.assign(read, { [table]: await store.read(table, position) });
	const numbers = (row: object) => {
		// PostgreSQL's driver gives large numbers as text.
		for (const name of ['position', 'changed_position', 'seq', 'skew_ms']) {
			if (name in row) Reflect.set(row, name, Number(Reflect.get(row, name)));
		}
	};
	for (const table of TABLES) read[table].forEach(numbers);
	read.entries.sort((a, b) => a.position - b.position);
	const places = new Map(read.entries.map((row) => [row.about ?? '', row.position]));
	for (const row of read.entries) at(row.position).entries.push(row);
	for (const row of read.captures) {
		const place = places.get(row.id);
		if (place !== undefined) at(place).captures.push(row);
	}
	for (const row of read.suggestions) at(row.changed_position).suggestions.push(row);
	for (const row of read.decisions) at(row.position).decisions.push(row);
	for (const row of read.documents) at(row.position).documents.push(row);
	for (const row of read.entry_index) at(row.position).entry_index.push(row);
	return [...batches.entries()].sort(([a], [b]) => a - b).map(([, rows]) => rows);
}
