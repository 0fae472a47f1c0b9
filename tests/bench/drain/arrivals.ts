/** What has arrived, read beside the running server from its own database and photo folder. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class Arrivals {
	readonly #database: DatabaseSync;
	readonly #photos: string;

	constructor(dataDir: string) {
		this.#database = new DatabaseSync(join(dataDir, 'countersign.sqlite'), { readOnly: true });
		this.#photos = join(dataDir, 'photos');
	}

	/** Entries of a device, in the ledger or in quarantine, by their id. */
	ids(device: string): string[] {
		const rows = this.#database
			.prepare(
				'select id from entries where device = :device union all select entry_id from quarantine where device = :device'
			)
			.all({ device });
		return rows.map(({ id }) => String(id));
	}

	/** The highest number of a device's entries. */
	lastSeq(device: string): number {
		const row = this.#database.prepare('select max(seq) as seq from entries where device = ?').get(device);
		return Number(row?.['seq'] ?? 0);
	}

	/** Names of the photos that are whole. */
	photos(): Set<string> {
		if (!existsSync(this.#photos)) return new Set();
		const names = readdirSync(this.#photos, { recursive: true, encoding: 'utf8' });
		return new Set(names.flatMap((name) => /[0-9a-f]{64}$/.exec(name)?.[0] ?? []));
	}

	close(): void {
		this.#database.close();
	}
}
