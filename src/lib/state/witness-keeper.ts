/** Keeps the tablet's witness true: after every record made here, and after every confirmation, whoever received it. */
import { keepWitness, readWitness, signWith } from '$lib/device';
import {
	foldRuns,
	runsFrom,
	toBase64Url,
	withRecords,
	witnessBytes,
	type EntryEnvelope,
	type UnsentRun
} from '$lib/domain/ledger';
import { follow, type Identity, type LocalDatabase } from '$lib/local-db';

/** Records of other tabs and confirmations may wait this long; this tab's own records do not. */
const LOOK_EVERY_MS = 1_000;
/** Rows read in one go where a witness has to be made anew. */
const ROWS_AT_ONCE = 1_000;

export interface WitnessFacts {
	identity: Identity;
	/** A person's name, for a tablet that has lost its register; null where it is not known. */
	nameOf: (personId: string) => string | null;
}

export class WitnessKeeper {
	readonly #database: LocalDatabase;
	readonly #now: () => number;
	#facts: WitnessFacts | null = null;
	#runs: UnsentRun[] = [];
	#lastSeq = 0;
	#written = '';
	#writing: Promise<void> | null = null;
	#again = false;
	#stop: () => void = () => undefined;

	constructor(database: LocalDatabase, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/** Goes on from the witness of before; the database must have been found whole against it. */
	start(facts: WitnessFacts): void {
		this.stop();
		this.#facts = facts;
		const kept = readWitness()?.witness;
		const same = kept?.deviceId === facts.identity.deviceId ? kept : null;
		this.#runs = same?.unsent ?? [];
		this.#lastSeq = same?.lastSeq ?? 0;
		this.#written = '';
		this.#stop = follow(
			this.#database,
			['entries', 'outbox'],
			() => this.#look(),
			// What the disk does not give now it gives at the next change, or the tablet stops with words of its own.
			{ next: () => this.#write(), error: () => undefined },
			LOOK_EVERY_MS
		);
	}

	stop(): void {
		this.#stop();
		this.#stop = () => undefined;
		this.#facts = null;
	}

	/** Records made by this tab, durable by now. Returns at once. */
	note(entries: readonly EntryEnvelope[]): void {
		const next = entries.filter(({ seq }) => seq > this.#lastSeq);
		// Another tab's records lie between: they are read with the next look.
		if (next[0]?.seq !== this.#lastSeq + 1) return;
		this.#add(next.map(({ seq, actor, at }) => ({ seq, personId: actor.personId, at })));
		void this.#write();
	}

	/** All as of one moment: what is recorded meanwhile lies beyond it, and is noted or found with the next look. */
	async #look(): Promise<void> {
		const { entries, outbox } = this.#database;
		await this.#database.transaction('r', entries, outbox, async () => {
			for (;;) {
				const rows = await outbox.where('seq').above(this.#lastSeq).limit(ROWS_AT_ONCE).toArray();
				this.#add(rows.filter(({ seq }) => seq > this.#lastSeq));
				if (rows.length < ROWS_AT_ONCE) break;
			}
			const [head = 0] = await entries.orderBy('seq').reverse().limit(1).primaryKeys();
			const [first] = await outbox.orderBy('seq').limit(1).primaryKeys();
			this.#lastSeq = Math.max(this.#lastSeq, head);
			this.#runs = runsFrom(this.#runs, first ?? head + 1);
		});
	}

	#add(records: readonly { seq: number; personId: string | null; at: string }[]): void {
		this.#runs = withRecords(this.#runs, records);
		this.#lastSeq = records.at(-1)?.seq ?? this.#lastSeq;
	}

	/** One signature at a time; what changes meanwhile is told by one more. */
	async #write(): Promise<void> {
		this.#again = true;
		this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
		return this.#writing;
	}

	async #writeAll(): Promise<void> {
		while (this.#again && this.#facts) {
			this.#again = false;
			const { identity, nameOf } = this.#facts;
			const said = { deviceId: identity.deviceId, lastSeq: this.#lastSeq, unsent: foldRuns(this.#runs) };
			const text = JSON.stringify(said);
			if (text === this.#written) continue;
			const statement = { ...said, at: new Date(this.#now()).toISOString() };
			const sig = toBase64Url(await signWith(identity.keyPair)(witnessBytes(statement)));
			const ids = [...new Set(said.unsent.flatMap(({ personId }) => personId ?? []))];
			const people = Object.fromEntries(ids.flatMap((id) => (nameOf(id) === null ? [] : [[id, nameOf(id) ?? '']])));
			// The tablet may have been enrolled anew while this was signed.
			if (this.#facts?.identity !== identity) return;
			keepWitness({ witness: { ...statement, sig }, deviceName: identity.deviceName, people });
			this.#written = text;
		}
	}
}
