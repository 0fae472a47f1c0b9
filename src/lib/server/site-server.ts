/** One running server: everything that is opened from its store and its data folder, and closed again. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeSessionSecret, openAuth, type Auth } from './auth';
import { Background } from './background';
import { Courier } from './connectors';
import type { Core } from './core';
import { openStore, type StoreOptions } from './db';
import { Contacts } from './devices';
import { AppendQueue, makeServiceKey, readServiceKey, readSite } from './ledger';
import { openBudgets, openLimits, type Budgets, type Limits } from './limits';
import { openPhotoStore, PhotoReceiver, Thumbnails, type PhotoStore } from './photos';
import { completeProjections, readDocument } from './projections';
import { Metrics, QUIET, readFigures, type Log } from './watch';
import { LiveFeed } from './review';
import { openSecret } from './secrets';
import { tasksOf } from './tasks';

export interface SiteServer extends Core {
	readonly auth: Auth;
	readonly photos: PhotoReceiver;
	readonly photoStore: PhotoStore;
	readonly thumbnails: Thumbnails;
	readonly contacts: Contacts;
	readonly live: LiveFeed;
	readonly metrics: Metrics;
	readonly metricsToken: string | null;
	readonly limits: Limits;
	readonly budgets: Budgets;
	/** What it does by itself; it stands still until it is started. */
	readonly background: Background;
	readonly courier: Courier;
	/** Closes the store; SQLite's file is closed before this returns. Call it when no request is under way. */
	close(): Promise<void>;
}

/** The server's key is not the one the site's register knows: its data was put together from two places. */
export class ServiceKeyMismatch extends Error {
	override readonly name = 'ServiceKeyMismatch';
	constructor() {
		super(
			"the server's key (service-key.pem, SERVICE_KEY or the table secrets) does not belong to the ledger beside it; " +
				'restore both from the same backup'
		);
	}
}

/** A restore was broken off while it put things in their place: opened now, the folder would count as a new site's. */
export class RestoreUnfinished extends Error {
	override readonly name = 'RestoreUnfinished';
	constructor(dataDir: string) {
		super(`A restore into ${dataDir} was broken off. Empty the folder and restore the backup again.`);
	}
}

/** Where a restore works before anything is in its place. */
export const RESTORING = '.restoring';

export interface ServerOptions extends StoreOptions {
	/** Where it is given, nothing is made and kept: what sessions are signed with. */
	sessionSecret?: string | undefined;
	/** The same for the key that signs the server's own entries, as PEM. */
	serviceKey?: string | undefined;
	/** Where photos are kept: `s3://…`, or files in the data folder when nothing is named. */
	photos?: string | undefined;
	/** Who may read the metrics from elsewhere: whoever knows this. Without it, nobody but an admin and this computer itself. */
	metricsToken?: string | undefined;
	log?: Log;
	now?: () => Date;
}

/** Opens a store and a data folder, making them where they are new. Throws `ServiceKeyMismatch`, `RestoreUnfinished`, or what the store could not do. */
export async function openServer(options: ServerOptions): Promise<SiteServer> {
	const dataDir = resolve(options.dataDir);
	if (existsSync(join(dataDir, RESTORING))) throw new RestoreUnfinished(dataDir);
	const log = options.log ?? QUIET;
	const connectionBroken = (error: Error) => log.warn({ error }, 'a connection to PostgreSQL broke');
	const store = await openStore({ ...options, dataDir, connectionBroken });
	const { db, close } = store;
	try {
		const pem = options.serviceKey ?? (await openSecret(store, dataDir, 'service-key.pem', makeServiceKey));
		const core: Core = {
			dataDir,
			db,
			key: readServiceKey(pem),
			appends: new AppendQueue(),
			log,
			now: options.now ?? (() => new Date())
		};
		const site = await readSite(db);
		const own = site && (await readDocument(db, site.id, 'device', site.service_device));
		if (own && own.publicKey.x !== core.key.publicKey.x) throw new ServiceKeyMismatch();
		if (site) await completeProjections(core, site.id);
		const secret = options.sessionSecret ?? (await openSecret(store, dataDir, 'session-secret', makeSessionSecret));
		const photoStore = await openPhotoStore(dataDir, options.photos);
		const metrics = new Metrics(() => readFigures({ ...core, photoStore }));
		const live = new LiveFeed(core);
		const photos = new PhotoReceiver(core, photoStore, (bytes) => metrics.countPhoto(bytes));
		const courier = new Courier(core, (outcome) => metrics.countDelivery(outcome));
		const background = new Background(log, tasksOf(core, courier));
		return {
			...core,
			auth: openAuth(store, secret),
			photos,
			photoStore,
			metrics,
			metricsToken: options.metricsToken ?? null,
			thumbnails: new Thumbnails(core, photoStore, photos),
			contacts: new Contacts(core),
			live,
			limits: openLimits(db),
			budgets: openBudgets(),
			background,
			courier,
			close: () => {
				live.stop();
				void background.stop();
				photos.close();
				return close();
			}
		};
	} catch (error) {
		await close();
		throw error;
	}
}
