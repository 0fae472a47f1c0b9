/**
 * What one transaction knows of a site's projections and changes in them. Projecting an entry works on this copy, in memory; `save` writes
 * all changes together. What was not loaded before is read when it is asked for, so loading ahead is a matter of speed alone.
 */
import {
	ACTION_ROWS,
	CAPTURE_ROWS,
	DECISION_ROWS,
	DOCUMENT_ROWS,
	ENTRY_INDEX_ROWS,
	isOneOf,
	OVERSIGHT_ROWS,
	PHOTO_ROWS,
	SUGGESTION_ROWS,
	UNSETTLED_ROWS,
	writeRows,
	type ActionRow,
	type CaptureRow,
	type DecisionRow,
	type EntryIndexRow,
	type OversightRow,
	type PhotoRow,
	type SeedAnswerRow,
	type SuggestionRow,
	type Tx,
	type UnsettledRow
} from '../db';
import { AuditAnswers } from './audit-answers';
import { answerRows, conductRows, type PersonConduct } from './checks';
import { committedRows, type Committed } from './committed';
import type { DocumentKind, DocumentValue } from './documents';
import { RowSet } from './row-set';

interface Document {
	kind: DocumentKind;
	id: string;
	position: number;
	/** Never changed in place: a new value takes its place. */
	value: unknown;
}

/** Names a document among all kinds. */
const nameOf = ({ kind, id }: Pick<Document, 'kind' | 'id'>) => `${kind} ${id}`;

export class WorkingCopy {
	readonly captures: RowSet<CaptureRow>;
	readonly suggestions: RowSet<SuggestionRow>;
	readonly decisions: RowSet<DecisionRow>;
	/** By suggestion. */
	readonly actions: RowSet<ActionRow>;
	/** By suggestion. */
	readonly unsettled: RowSet<UnsettledRow>;
	/** By position. */
	readonly oversight: RowSet<OversightRow>;
	readonly photos: RowSet<PhotoRow>;
	readonly committed: RowSet<Committed>;
	/** What is written with the next `save`, in the order of the ledger. */
	readonly indexed: EntryIndexRow[] = [];
	readonly answers: RowSet<SeedAnswerRow>;
	readonly conduct: RowSet<PersonConduct>;
	readonly auditAnswers: AuditAnswers;
	readonly #documents: RowSet<Document>;
	readonly #suggestionsWithDecisions = new Set<string>();
	readonly #suggestionsWithOversight = new Set<string>();

	constructor(
		readonly tx: Tx,
		readonly site: string
	) {
		this.captures = new RowSet({
			keyOf: (row) => row.id,
			read: (ids) =>
				tx
					.selectFrom('captures')
					.selectAll()
					.where('site', '=', site)
					.where(isOneOf(tx, 'id', ids))
					.execute(),
			write: (rows) => writeRows(tx, CAPTURE_ROWS, rows)
		});
		this.suggestions = new RowSet({
			keyOf: (row) => row.id,
			read: (ids) =>
				tx
					.selectFrom('suggestions')
					.selectAll()
					.where('site', '=', site)
					.where(isOneOf(tx, 'id', ids))
					.execute(),
			write: (rows) => writeRows(tx, SUGGESTION_ROWS, rows)
		});
		this.decisions = new RowSet({
			keyOf: (row) => row.id,
			read: (ids) =>
				tx
					.selectFrom('decisions')
					.selectAll()
					.where('site', '=', site)
					.where(isOneOf(tx, 'id', ids))
					.execute(),
			write: (rows) => writeRows(tx, DECISION_ROWS, rows)
		});
		this.actions = new RowSet({
			keyOf: (row) => row.suggestion,
			read: (ids) =>
				tx
					.selectFrom('actions')
					.selectAll()
					.where('site', '=', site)
					.where(isOneOf(tx, 'suggestion', ids))
					.execute(),
			write: (rows) => writeRows(tx, ACTION_ROWS, rows)
		});
		this.unsettled = new RowSet({
			keyOf: (row) => row.suggestion,
			read: (ids) =>
				tx
					.selectFrom('unsettled')
					.selectAll()
					.where('site', '=', site)
					.where(isOneOf(tx, 'suggestion', ids))
					.execute(),
			write: (rows) => writeRows(tx, UNSETTLED_ROWS, rows)
		});
		this.oversight = new RowSet<OversightRow>({
			keyOf: (row) => String(row.position),
			// Asked for by the case alone.
			read: () => Promise.resolve([]),
			write: (rows) => writeRows(tx, OVERSIGHT_ROWS, rows)
		});
		this.photos = new RowSet({
			keyOf: (row) => row.sha256,
			read: (hashes) =>
				tx
					.selectFrom('photos')
					.selectAll()
					.where('site', '=', site)
					.where(isOneOf(tx, 'sha256', hashes))
					.execute(),
			write: (rows) => writeRows(tx, PHOTO_ROWS, rows)
		});
		this.committed = committedRows(tx, site);
		this.answers = answerRows(tx, site);
		this.conduct = conductRows(tx, site);
		this.auditAnswers = new AuditAnswers(tx, site);
		this.#documents = new RowSet<Document>({
			keyOf: nameOf,
			read: (names) => this.#readDocuments(names),
			write: (documents) =>
				writeRows(
					tx,
					DOCUMENT_ROWS,
					documents.map(({ kind, id, position, value }) => ({ site, kind, id, position, value: JSON.stringify(value) }))
				)
		});
	}

	/** The document's value, or null. */
	async readDocument<K extends DocumentKind>(kind: K, id: string): Promise<DocumentValue<K> | null> {
		const document = await this.#documents.get(nameOf({ kind, id }));
		return document ? (document.value as DocumentValue<K>) : null;
	}

	loadDocuments(wanted: readonly Pick<Document, 'kind' | 'id'>[]): Promise<void> {
		return this.#documents.load(wanted.map(nameOf));
	}

	putDocument<K extends DocumentKind>(position: number, kind: K, id: string, value: DocumentValue<K>): void {
		this.#documents.put({ kind, id, position, value });
	}

	/** Which of these photos the site does not have. */
	async missingPhotos(hashes: ReadonlySet<string>): Promise<string[]> {
		await this.photos.load(hashes);
		const missing: string[] = [];
		for (const sha256 of hashes) if (!(await this.photos.get(sha256))) missing.push(sha256);
		return missing;
	}

	/** All decisions on a suggestion, in the ledger's order. */
	async decisionsOn(suggestion: string): Promise<DecisionRow[]> {
		await this.loadDecisionsOn([suggestion]);
		return [...this.decisions.known()]
			.filter((row) => row.suggestion === suggestion)
			.sort((a, b) => a.position - b.position);
	}

	async loadDecisionsOn(suggestions: Iterable<string>): Promise<void> {
		const wanted = [...new Set(suggestions)].filter((id) => !this.#suggestionsWithDecisions.has(id));
		if (wanted.length === 0) return;
		const { tx, site } = this;
		const rows = tx
			.selectFrom('decisions')
			.selectAll()
			.where('site', '=', site)
			.where(isOneOf(tx, 'suggestion', wanted));
		for (const row of await rows.execute()) this.decisions.know(row);
		for (const id of wanted) this.#suggestionsWithDecisions.add(id);
	}

	/** What was said about a suggestion besides decisions, in the ledger's order. */
	async oversightOn(suggestion: string): Promise<OversightRow[]> {
		await this.loadOversightOn([suggestion]);
		return [...this.oversight.known()]
			.filter((row) => row.suggestion === suggestion)
			.sort((a, b) => a.position - b.position);
	}

	/** Nothing can have been said about a suggestion that has just come in: it need not be looked up. */
	expectNoOversight(suggestion: string): void {
		this.#suggestionsWithOversight.add(suggestion);
	}

	async loadOversightOn(suggestions: Iterable<string>): Promise<void> {
		const wanted = [...new Set(suggestions)].filter((id) => !this.#suggestionsWithOversight.has(id));
		if (wanted.length === 0) return;
		const { tx, site } = this;
		const rows = tx
			.selectFrom('oversight')
			.selectAll()
			.where('site', '=', site)
			.where(isOneOf(tx, 'suggestion', wanted));
		for (const row of await rows.execute()) this.oversight.know(row);
		for (const id of wanted) this.#suggestionsWithOversight.add(id);
	}

	/** Writes every change so far; reads of the transaction then see them. */
	async save(): Promise<void> {
		const { captures, suggestions, decisions, oversight, actions, unsettled, photos, answers, conduct } = this;
		const own = [captures, suggestions, decisions, oversight, actions, unsettled, photos, answers, conduct];
		for (const rows of [...own, this.auditAnswers, this.#documents]) await rows.save();
		await writeRows(this.tx, ENTRY_INDEX_ROWS, this.indexed.splice(0));
	}

	async #readDocuments(names: readonly string[]): Promise<Document[]> {
		const wanted = names.map((name) => {
			const [kind = '', ...id] = name.split(' ');
			return { kind, id: id.join(' ') };
		});
		const rows = await this.tx
			.selectFrom('documents')
			.select(['kind', 'id', 'position', 'value'])
			.where('site', '=', this.site)
			.where(isOneOf(this.tx, 'kind', [...new Set(wanted.map(({ kind }) => kind))]))
			.where(isOneOf(this.tx, 'id', [...new Set(wanted.map(({ id }) => id))]))
			.execute();
		return rows.map((row) => ({ ...row, kind: row.kind as DocumentKind, value: JSON.parse(row.value) as unknown }));
	}
}
