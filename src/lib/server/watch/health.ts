/** Whether this server can do its work now, part by part, for whoever watches it or sends it requests. */
import type { Core } from '../core';
import type { PhotoStore } from '../photos';

type State = 'ok' | 'down';

export interface Health {
	/** The ledger's database. */
	store: State;
	/** Where photos are kept. */
	photos: State;
}

export async function readHealth({ db, photoStore }: Pick<Core, 'db'> & { photoStore: PhotoStore }): Promise<Health> {
	const [store, photos] = await Promise.all([
		stateOf(db.selectFrom('sites').select('id').limit(1).execute()),
		stateOf(photoStore.check())
	]);
	return { store, photos };
}

async function stateOf(check: Promise<unknown>): Promise<State> {
	return check.then(
		() => 'ok',
		() => 'down'
	);
}
