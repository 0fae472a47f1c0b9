/** What it takes to run a record's model again, told from the ledger alone: the photo, and what its tablet had confirmed before. */
import type { Capture } from '$lib/domain/capture';
import { confirmedClass, type Decision } from '$lib/domain/decision';
import type { EntryEnvelope } from '$lib/domain/ledger';
import type { Learned, Replayable } from '$lib/domain/replay';
import { GOOD } from '$lib/domain/site';
import { packOf, type Suggestion } from '$lib/domain/suggestion';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { partAsOf } from './story';

/** More than a tablet learns from; what is older is left out. */
const MOST_DECISIONS = 2000;

/** Of the newest suggestion on a capture. Null where no model pack spoke, or the capture is about no part that is on record. */
export async function readReplayable(core: Core, site: string, captureId: string): Promise<Replayable | null> {
	const row = await core.db
		.selectFrom('suggestions')
		.innerJoin('captures', (join) =>
			join.onRef('captures.site', '=', 'suggestions.site').onRef('captures.id', '=', 'suggestions.capture')
		)
		.innerJoin('entries', (join) =>
			join
				.onRef('entries.site', '=', 'suggestions.site')
				.onRef('entries.about', '=', 'suggestions.id')
				.on('entries.type', '=', 'suggestion.made')
		)
		.select(['captures.part', 'entries.json', 'entries.position', 'entries.device', 'entries.seq'])
		.where('suggestions.site', '=', site)
		.where('suggestions.capture', '=', captureId)
		.orderBy('entries.position', 'desc')
		.limit(1)
		.executeTakeFirst();
	const recorded = row && bodyOf<Suggestion>(row.json);
	const part = row?.part ? await partAsOf(core, site, row.part, row.position) : null;
	const capture = (await readCaptures(core, site, [captureId])).get(captureId);
	if (!row || !recorded || !packOf(recorded) || !part || !capture) return null;
	const classes = new Set([GOOD, ...part.classes.map(({ id }) => id)]);
	const learned = await readLearned(core, site, part.id, row);
	return {
		part,
		photo: capture.photo.sha256,
		frame: capture.frame,
		recorded,
		learned: learned.filter((known) => classes.has(known.class))
	};
}

/** What was confirmed on a tablet before one of its records, as the tablet learned it: the newest confirmation of each capture. */
async function readLearned(
	core: Core,
	site: string,
	part: string,
	{ device, seq }: { device: string; seq: number }
): Promise<Learned[]> {
	const { db } = core;
	const rows = await db
		.selectFrom('entries')
		.innerJoin('decisions', (join) =>
			join.onRef('decisions.site', '=', 'entries.site').onRef('decisions.position', '=', 'entries.position')
		)
		.innerJoin('suggestions', (join) =>
			join.onRef('suggestions.site', '=', 'decisions.site').onRef('suggestions.id', '=', 'decisions.suggestion')
		)
		.innerJoin('captures', (join) =>
			join.onRef('captures.site', '=', 'suggestions.site').onRef('captures.id', '=', 'suggestions.capture')
		)
		.select(['decisions.id', 'decisions.json', 'captures.id as capture'])
		.where('entries.site', '=', site)
		.where('entries.device', '=', device)
		.where('entries.seq', '<', seq)
		.where('captures.part', '=', part)
		.orderBy('entries.seq', 'desc')
		.limit(MOST_DECISIONS)
		.execute();
	const withdrawn = await readWithdrawn(core, site, device, seq);
	const confirmed = new Map<string, string>();
	for (const { id, json, capture } of rows.reverse()) {
		const named = withdrawn.has(id) ? null : confirmedClass(JSON.parse(json) as Decision);
		if (named === null) continue;
		// What was confirmed again is learned last.
		confirmed.delete(capture);
		confirmed.set(capture, named);
	}
	const captures = await readCaptures(core, site, [...confirmed.keys()]);
	return [...confirmed].flatMap(([captureId, named]) => {
		const capture = captures.get(captureId);
		return capture ? [{ captureId, class: named, photo: capture.photo.sha256, frame: capture.frame }] : [];
	});
}

/** The decisions that a tablet's withdrawals before one of its records take back. */
async function readWithdrawn(core: Core, site: string, device: string, seq: number): Promise<Set<string>> {
	const rows = await core.db
		.selectFrom('entries')
		.select('about')
		.where('site', '=', site)
		.where('type', '=', 'decision.withdrawn')
		.where('device', '=', device)
		.where('seq', '<', seq)
		.execute();
	return new Set(rows.map(({ about }) => about ?? ''));
}

async function readCaptures(core: Core, site: string, ids: readonly string[]): Promise<Map<string, Capture>> {
	if (ids.length === 0) return new Map();
	const rows = await core.db
		.selectFrom('entries')
		.select('json')
		.where('site', '=', site)
		.where('type', '=', 'capture.recorded')
		.where(isOneOf(core.db, 'about', ids))
		.execute();
	const captures = rows.map(({ json }) => bodyOf<Capture>(json));
	return new Map(captures.map((capture) => [capture.id, capture]));
}

/** Of an entry in the ledger, whose body was validated when it came in. */
function bodyOf<T>(json: string): T {
	return (JSON.parse(json) as EntryEnvelope).body as T;
}
