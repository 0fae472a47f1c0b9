/** What one inspection has to say, written to the ledger in order: what a full disk refused is kept and tried again. */
import type { StoredPhoto } from '$lib/local-db';
import type { Statement } from '../recorder';

export type Record = (statements: Statement[], photos: StoredPhoto[]) => Promise<unknown>;

export class Statements {
	readonly #record: Record;
	#waiting: Statement[] = [];
	#photos: StoredPhoto[] = [];
	#turn: Promise<void> = Promise.resolve();

	constructor(record: Record) {
		this.#record = record;
	}

	/** Writes these after everything said before; resolves once the disk has them. When it rejects they wait, and go with the next call. */
	say(statements: Statement[], photos: StoredPhoto[] = []): Promise<void> {
		this.#waiting.push(...statements);
		this.#photos.push(...photos);
		return this.#inTurn(() => this.#write([]));
	}

	/** As `say`, but forgotten when it rejects: a decision that could not be saved is not saved later behind the person's back. */
	sayNowOrNever(statements: Statement[]): Promise<void> {
		return this.#inTurn(() => this.#write(statements));
	}

	#inTurn(write: () => Promise<void>): Promise<void> {
		const turn = this.#turn.then(write);
		this.#turn = turn.catch(() => undefined);
		return turn;
	}

	async #write(statements: Statement[]): Promise<void> {
		const kept = [...this.#waiting];
		const photos = [...this.#photos];
		if (kept.length + statements.length === 0) return;
		await this.#record([...kept, ...statements], photos);
		this.#waiting.splice(0, kept.length);
		this.#photos.splice(0, photos.length);
	}
}
