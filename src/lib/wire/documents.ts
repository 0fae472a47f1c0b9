/** What tablets hold of their site, kind by kind. Apart from the calls: a tablet checks documents where it reads them. */
import { AuditAnswerDocument, AuditDocument, FindingDocument } from '$lib/domain/audit/documents';
import { AuditTemplate } from '$lib/domain/audit/template';
import { CaseSummary } from '$lib/domain/case';
import { AssetState } from '$lib/domain/fault/asset-state';
import { FaultCatalogue } from '$lib/domain/fault/catalogue';
import { Fault, ProposedCauseDocument } from '$lib/domain/fault/fault';
import { PersonDocument, PinVerifier } from '$lib/domain/pin';
import { Policy } from '$lib/domain/policy';
import { SeedDocument } from '$lib/domain/seeded-check';
import { SiteSettings } from '$lib/domain/site-settings';
import { Area, Asset, Device, Id, Part, Site, Unit, WorkOrder } from '$lib/domain/site';
import * as v from 'valibot';
import { QuarantinedDocument } from './quarantined';
import { PulledPage } from './sync';

export { CaseSummary, PersonDocument, PinVerifier };

/** Put together from several ids. */
const DocumentId = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** The kinds of document a tablet holds; each replaces the one with the same kind and id. */
export const SyncDocument = v.variant('kind', [
	v.object({ kind: v.literal('site'), id: Id, position: v.number(), value: Site }),
	v.object({ kind: v.literal('area'), id: Id, position: v.number(), value: Area }),
	v.object({ kind: v.literal('asset'), id: Id, position: v.number(), value: Asset }),
	v.object({ kind: v.literal('part'), id: Id, position: v.number(), value: Part }),
	v.object({ kind: v.literal('person'), id: Id, position: v.number(), value: PersonDocument }),
	v.object({ kind: v.literal('work-order'), id: Id, position: v.number(), value: WorkOrder }),
	v.object({ kind: v.literal('unit'), id: Id, position: v.number(), value: Unit }),
	v.object({ kind: v.literal('device'), id: Id, position: v.number(), value: Device }),
	v.object({ kind: v.literal('policy'), id: Id, position: v.number(), value: Policy }),
	v.object({ kind: v.literal('site-settings'), id: Id, position: v.number(), value: SiteSettings }),
	v.object({ kind: v.literal('quarantined'), id: Id, position: v.number(), value: QuarantinedDocument }),
	v.object({ kind: v.literal('seed'), id: Id, position: v.number(), value: SeedDocument }),
	v.object({ kind: v.literal('case'), id: Id, position: v.number(), value: CaseSummary }),
	/** Its id is `current`. */
	v.object({ kind: v.literal('fault-catalogue'), id: Id, position: v.number(), value: FaultCatalogue }),
	/** By the id of its report. */
	v.object({ kind: v.literal('fault'), id: Id, position: v.number(), value: Fault }),
	/** By the id of its asset. */
	v.object({ kind: v.literal('asset-state'), id: Id, position: v.number(), value: AssetState }),
	v.object({ kind: v.literal('proposed-cause'), id: Id, position: v.number(), value: ProposedCauseDocument }),
	/** By `templateDocumentId`. */
	v.object({ kind: v.literal('audit-template'), id: DocumentId, position: v.number(), value: AuditTemplate }),
	v.object({ kind: v.literal('audit'), id: Id, position: v.number(), value: AuditDocument }),
	/** By `answerDocumentId`. */
	v.object({ kind: v.literal('audit-answer'), id: DocumentId, position: v.number(), value: AuditAnswerDocument }),
	v.object({ kind: v.literal('finding'), id: Id, position: v.number(), value: FindingDocument })
]);
export type SyncDocument = v.InferOutput<typeof SyncDocument>;

export const PullResponse = v.object({ ...PulledPage.entries, documents: v.array(SyncDocument) });
export type PullResponse = v.InferOutput<typeof PullResponse>;

/**
 * Kinds that came with a later version of the protocol. Apps of version 1 refused a page with a kind they did not know, so a caller is given
 * only what its version knows; an app that was updated asks for what its cursor has passed (`pullDocuments` of the tablet).
 */
const KINDS_SINCE: Readonly<Record<number, readonly SyncDocument['kind'][]>> = {
	2: ['fault-catalogue', 'fault', 'asset-state', 'proposed-cause', 'audit-template', 'audit', 'audit-answer', 'finding']
};

/** The kinds that callers of this version of the protocol do not know. */
export function kindsAfter(version: number): SyncDocument['kind'][] {
	return Object.entries(KINDS_SINCE).flatMap(([since, kinds]) => (Number(since) > version ? kinds : []));
}
