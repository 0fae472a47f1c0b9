/** The tablet of an auditor, with an audit begun on it. For tests only. */
import type { AuditTemplate } from '$lib/domain/audit/template';
import { templateDocumentId } from '$lib/domain/audit/documents';
import { vi } from 'vitest';
import { Floor, floorPerson } from '../../testing/floor';
import { AuditBook } from '../book.svelte';
import { AuditWork } from '../work.svelte';

export const PIN = '161803';

/** A tablet that has this template, with the auditor Ada signed in, and an audit begun from it. */
export class AuditFloor {
	private constructor(
		readonly floor: Floor,
		readonly auditId: string,
		public book: AuditBook,
		public work: AuditWork
	) {}

	static async open(template: AuditTemplate): Promise<AuditFloor> {
		const people = [floorPerson('ada', 'auditor', PIN), floorPerson('ben', 'technician', '271828')];
		const floor = await Floor.open(people);
		await floor.pulled('audit-template', templateDocumentId(template.id, template.version), template);
		await floor.tablet.session.signIn('ada', PIN);
		const book = new AuditBook(floor.tablet);
		book.start();
		await vi.waitUntil(() => book.ready);
		const id = await book.begin(template, 'Hall 3', null, null);
		const audit = new AuditFloor(floor, id, book, new AuditWork(floor.tablet, book, id));
		await audit.#enter();
		return audit;
	}

	/** The battery was flat: nothing is left but what is on the disk. */
	async restart(): Promise<void> {
		this.book.stop();
		await this.floor.restart();
		this.book = new AuditBook(this.floor.tablet);
		this.book.start();
		await vi.waitUntil(() => this.book.ready);
		this.work = new AuditWork(this.floor.tablet, this.book, this.auditId);
		await this.#enter();
	}

	close(): void {
		this.book.stop();
		this.floor.close();
	}

	async #enter(): Promise<void> {
		this.work.open();
		await vi.waitUntil(() => this.work.isPlaced);
	}
}
