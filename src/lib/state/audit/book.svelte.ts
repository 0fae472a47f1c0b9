/** What this tablet knows of the site's audits: templates, audits, findings; pulled, and said here since. Follows both. */
import { AUDIT_BODIES } from '$lib/domain/ledger/audit-bodies';
import { AuditAnswerDocument, AuditDocument, FindingDocument, newestVersions } from '$lib/domain/audit/documents';
import { AuditTemplate } from '$lib/domain/audit/template';
import { newId } from '$lib/device';
import type { Finding, Place, StartedAudit } from '$lib/domain/audit/audit';
import type { Entry } from '$lib/domain/ledger';
import {
	auditAnswers,
	auditsInState,
	changedDocuments,
	follow,
	ownEntries,
	type LocalDatabase,
	type OwnEntry,
	type StoredPhoto
} from '$lib/local-db';
import * as v from 'valibot';
import type { Statement } from '../recorder';
import type { Tablet } from '../tablet.svelte';
import { AUDIT_TYPES, knownAudits, knownFindings, type KnownAudit, type KnownFinding, type PulledAudit } from './merge';

const LOOK_EVERY_MS = 1_000;
const MOST_OPEN = 1_000;
/** Ended audits that are offered for looking at; the desk has all of them. */
const MOST_ENDED = 30;

interface Held {
	templates: readonly AuditTemplate[];
	audits: readonly PulledAudit[];
	findings: readonly FindingDocument[];
	own: readonly OwnEntry[];
}

const NOTHING: Held = { templates: [], audits: [], findings: [], own: [] };

export class AuditBook {
	readonly #tablet: Tablet;
	#held = $state.raw<Held>(NOTHING);
	#ready = $state(false);
	#failure = $state.raw<unknown>(null);
	#stopFollowing: () => void = () => undefined;
	readonly #audits = $derived(knownAudits(this.#held.audits, this.#held.own));
	readonly #findings = $derived(
		knownFindings(this.#held.findings, this.#held.own, (id) => this.#audits.get(id)?.started.title ?? '')
	);

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
		tablet.takeIn(AUDIT_BODIES);
	}

	/** False until the tablet has been read once. */
	get ready(): boolean {
		return this.#ready;
	}

	/** Why the tablet could not be read. */
	get failure(): unknown {
		return this.#failure;
	}

	/** Those that an audit can be started from: the newest version of each, by name. */
	get templates(): readonly AuditTemplate[] {
		return newestVersions(this.#held.templates).filter(({ retired }) => !retired);
	}

	/** The version that an audit began with; null where it has not come here. */
	templateOf({ templateId, templateVersion }: StartedAudit): AuditTemplate | null {
		return this.#held.templates.find(({ id, version }) => id === templateId && version === templateVersion) ?? null;
	}

	/** The one that something was last said of first. */
	get audits(): readonly KnownAudit[] {
		return [...this.#audits.values()].sort((one, other) => (one.lastAt < other.lastAt ? 1 : -1));
	}

	auditById(id: string): KnownAudit | null {
		return this.#audits.get(id) ?? null;
	}

	get findings(): readonly KnownFinding[] {
		return [...this.#findings.values()];
	}

	findingById(id: string): KnownFinding | null {
		return this.#findings.get(id) ?? null;
	}

	/** In the order they were raised. */
	findingsOf(auditId: string): KnownFinding[] {
		return this.findings
			.filter(({ finding }) => finding.auditId === auditId)
			.sort((one, other) => (one.finding.id < other.finding.id ? -1 : 1));
	}

	/** Puts something on record; it counts at once. @throws what `Tablet.record` throws */
	async say(statements: readonly Statement[], photos: readonly StoredPhoto[] = []): Promise<Entry[]> {
		const entries = await this.#tablet.record(statements, photos);
		const said = entries.map((entry) => ({ entry, unsent: true }));
		this.#held = { ...this.#held, own: [...this.#held.own, ...said] };
		return entries;
	}

	/** Begins an audit from this version of a template; gives its id. @throws what `Tablet.record` throws */
	async begin(template: AuditTemplate, title: string, areaId: string | null, place: Place | null): Promise<string> {
		const id = newId();
		const body = { id, templateId: template.id, templateVersion: template.version, title, areaId, place };
		await this.say([{ type: 'audit.started', body }]);
		return id;
	}

	async stateFinding(finding: Finding, photos: readonly StoredPhoto[] = []): Promise<void> {
		await this.say([{ type: 'finding.stated', body: finding }], photos);
	}

	/** Reads at once and follows what changes, other tabs' and the server's too. */
	start(): void {
		this.stop();
		const { database } = this.#tablet;
		this.#stopFollowing = follow(
			database,
			['documents', 'entries', 'outbox'],
			() => readHeld(database),
			{
				next: (held) => {
					this.#held = withLater(held, this.#held.own);
					this.#ready = true;
				},
				error: (error) => (this.#failure = error)
			},
			LOOK_EVERY_MS
		);
	}

	stop(): void {
		this.#stopFollowing();
		this.#stopFollowing = () => undefined;
	}
}

async function readHeld(database: LocalDatabase): Promise<Held> {
	const [templates, open, signed, abandoned, findings, own] = await Promise.all([
		changedDocuments(database, 'audit-template', 0),
		auditsInState(database, 'open', MOST_OPEN),
		auditsInState(database, 'signed', MOST_ENDED),
		auditsInState(database, 'abandoned', MOST_ENDED),
		changedDocuments(database, 'finding', 0),
		ownEntries(database, AUDIT_TYPES)
	]);
	const documents = read(AuditDocument, [...open, ...signed, ...abandoned]);
	const answers = await Promise.all(documents.map(({ started }) => auditAnswers(database, started.id)));
	return {
		templates: read(AuditTemplate, templates),
		audits: documents.map((document, index) => ({
			document,
			answers: read(AuditAnswerDocument, answers[index] ?? [])
		})),
		findings: read(FindingDocument, findings),
		own
	};
}

/** A document that is not what it should be is left out, and everything else goes on. */
function read<T>(schema: v.GenericSchema<unknown, T>, documents: readonly { value: unknown }[]): T[] {
	return documents.flatMap(({ value }) => {
		const result = v.safeParse(schema, value);
		return result.success ? [result.output] : [];
	});
}

/** What was said while the tablet was being read stays. */
function withLater(held: Held, before: readonly OwnEntry[]): Held {
	const newest = held.own.at(-1)?.entry.seq ?? 0;
	return { ...held, own: [...held.own, ...before.filter(({ entry }) => entry.seq > newest)] };
}
