/** Fills a ledger as tablets would, and replays it under a draft. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FIRST_POLICY, IN_THE_LOOP, type Rule } from '../../../src/lib/domain/policy';
import { appendServiceEntries, type ServiceStatement } from '../../../src/lib/server/ledger';
import { replayUnder } from '../../../src/lib/server/policy/replay';
import { createSite } from '../../../src/lib/server/setup';
import { openServer } from '../../../src/lib/server/site-server';
import { capture, decision, suggestion, TILE } from '../../../src/lib/server/test-site';

export interface SimulationFigures {
	suggestions: number;
	/** Of the replay as a whole. */
	seconds: number;
	/** How long others waited at most while it ran. */
	longestPauseMs: number;
}

/** Entries in one transaction. */
const BATCH = 1_500;

const DRAFT: Rule[] = [
	{
		id: 'sampled',
		name: 'One in ten by their own call',
		when: { sampled: 0.1 },
		then: { ...IN_THE_LOOP, reveal: 'commit-first' }
	},
	{ id: 'cracks', name: 'Cracks', when: { class: ['crack'], confidence: { below: 0.8 } }, then: IN_THE_LOOP },
	...FIRST_POLICY.rules
];

export async function measure(suggestions: number): Promise<SimulationFigures> {
	const dataDir = await mkdtemp(join(tmpdir(), 'countersign-simulation-'));
	const server = await openServer({ dataDir });
	try {
		const made = { siteName: 'Bench', adminName: 'Ada', username: 'ada', password: 'correct horse battery' };
		const { site, people } = await createSite(server, { ...made, kind: 'empty' });
		const [admin] = people;
		if (!admin) throw new Error('a site has an admin');
		const by = {
			userId: 'u',
			username: 'ada',
			personId: admin.id,
			name: admin.name,
			role: 'admin',
			sessionId: 's'
		} as const;
		const actor = { personId: admin.id, role: 'admin', proof: 'session' } as const;
		const state = (statements: ServiceStatement[]) =>
			server.db.transaction().execute((tx) => appendServiceEntries(server, tx, site.id, actor, statements));
		await state([{ type: 'part.defined', body: TILE }]);
		for (let stated = 0; stated < suggestions; stated += BATCH / 3) {
			const count = Math.min(BATCH / 3, suggestions - stated);
			await state(Array.from({ length: count }, (_, index) => inspection(stated + index)).flat());
		}
		const pauses = monitorEventLoopDelay({ resolution: 5 });
		pauses.enable();
		const { total, took } = await replayUnder(server, site.id, by, DRAFT);
		pauses.disable();
		return { suggestions: total, seconds: took / 1000, longestPauseMs: pauses.max / 1e6 };
	} finally {
		await server.close();
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** A capture, its suggestion with one probability of a hundred, and what a person made of it. */
function inspection(index: number): ServiceStatement[] {
	const taken = capture();
	const probability = (index % 100) / 100;
	const said = { ...suggestion(taken.id), candidates: [{ class: 'crack', probability }] };
	const call = index % 7 === 0 ? { verdict: 'reject' as const, because: 'part-good' as const } : {};
	return [
		{ type: 'capture.recorded', body: taken },
		{ type: 'suggestion.made', body: said },
		{ type: 'decision.made', body: decision(said, call) }
	];
}
