/** Faults: each with its report, what the model and people have said since, and what its machine was like. */
import type { ProposedCause, SettledCause } from '$lib/domain/fault/catalogue';
import { machineAt, noState, withReading, withReplacements } from '$lib/domain/fault/asset-state';
import type { Fault, FaultStanding } from '$lib/domain/fault/fault';
import type { AssetReading, Repair, RepairOutcome } from '$lib/domain/fault/repair';
import type { FaultReport } from '$lib/domain/fault/report';
import type { Suggestion } from '$lib/domain/suggestion';
import { updateCase, type Moment } from './cases';
import { subjectText } from './subject-text';
import type { WorkingCopy } from './working-copy';

/** Who says it, and when: by the clock of their device. */
interface Said {
	by: string | null;
	at: string;
}

/** A report is what a capture is elsewhere: a suggestion is made about it, and its case is found by it. */
export async function recordFault(
	copy: WorkingCopy,
	{ position, receivedAt }: Moment,
	device: string,
	said: Said,
	report: FaultReport
): Promise<void> {
	const asset = await copy.readDocument('asset', report.assetId);
	copy.captures.put({
		site: copy.site,
		id: report.id,
		device,
		photo: report.photos[0]?.sha256 ?? '',
		part: null,
		subject_text: await subjectText(copy, { kind: 'asset', assetId: report.assetId }),
		area: asset?.areaId ?? null,
		at: said.at,
		received_at: receivedAt,
		sample: report.sample ? 1 : 0
	});
	const state = (await copy.readDocument('asset-state', report.assetId)) ?? noState(report.assetId);
	copy.putDocument(position, 'fault', report.id, {
		report,
		...said,
		deviceId: device,
		machine: machineAt(asset, state, said.at),
		suggestion: null,
		standing: null,
		repairs: [],
		outcomes: [],
		takenInAs: null
	});
}

/** The newest suggestion counts: one that was made after more symptoms were added. */
export function recordFaultSuggestion(
	copy: WorkingCopy,
	{ position }: Moment,
	{ id, captureId, candidates }: Suggestion
): Promise<void> {
	return changeFault(copy, position, captureId, () => ({ suggestion: { id, candidates }, standing: null }));
}

export function recordFaultStanding(
	copy: WorkingCopy,
	{ position }: Moment,
	{ reportId, suggestionId }: { reportId: string; suggestionId: string },
	standing: FaultStanding
): Promise<void> {
	return changeFault(copy, position, reportId, ({ suggestion }) =>
		suggestion?.id === suggestionId ? { standing } : {}
	);
}

export async function recordRepair(copy: WorkingCopy, moment: Moment, said: Said, repair: Repair): Promise<void> {
	const { position } = moment;
	const fault = await copy.readDocument('fault', repair.reportId);
	if (!fault) return;
	await changeFault(copy, position, repair.reportId, ({ repairs }) => ({
		repairs: [...repairs, { ...repair, ...said }]
	}));
	if (repair.replaced.length > 0) {
		const { assetId } = fault.report;
		const state = (await copy.readDocument('asset-state', assetId)) ?? noState(assetId);
		copy.putDocument(position, 'asset-state', assetId, withReplacements(state, repair.replaced, said.at));
	}
	// What is to be done with the machine may have been done by now.
	await updateCase(copy, moment, repair.suggestionId);
}

export function recordOutcome(
	copy: WorkingCopy,
	{ position }: Moment,
	said: Said,
	outcome: RepairOutcome
): Promise<void> {
	return changeFault(copy, position, outcome.reportId, ({ outcomes }) => ({
		outcomes: [...outcomes, { ...outcome, ...said }]
	}));
}

export function recordProposedCause(
	copy: WorkingCopy,
	{ position }: Moment,
	said: Said,
	proposed: ProposedCause
): void {
	copy.putDocument(position, 'proposed-cause', proposed.id, { ...proposed, ...said, settled: null });
}

export async function settleProposedCause(
	copy: WorkingCopy,
	{ position }: Moment,
	said: Said,
	{ proposedId, causeId, reason }: SettledCause
): Promise<void> {
	const proposed = await copy.readDocument('proposed-cause', proposedId);
	if (!proposed) return;
	copy.putDocument(position, 'proposed-cause', proposedId, { ...proposed, settled: { causeId, reason, ...said } });
	await changeFault(copy, position, proposed.reportId, () => ({ takenInAs: causeId }));
}

export async function recordReading(copy: WorkingCopy, { position }: Moment, reading: AssetReading): Promise<void> {
	const state = (await copy.readDocument('asset-state', reading.assetId)) ?? noState(reading.assetId);
	copy.putDocument(position, 'asset-state', reading.assetId, withReading(state, reading));
}

/** Leaves everything as it is for a report that is not on record. */
async function changeFault(
	copy: WorkingCopy,
	position: number,
	reportId: string,
	change: (fault: Fault) => Partial<Fault>
): Promise<void> {
	const fault = await copy.readDocument('fault', reportId);
	if (fault) copy.putDocument(position, 'fault', reportId, { ...fault, ...change(fault) });
}
