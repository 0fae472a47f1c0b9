/** What this tablet knows of the site's machines and their faults: pulled, and said here since. Follows both. */
import { AssetState, noState } from '$lib/domain/fault/asset-state';
import { FaultCatalogue, type Cause, type Symptom } from '$lib/domain/fault/catalogue';
import type { FaultCase } from '$lib/domain/fault/causes';
import { asFaultCase, Fault, outcomeDueAt } from '$lib/domain/fault/fault';
import { stepOf } from '$lib/domain/fault/step';
import type { Entry } from '$lib/domain/ledger';
import { changedDocuments, follow, type LocalDatabase } from '$lib/local-db';
import * as v from 'valibot';
import type { Tablet } from '../tablet.svelte';
import { ownFaults, withOwnRepairs, type FaultRegister, type OwnEntry } from './own-faults';

/** How far back in its own entries a tablet looks; older ones have long been summed up by the server. */
const OWN_ENTRIES = 2000;
const LOOK_EVERY_MS = 500;
const ABOUT_FAULTS = new Set<string>([
	'fault.reported',
	'suggestion.made',
	'decision.made',
	'decision.withdrawn',
	'repair.recorded',
	'repair.judged'
]);

interface Held {
	catalogue: FaultCatalogue | null;
	faults: Map<string, Fault>;
	states: Map<string, AssetState>;
	own: OwnEntry[];
}

const NOTHING: Held = { catalogue: null, faults: new Map(), states: new Map(), own: [] };

export class FaultBook implements FaultRegister {
	readonly #tablet: Tablet;
	#held = $state.raw<Held>(NOTHING);
	#ready = $state(false);
	#stopFollowing: () => void = () => undefined;
	readonly #byId: ReadonlyMap<string, Fault> = $derived.by(() => {
		const { faults, own } = this.#held;
		return new Map([...faults, ...ownFaults(own, faults, this)]);
	});
	readonly #all: readonly Fault[] = $derived(
		[...this.#byId.values()].sort((one, other) => (one.at < other.at ? 1 : -1))
	);

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
	}

	/** False until the tablet has been read once. */
	get ready(): boolean {
		return this.#ready;
	}

	/** Null until the site has one and it has come here. */
	get catalogue(): FaultCatalogue | null {
		return this.#held.catalogue;
	}

	/** Newest first. */
	get faults(): readonly Fault[] {
		return this.#all;
	}

	get policy() {
		return this.#tablet.register.policy;
	}

	assetById(id: string) {
		return this.#tablet.register.assetById(id);
	}

	tightenedOf(personId: string | null) {
		return this.#tablet.register.tightenedOf(personId);
	}

	faultById(reportId: string): Fault | null {
		return this.#byId.get(reportId) ?? null;
	}

	/** Newest first. */
	faultsOf(assetId: string): Fault[] {
		return this.#all.filter(({ report }) => report.assetId === assetId);
	}

	/** As it was pulled: what has been replaced here since comes with `stateNow`. */
	stateOf(assetId: string): AssetState {
		return this.#held.states.get(assetId) ?? noState(assetId);
	}

	/** With the components that were replaced in repairs recorded here. */
	stateNow(assetId: string): AssetState {
		return withOwnRepairs(this.stateOf(assetId), this.faultsOf(assetId));
	}

	/** Faults that wait for a cause or a repair, newest first. */
	get openWork(): Fault[] {
		return this.#all.filter((fault) => ['cause', 'waits', 'repair'].includes(stepOf(fault)));
	}

	/** Repairs that wait for somebody to say whether they helped, the longest waiting first. `dueBy` is ISO 8601. */
	outcomesDue(dueBy: string): Fault[] {
		const isDue = (dueAt: string | null) => dueAt !== null && dueAt <= dueBy;
		return this.#all.filter((fault) => isDue(outcomeDueAt(fault))).toReversed();
	}

	causeById(id: string): Cause | null {
		return this.catalogue?.causes.find((cause) => cause.id === id) ?? null;
	}

	/** Causes that are offered for this kind of machine. */
	causesFor(kind: string | null): Cause[] {
		return (this.catalogue?.causes ?? []).filter(({ assetKinds, retired }) => !retired && isForKind(assetKinds, kind));
	}

	/** For this kind of machine; those that others chose on it most often come first. */
	symptomsFor(kind: string | null): Symptom[] {
		const chosen = new Map<string, number>();
		for (const { machine, report } of this.#all) {
			if (machine.kind !== kind) continue;
			for (const id of report.symptoms) chosen.set(id, (chosen.get(id) ?? 0) + 1);
		}
		return (this.catalogue?.symptoms ?? [])
			.filter(({ assetKinds }) => isForKind(assetKinds, kind))
			.sort((one, other) => (chosen.get(other.id) ?? 0) - (chosen.get(one.id) ?? 0));
	}

	symptomById(id: string): Symptom | null {
		return this.catalogue?.symptoms.find((symptom) => symptom.id === id) ?? null;
	}

	/** What the model learns from, oldest first. */
	get cases(): FaultCase[] {
		return this.#all
			.flatMap((fault) => asFaultCase(fault) ?? [])
			.sort((one, other) => (one.confirmedAt < other.confirmedAt ? -1 : 1));
	}

	start(): void {
		this.stop();
		const { database } = this.#tablet;
		this.#stopFollowing = follow(
			database,
			['documents', 'entries', 'outbox'],
			() => readHeld(database),
			{
				next: (held) => {
					this.#held = held;
					this.#ready = true;
				},
				error: () => undefined
			},
			LOOK_EVERY_MS
		);
	}

	stop(): void {
		this.#stopFollowing();
		this.#stopFollowing = () => undefined;
	}
}

function isForKind(kinds: readonly string[], kind: string | null): boolean {
	return kinds.length === 0 || (kind !== null && kinds.includes(kind));
}

async function readHeld(database: LocalDatabase): Promise<Held> {
	const [catalogues, faults, states, newest, unsent] = await Promise.all([
		changedDocuments(database, 'fault-catalogue', 0),
		changedDocuments(database, 'fault', 0),
		changedDocuments(database, 'asset-state', 0),
		database.entries.orderBy('seq').reverse().limit(OWN_ENTRIES).toArray(),
		database.outbox.orderBy('seq').primaryKeys()
	]);
	const waiting = new Set(unsent);
	// Everything in this table was sealed by this app's own code.
	const own = newest
		.reverse()
		.filter(({ type }) => ABOUT_FAULTS.has(type))
		.map(({ seq, entry }) => ({ entry: entry as Entry, unsent: waiting.has(seq) }));
	return {
		catalogue: readAll(FaultCatalogue, catalogues)[0] ?? null,
		faults: new Map(readAll(Fault, faults).map((fault) => [fault.report.id, fault])),
		states: new Map(readAll(AssetState, states).map((state) => [state.assetId, state])),
		own
	};
}

/** What is not what it should be is left out: the server sends it again with its next change. */
function readAll<S extends v.GenericSchema>(schema: S, documents: readonly { value: unknown }[]): v.InferOutput<S>[] {
	return documents.flatMap(({ value }) => {
		const parsed = v.safeParse(schema, value);
		return parsed.success ? [parsed.output] : [];
	});
}
