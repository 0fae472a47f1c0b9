/** Runs one fault as often as asked, on one site and with the same tablets as long as nothing goes wrong with them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPostgres, PrivatePostgres } from '../../../src/commands/postgres.mjs';
import { FakeS3 } from '../../../src/lib/server/photos/testing/fake-s3';
import { ROOT } from '../../fixtures/pictures';
import { countOn, type Count } from './count';
import type { Fault } from './fault';
import { Inspector, PEOPLE } from './inspector';
import { Site } from './site';

/** A row of the table. */
export interface FaultResult {
	name: string;
	runs: number;
	/** Decisions of which a screen said that they are saved. */
	acknowledged: number;
	lost: number;
	duplicated: number;
	note: string;
}

export interface StagedResult {
	result: FaultResult;
	/** Whether the product kept its promise. */
	kept: boolean;
}

const PICTURES = join(ROOT, 'test-results/faults');
/** A run that takes longer hangs. */
const LONGEST_RUN_MS = 150_000;
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const say = (text: string) => process.stderr.write(`${text}\n`);

export async function stage(fault: Fault, runs: number): Promise<StagedResult> {
	const needsPostgres = fault.needsPostgres === true || fault.twoInstances === true;
	if (needsPostgres && findPostgres() === null) {
		const note = 'skipped: no PostgreSQL on this computer';
		return { result: { name: fault.name, runs: 0, acknowledged: 0, lost: 0, duplicated: 0, note }, kept: true };
	}
	const startedAt = performance.now();
	const counts: Count[] = [];
	const problems: string[] = [];
	const figures = new Map<string, number>();
	const tell = (figure: string, by = 1) => void figures.set(figure, (figures.get(figure) ?? 0) + by);
	let cast: Cast | null = null;
	for (let index = 0; index < runs; index++) {
		try {
			cast ??= await Cast.build(fault);
			const beganAt = performance.now();
			await within(LONGEST_RUN_MS, cast.run(index, tell));
			say(`  ${fault.name}: ${index + 1} of ${runs} (${seconds(beganAt)})`);
		} catch (error) {
			const text = error instanceof Error ? error.message : String(error);
			say(`  ${fault.name}: run ${index + 1} FAILED\n${error instanceof Error ? error.stack : text}`);
			problems.push(`run ${index + 1}: ${firstLine(text)}`);
			await cast?.photograph(`${fault.name} ${index + 1}`);
			await cast?.settle().catch(() => undefined);
			// What is left may be in any state: the next run starts afresh.
			if (cast) counts.push(await cast.strike());
			cast = null;
		}
	}
	if (cast) counts.push(await cast.strike());
	problems.push(...counts.flatMap(({ faults }) => faults));
	const sum = (pick: (count: Count) => number) => counts.reduce((total, count) => total + pick(count), 0);
	const result: FaultResult = {
		name: fault.name,
		runs,
		acknowledged: sum(({ acknowledged }) => acknowledged),
		lost: sum(({ lost }) => lost),
		duplicated: sum(({ duplicated }) => duplicated),
		note: [fault.how, ...[...figures].map(([figure, count]) => `${figure}: ${count}`), ...problems].join('; ')
	};
	const kept = problems.length === 0 && result.duplicated === 0 && (result.lost === 0 || fault.mayLose === true);
	say(`${kept ? 'ok  ' : 'FAIL'} ${JSON.stringify(result)} (${seconds(startedAt)})`);
	return { result, kept };
}

/** A site, its network and its tablets. */
class Cast {
	private constructor(
		readonly fault: Fault,
		readonly site: Site,
		readonly inspectors: readonly [Inspector, ...Inspector[]],
		readonly postgres: PrivatePostgres | null,
		readonly s3: FakeS3 | null
	) {}

	static async build(fault: Fault): Promise<Cast> {
		const bin = fault.needsPostgres || fault.twoInstances ? findPostgres() : null;
		const postgres = bin === null ? null : await PrivatePostgres.start(bin, { durable: true });
		const s3 = fault.twoInstances ? await FakeS3.start() : null;
		const env = { ...(postgres && { DATABASE_URL: postgres.url }), ...(s3 && { PHOTOS: s3.address }) };
		const site = await Site.open(env, fault.twoInstances ? 2 : 1);
		const inspectors: Inspector[] = [];
		try {
			const [first = {}, ...others] = fault.tablets ?? [];
			const open = async (options: NonNullable<Fault['tablets']>[number], index: number) => {
				const person = PEOPLE[index % PEOPLE.length] ?? {};
				const inspector = await Inspector.open(site, {
					name: `Tablet ${index + 1}`,
					...('pin' in person && { person }),
					...options
				});
				inspectors.push(inspector);
				return inspector;
			};
			const one = await open(first, 0);
			for (const [index, options] of others.entries()) await open(options, index + 1);
			return new Cast(fault, site, [one, ...inspectors.slice(1)], postgres, s3);
		} catch (error) {
			for (const inspector of inspectors) await inspector.dispose();
			await site.dispose();
			await postgres?.dispose();
			await s3?.dispose();
			throw error;
		}
	}

	async run(index: number, tell: (figure: string, by?: number) => void): Promise<void> {
		const { site, inspectors, postgres } = this;
		await this.fault.run({ site, inspector: inspectors[0], inspectors, postgres, tell }, index);
		await this.settle();
	}

	/** Nothing is in the way any more, and every tablet says that all is sent. */
	async settle(): Promise<void> {
		this.site.network.clear();
		await this.site.startAll();
		for (const { tablet } of this.inspectors) await tablet.setOffline(false);
		for (const inspector of this.inspectors) await inspector.drained(this.fault.settled);
	}

	/** Counts, and takes everything down. */
	async strike(): Promise<Count> {
		try {
			return await countOn(
				this.site,
				this.inspectors.flatMap(({ promised }) => promised),
				new Set(this.inspectors.flatMap(({ apart }) => [...apart]))
			);
		} finally {
			for (const inspector of this.inspectors) await inspector.dispose();
			await this.site.dispose();
			await this.postgres?.dispose();
			await this.s3?.dispose();
		}
	}

	async photograph(name: string): Promise<void> {
		mkdirSync(PICTURES, { recursive: true });
		const file = join(PICTURES, `${name.replaceAll(/[^\w]+/g, '-')}.png`);
		await this.inspectors[0].page.screenshot({ path: file }).catch(() => undefined);
		say(`  The screen is in ${file}.`);
	}
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
	const impatience = new AbortController();
	const late = wait(limitMs, undefined, { signal: impatience.signal }).then(() => {
		throw new Error(`It had not ended after ${limitMs / 1000} s.`);
	});
	try {
		await Promise.race([work, late]);
	} finally {
		impatience.abort();
		late.catch(() => undefined);
	}
}

function firstLine(text: string): string {
	return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
