/** The year of failures of a hundred machines, each failure as the case that a technician would have reported. */
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { FaultCase } from '$lib/domain/fault/causes';

const HOUR_MS = 3_600_000;
const CODES_HOURS = 72;

/** A case with the moment it was reported; those of one moment are ranked before any of them is learned. */
export interface Failure extends FaultCase {
	at: number;
}

interface Happened {
	at: number;
	machine: string;
	what: string;
}

/**
 * One case a failed component, oldest first, as the data has it: where two components of a machine failed at the same hour these are two
 * reports that look alike, of which no ranking can have both right at the first place.
 */
export async function readFailures(folder: string): Promise<Failure[]> {
	const [machines, failures, errors, replacements] = await Promise.all([
		readTable(folder, 'machines.csv'),
		readHappened(folder, 'failures.csv', 'failure'),
		readHappened(folder, 'errors.csv', 'errorID'),
		readHappened(folder, 'maintenance.csv', 'comp')
	]);
	const kinds = new Map(
		machines.map(({ machineID = '', model = '', age }) => [machineID, { model, age: Number(age) }])
	);
	const errorsOf = Map.groupBy(errors, ({ machine }) => machine);
	const replacedOf = Map.groupBy(replacements, ({ machine }) => machine);
	return failures
		.sort((a, b) => a.at - b.at || Number(a.machine) - Number(b.machine))
		.map(({ at, machine, what }) => ({
			at,
			reportId: `${machine}-${what}-${at}`,
			causeId: what,
			confirmedAt: new Date(at).toISOString(),
			weight: 1,
			facts: {
				assetKind: kinds.get(machine)?.model ?? null,
				assetAgeYears: kinds.get(machine)?.age ?? null,
				symptoms: [],
				codes: (errorsOf.get(machine) ?? [])
					.map((error) => ({ code: error.what, hoursBefore: (at - error.at) / HOUR_MS }))
					.filter(({ hoursBefore }) => hoursBefore >= 0 && hoursBefore <= CODES_HOURS),
				text: '',
				componentAgeDays: agesBefore(at, replacedOf.get(machine) ?? []),
				photo: null
			}
		}));
}

/** What was replaced at this very moment was replaced because of the failure, and is not known yet. */
function agesBefore(at: number, replaced: readonly Happened[]): Record<string, number> {
	const last = new Map<string, number>();
	for (const one of replaced) if (one.at < at) last.set(one.what, Math.max(one.at, last.get(one.what) ?? -Infinity));
	return Object.fromEntries([...last].map(([component, when]) => [component, (at - when) / (24 * HOUR_MS)]));
}

/** Four components that anything may befall: the data has no cause–symptom table, so the model starts from nothing. */
export function catalogueOf(failures: readonly Failure[]): FaultCatalogue {
	const components = [...new Set(failures.map(({ causeId }) => causeId))].sort();
	return {
		version: 1,
		symptoms: [],
		signs: [],
		causes: components.map((id) => ({
			id,
			name: id,
			component: id,
			assetKinds: [],
			severity: 'major',
			mechanism: null,
			failureCause: null,
			detection: null,
			checks: [],
			remedies: [],
			occurrence: 1,
			retired: false
		}))
	};
}

async function readHappened(folder: string, file: string, column: string): Promise<Happened[]> {
	const rows = await readTable(folder, file);
	return rows.map(({ datetime = '', machineID = '', ...row }) => ({
		at: readDate(datetime),
		machine: machineID,
		what: row[column] ?? ''
	}));
}

/** The dates are day/month/year. */
function readDate(text: string): number {
	const [, day, month, year, hour, minute] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d)$/.exec(text) ?? [];
	if (minute === undefined) throw new Error(`"${text}" is no date of the form day/month/year hour:minute.`);
	return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}

async function readTable(folder: string, file: string): Promise<Record<string, string | undefined>[]> {
	return parse(await readFile(path.join(folder, file)), { columns: true, bom: true });
}
