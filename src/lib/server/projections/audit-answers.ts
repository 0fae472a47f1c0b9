/** The latest answers of audits, as one transaction sees and changes them. */
import type { AuditAnswer } from '$lib/domain/audit/audit';
import { AUDIT_ANSWER_ROWS, isOneOf, writeRows, type AuditAnswerRow, type Tx } from '../db';
import { RowSet } from './row-set';

const keyOf = ({ audit, item, round }: Pick<AuditAnswerRow, 'audit' | 'item' | 'round'>) => `${audit} ${item} ${round}`;

export class AuditAnswers {
	readonly #rows: RowSet<AuditAnswerRow>;
	readonly #loaded = new Set<string>();

	constructor(
		private readonly tx: Tx,
		private readonly site: string
	) {
		this.#rows = new RowSet<AuditAnswerRow>({
			keyOf,
			// Asked for by the audit alone.
			read: () => Promise.resolve([]),
			write: (rows) => writeRows(tx, AUDIT_ANSWER_ROWS, rows)
		});
	}

	/** There can be no answers in an audit that has just begun. */
	expectNone(audit: string): void {
		this.#loaded.add(audit);
	}

	async load(audits: Iterable<string>): Promise<void> {
		const wanted = [...new Set(audits)].filter((id) => !this.#loaded.has(id));
		if (wanted.length === 0) return;
		const { tx, site } = this;
		const rows = tx
			.selectFrom('audit_answers')
			.selectAll()
			.where('site', '=', site)
			.where(isOneOf(tx, 'audit', wanted));
		for (const row of await rows.execute()) this.#rows.know(row);
		for (const id of wanted) this.#loaded.add(id);
	}

	/** The latest answer to each item of an audit, those that were taken back too. */
	async of(audit: string): Promise<AuditAnswer[]> {
		await this.load([audit]);
		return [...this.#rows.known()]
			.filter((row) => row.audit === audit)
			.map(({ json }) => JSON.parse(json) as AuditAnswer);
	}

	put(answer: AuditAnswer, said: { by: string | null; at: string }, position: number): void {
		this.#rows.put({
			site: this.site,
			audit: answer.auditId,
			item: answer.itemId,
			round: answer.round,
			person: said.by,
			at: said.at,
			position,
			json: JSON.stringify(answer)
		});
	}

	save(): Promise<void> {
		return this.#rows.save();
	}
}
