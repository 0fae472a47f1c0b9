/** Records that no server can take, put into a tablet's own database. */
import type { Page } from '@playwright/test';

export type Poison = 'unsound body' | 'unknown type' | 'broken signature' | 'no entry at all';
export const POISONS: readonly Poison[] = ['unsound body', 'unknown type', 'broken signature', 'no entry at all'];

/** Puts one more record at the end of the tablet's chain, sealed with its own key, damaged as told. Gives its `device seq`. */
export async function addPoison(page: Page, poison: Poison): Promise<string> {
	return page.evaluate(async (kind) => {
		const ask = <T>(request: IDBRequest<T>) =>
			new Promise<T>((done, fail) => {
				request.onsuccess = () => done(request.result);
				request.onerror = () => fail(request.error);
			});
		/** RFC 8785, for what occurs here: text, whole numbers and null. */
		const canonical = (value: unknown): string => {
			if (typeof value !== 'object' || value === null) return JSON.stringify(value);
			const pairs = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
			return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
		};
		const base64Url = (bytes: ArrayBuffer) =>
			btoa(String.fromCharCode(...new Uint8Array(bytes)))
				.replaceAll('+', '-')
				.replaceAll('/', '_')
				.replace(/=+$/, '');
		const bytesOf = (value: unknown) => new TextEncoder().encode(canonical(value));

		const database = await ask(indexedDB.open('countersign'));
		const identity = (await ask(database.transaction('settings').objectStore('settings').get('identity'))).value;
		const last = (await ask(database.transaction('entries').objectStore('entries').openCursor(null, 'prev')))?.value;
		const id = last.id.replace(/.{12}$/, crypto.randomUUID().slice(-12));
		const content = {
			v: 1,
			id,
			site: identity.siteId,
			device: identity.deviceId,
			seq: last.seq + 1,
			prev: last.hash,
			at: new Date().toISOString(),
			actor: { ...last.entry.actor },
			type: kind === 'unknown type' ? 'weather.observed' : 'session.ended',
			body: kind === 'unsound body' ? { personId: 42 } : { personId: 'nobody', endedAt: new Date().toISOString() }
		};
		const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
		const sig = base64Url(await crypto.subtle.sign(algorithm, identity.keyPair.privateKey, bytesOf(content)));
		let entry: object = { ...content, sig: kind === 'broken signature' ? sig.replace(/^.{8}/, 'AAAAAAAA') : sig };
		if (kind === 'no entry at all') entry = { id, seq: content.seq, nonsense: 'x'.repeat(100) };
		const hash = base64Url(await crypto.subtle.digest('SHA-256', bytesOf(entry)));
		const writing = database.transaction(['entries', 'outbox'], 'readwrite');
		const { seq, type, at } = content;
		writing.objectStore('entries').add({ seq, id, type, hash, entry });
		const waiting = { seq, id, type, at, bytes: 500, personId: null, attempts: 0, lastError: null };
		writing.objectStore('outbox').add(waiting);
		await new Promise((done) => (writing.oncomplete = done));
		database.close();
		return `${identity.deviceId} ${seq}`;
	}, poison);
}
