/** Where the tablet's witness lies: beside the database, which a browser may clear or damage on its own. */
import { Witness } from '$lib/domain/ledger';
import { Id } from '$lib/domain/site';
import * as v from 'valibot';

const KEY = 'countersign-witness';

/** The signed statement, and the names that a tablet without its register could not tell. */
export const KeptWitness = v.object({
	witness: Witness,
	deviceName: v.string(),
	/** Names of the people in the witness, by their id. */
	people: v.record(Id, v.string())
});
export type KeptWitness = v.InferOutput<typeof KeptWitness>;

/** Null where there is none, or it is not what it should be. */
export function readWitness(): KeptWitness | null {
	try {
		const text = localStorage.getItem(KEY);
		if (text === null) return null;
		const parsed = v.safeParse(KeptWitness, JSON.parse(text));
		return parsed.success ? parsed.output : null;
	} catch {
		// No such storage here, or somebody else's words in it.
		return null;
	}
}

/** False where the browser keeps nothing: the records themselves do not depend on it. */
export function keepWitness(kept: KeptWitness): boolean {
	try {
		localStorage.setItem(KEY, JSON.stringify(kept));
		return true;
	} catch {
		return false;
	}
}
