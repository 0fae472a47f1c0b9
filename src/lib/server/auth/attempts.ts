/** Limits how often something may be tried, so that guessing takes years. Kept in the store: every instance counts together. */
import * as v from 'valibot';
import type { Db } from '../db';

const Times = v.array(v.number());

export class AttemptLimit {
	/** At most `max` attempts within `windowMs`, counted apart for each `what` and key. */
	constructor(
		private readonly db: Db,
		private readonly what: string,
		private readonly max: number,
		private readonly windowMs: number
	) {}

	/** Counts an attempt. Null when it may go on, or the seconds to wait. */
	async attempt(key: string, nowMs: number): Promise<number | null> {
		const { what } = this;
		return this.db.transaction().execute(async (tx) => {
			await tx.deleteFrom('attempts').where('forget_at', '<=', nowMs).execute();
			const forget_at = nowMs + this.windowMs;
			// Writing the row, also where it is known, holds it: whoever tries at the same time waits here.
			const row = await tx
				.insertInto('attempts')
				.values({ what, key, tried_at: '[]', forget_at })
				.onConflict((conflict) => conflict.columns(['what', 'key']).doUpdateSet({ forget_at }))
				.returning('tried_at')
				.executeTakeFirstOrThrow();
			const recent = v.parse(Times, JSON.parse(row.tried_at)).filter((at) => nowMs - at < this.windowMs);
			const oldest = recent[0];
			const mustWait = oldest !== undefined && recent.length >= this.max;
			await tx
				.updateTable('attempts')
				.set({ tried_at: JSON.stringify(mustWait ? recent : [...recent, nowMs]) })
				.where('what', '=', what)
				.where('key', '=', key)
				.execute();
			return mustWait ? (oldest + this.windowMs - nowMs) / 1000 : null;
		});
	}

	/** Success clears what came before it. */
	async forgive(key: string): Promise<void> {
		await this.db.deleteFrom('attempts').where('what', '=', this.what).where('key', '=', key).execute();
	}
}
