/** One running server: everything that is opened from a data folder, and closed again. */
import { resolve } from 'node:path';
import { openAuth, type Auth } from './auth';
import type { Core } from './core';
import { openStore } from './db';
import { openServiceKey, readSite } from './ledger';
import { openBudgets, openLimits, type Budgets, type Limits } from './limits';
import { openPhotoStore, PhotoReceiver, Thumbnails, type PhotoStore } from './photos';
import { readDocument } from './projections';

export interface SiteServer extends Core {
	readonly auth: Auth;
	readonly photos: PhotoReceiver;
	readonly photoStore: PhotoStore;
	readonly thumbnails: Thumbnails;
	readonly limits: Limits;
	readonly budgets: Budgets;
	/** Closes the store, before this returns. Call it when no request is under way. */
	close(): void;
}

/** The key in the data folder is not the one the site's register knows: its folder was put together from two. */
export class ServiceKeyMismatch extends Error {
	override readonly name = 'ServiceKeyMismatch';
	constructor(readonly dataDir: string) {
		super(`service-key.pem in ${dataDir} does not belong to the ledger beside it; restore both from the same backup`);
	}
}

export interface ServerOptions {
	dataDir: string;
	/** Where photos are kept: `s3://…`, or files in the data folder when nothing is named. */
	photos?: string | undefined;
	now?: () => Date;
}

/** Opens a data folder, making it where it is new. Throws `ServiceKeyMismatch`, or what the store could not do. */
export async function openServer(options: ServerOptions): Promise<SiteServer> {
	const dataDir = resolve(options.dataDir);
	const { db, close } = await openStore(dataDir);
	try {
		const core: Core = { dataDir, db, key: await openServiceKey(dataDir), now: options.now ?? (() => new Date()) };
		const site = await readSite(db);
		const own = site && (await readDocument(db, site.id, 'device', site.service_device));
		if (own && own.publicKey.x !== core.key.publicKey.x) throw new ServiceKeyMismatch(dataDir);
		const photoStore = await openPhotoStore(dataDir, options.photos);
		const photos = new PhotoReceiver(core, photoStore);
		return {
			...core,
			auth: await openAuth(db, dataDir),
			photos,
			photoStore,
			thumbnails: new Thumbnails(core, photoStore, photos),
			limits: openLimits(),
			budgets: openBudgets(),
			close: () => {
				photos.close();
				close();
			}
		};
	} catch (error) {
		close();
		throw error;
	}
}
