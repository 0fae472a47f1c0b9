/** The queue on a tablet: the site's cases as last pulled, and what this tablet has recorded since. Works without the network. */
import type { CaseSummary } from '$lib/domain/case';
import type { Entry } from '$lib/domain/ledger';
import { casesOfState, countCases, follow, newestCases } from '$lib/local-db';
import { fetchAsDevice } from '$lib/sync';
import type { Tablet } from '../tablet.svelte';
import { FaultCauses } from '../fault-causes.svelte';
import { isAskedFirst } from '../inspect/compose';
import { isCauseAskedFirst } from '../maintain/compose';
import { ownCases } from './own-cases';

/** A case with what only this tablet knows of it. */
export interface QueueCase extends CaseSummary {
	/** Something of it still waits to be sent from here. */
	unsent: boolean;
	/** Nobody has decided it, and whoever is signed in would be asked first: what the model said is left out. */
	asksFirst: boolean;
	/** Its photo's bytes are on this tablet. */
	photoHere: boolean;
	/** This tablet took the photo and no longer has it. */
	photoLost: boolean;
}

export const QUEUE_FILTERS = ['needs-decision', 'escalated', 'today', 'all'] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

/** How far back in its own entries a tablet looks; older ones have long been summed up by the server. */
const OWN_ENTRIES = 2000;
/** While a long queue is sent it changes many times a second, and each look reads all of these. */
const LOOK_EVERY_MS = 1_000;
/** Cases of a state that are shown: a person on the floor looks for what is new. The review desk has all of them. */
const SHOWN = 500;
const WAITING = ['open', 'escalated', 'disputed', 'awaiting-approval'] as const;

/** What the tablet has read of its cases and of its own records. */
interface Held {
	cases: CaseSummary[];
	/** Cases that wait and are not among them. */
	beyond: { 'needs-decision': number; escalated: number };
	entries: Entry[];
	/** Ids of the suggestions that an unsent entry is about. */
	unsent: ReadonlySet<string>;
	photos: ReadonlySet<string>;
}

const NOTHING: Held = {
	cases: [],
	beyond: { 'needs-decision': 0, escalated: 0 },
	entries: [],
	unsent: new Set(),
	photos: new Set()
};

export class Queue {
	readonly causes: FaultCauses;
	readonly #tablet: Tablet;
	#held = $state.raw<Held>(NOTHING);
	#stopFollowing: () => void = () => undefined;
	readonly #photoUrls = new Map<string, Promise<string | null>>();
	readonly #cases: readonly QueueCase[] = $derived.by(() => this.#merge());

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
		this.causes = new FaultCauses(tablet.database);
	}

	/** Newest first. */
	get cases(): readonly QueueCase[] {
		return this.#cases;
	}

	/** The cases of one filter. `todayFrom` is the start of the day, ms since 1970. */
	filtered(filter: QueueFilter, todayFrom: number): QueueCase[] {
		return this.#cases.filter((item) => {
			switch (filter) {
				case 'needs-decision':
					return item.state !== 'satisfied';
				case 'escalated':
					return item.state === 'escalated';
				case 'today':
					return item.verdict !== null && Date.parse(item.at) >= todayFrom;
				case 'all':
					return true;
			}
		});
	}

	/** How many more cases of a filter there are than are shown. */
	beyond(filter: QueueFilter): number {
		return filter === 'needs-decision' || filter === 'escalated' ? this.#held.beyond[filter] : 0;
	}

	start(): void {
		this.stop();
		this.causes.start();
		this.#stopFollowing = follow(
			this.#tablet.database,
			['documents', 'entries', 'outbox', 'photos'],
			() => this.#read(),
			{ next: (held) => (this.#held = held), error: () => undefined },
			LOOK_EVERY_MS
		);
	}

	stop(): void {
		this.#stopFollowing();
		this.#stopFollowing = () => undefined;
		this.causes.stop();
		for (const url of this.#photoUrls.values()) {
			void url.then((address) => address !== null && URL.revokeObjectURL(address));
		}
		this.#photoUrls.clear();
	}

	/** An address for a preview of the photo, from this tablet or else from the server; null where neither can give it now. */
	photoUrl(sha256: string): Promise<string | null> {
		const known = this.#photoUrls.get(sha256);
		if (known) return known;
		const url = this.#loadPhoto(sha256);
		this.#photoUrls.set(sha256, url);
		void url.then((address) => {
			// Without a network now, perhaps with one later.
			if (address === null) this.#photoUrls.delete(sha256);
		});
		return url;
	}

	async #loadPhoto(sha256: string): Promise<string | null> {
		// A fault may be reported without a photo.
		if (sha256 === '') return null;
		const { database } = this.#tablet;
		const stored = await database.photos.get(sha256).catch(() => undefined);
		const blob = stored?.thumbnail ?? stored?.blob ?? (await this.#fetchThumbnail(sha256));
		return blob && URL.createObjectURL(blob);
	}

	async #fetchThumbnail(sha256: string): Promise<Blob | null> {
		try {
			const response = await fetchAsDevice(this.#tablet.database, `/api/photos/${sha256}/thumbnail`);
			return response?.ok ? await response.blob() : null;
		} catch {
			return null;
		}
	}

	#merge(): QueueCase[] {
		const { cases, entries, unsent, photos } = this.#held;
		const { register } = this.#tablet;
		const merged = new Map<string, CaseSummary>(cases.map((item) => [item.suggestionId, item]));
		for (const own of ownCases(entries, register, this.causes.catalogue)) {
			const known = merged.get(own.suggestionId);
			// What this tablet has not sent yet is newer than what the server knows.
			if (!known || unsent.has(own.suggestionId)) {
				merged.set(own.suggestionId, { ...own, photoArrived: known?.photoArrived ?? false });
			}
		}
		return [...merged.values()]
			.map((item) => {
				const photoHere = photos.has(item.photo);
				const photoLost =
					item.photo !== '' && !photoHere && !item.photoArrived && item.deviceId === this.#tablet.device?.id;
				const asksFirst = this.#asksFirst(item);
				const said = asksFirst ? { suggestedClass: null, confidence: null } : {};
				return { ...item, ...said, asksFirst, unsent: unsent.has(item.suggestionId), photoHere, photoLost };
			})
			.sort((one, other) => (one.at < other.at ? 1 : -1));
	}

	/** Otherwise a photo in hand could be looked up here before its person's own call. */
	#asksFirst({ verdict, partId, suggestionId, readers, kind, assetId = '' }: CaseSummary): boolean {
		const { register, session } = this.#tablet;
		// While another reader has to decide, the case does not say what this one said.
		if (session.person && readers?.done.includes(session.person.id)) return false;
		if (verdict !== null) return false;
		const part = partId === null ? null : register.partById(partId);
		const at = new Date().toISOString();
		const personId = session.person?.id ?? null;
		const tightened = register.tightenedOf(personId) !== null;
		const { policy } = register;
		if (kind !== 'fault-cause')
			return part !== null && isAskedFirst(policy, part, suggestionId, personId, at, tightened);
		const causes = this.causes.catalogue?.causes ?? [];
		return isCauseAskedFirst({ assetId, suggestionId }, causes, { policy, personId, at, tightened });
	}

	async #read(): Promise<Held> {
		const { database } = this.#tablet;
		const [newest, byState, counts, stored, waiting, photos] = await Promise.all([
			newestCases(database, SHOWN),
			Promise.all(WAITING.map((state) => casesOfState(database, state, SHOWN))),
			Promise.all(WAITING.map((state) => countCases(database, state))),
			database.entries.orderBy('seq').reverse().limit(OWN_ENTRIES).toArray(),
			database.outbox.orderBy('seq').primaryKeys(),
			database.photos.toCollection().primaryKeys()
		]);
		// Everything in this table was sealed by this app's own code.
		const entries = stored.reverse().map(({ entry }) => entry as Entry);
		const seqs = new Set(waiting);
		const left = WAITING.map((_, index) => (counts[index] ?? 0) - (byState[index]?.length ?? 0));
		return {
			cases: [...newest, ...byState.flat()],
			beyond: {
				'needs-decision': left.reduce((sum, count) => sum + count, 0),
				escalated: left[WAITING.indexOf('escalated')] ?? 0
			},
			entries,
			unsent: suggestionsOf(
				entries.filter(({ seq }) => seqs.has(seq)),
				entries
			),
			photos: new Set(photos)
		};
	}
}

/** The suggestions that these entries are about; `all` holds the decisions that withdrawals name. */
function suggestionsOf(entries: readonly Entry[], all: readonly Entry[]): Set<string> {
	const found = new Set<string>();
	for (const { type, body } of entries) {
		if (type === 'suggestion.made') found.add(body.id);
		else if (type === 'decision.made' || type === 'call.committed') found.add(body.suggestionId);
		else if (type === 'decision.withdrawn') {
			const decision = all.find((entry) => entry.type === 'decision.made' && entry.body.id === body.decisionId);
			if (decision?.type === 'decision.made') found.add(decision.body.suggestionId);
		}
	}
	return found;
}
