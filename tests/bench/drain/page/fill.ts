/** Runs in a page of the app's origin: puts a long queue where the app keeps its own, signed in the browser with the tablet's own key. */
import { canonicalBytes, hashCanonical, sealEntry, type ChainHead, type EntryDraft } from '$lib/domain/ledger';
import type { Identity, OutboxRow, StoredEntry, StoredPhoto } from '$lib/local-db';
import { v7 } from 'uuid';

export interface Filling {
	decisions: number;
	photos: number;
	photoBytes: number;
}

export interface Filled {
	/** Ids of all entries that wait. */
	ids: string[];
	/** Names of all photos that wait. */
	photos: string[];
}

const STORES = ['entries', 'outbox', 'photos', 'settings'];
/** Decisions written in one transaction. */
const AT_ONCE = 250;
/** The queue reaches back this far. */
const SINCE_MS = 14 * 24 * 3600_000;

declare global {
	interface Window {
		fillQueue: typeof fillQueue;
	}
}
window.fillQueue = fillQueue;

/** Copies the last inspection of this tablet `decisions` times, each with ids, time and signature of its own. */
async function fillQueue({ decisions, photos, photoBytes }: Filling): Promise<Filled> {
	const database = await finished(indexedDB.open('countersign'));
	const read = database.transaction(STORES);
	const [all, identityRow] = await Promise.all([
		finished(read.objectStore('entries').getAll() as IDBRequest<StoredEntry[]>),
		finished(read.objectStore('settings').get('identity') as IDBRequest<{ value: Identity }>)
	]);
	const { keyPair } = identityRow.value;
	const sign = async (bytes: Uint8Array<ArrayBuffer>) =>
		new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keyPair.privateKey, bytes));
	const last = all.at(-1);
	const [capture, suggestion, decision] = ['capture.recorded', 'suggestion.made', 'decision.made'].map((type) => {
		const found = all.findLast((stored) => stored.type === type);
		if (!found) throw new Error(`Nothing of the type ${type} has been recorded yet.`);
		return found.entry as unknown as EntryDraft & { body: Record<string, unknown> };
	});
	if (!last || !capture || !suggestion || !decision) throw new Error('The tablet has recorded nothing yet.');
	const pictures = await drawPhotos(photos, photoBytes);
	const ids: string[] = [];
	let head: ChainHead = { seq: last.seq, hash: last.hash };
	const begun = Date.now() - SINCE_MS;
	for (let from = 0; from < decisions; from += AT_ONCE) {
		const entries: StoredEntry[] = [];
		for (let index = from; index < Math.min(decisions, from + AT_ONCE); index++) {
			const at = new Date(begun + (SINCE_MS * index) / decisions).toISOString();
			const picture = pictures[index % pictures.length];
			const [captureId, suggestionId] = [v7(), v7()];
			const photo = picture && photoOf(picture);
			const drafts = [
				{ ...capture, body: { ...capture.body, id: captureId, photo: photo ?? capture.body['photo'] } },
				{ ...suggestion, body: { ...suggestion.body, id: suggestionId, captureId } },
				{ ...decision, body: { ...decision.body, id: v7(), captureId, suggestionId, shownAt: at } }
			];
			for (const { site, device, actor, type, body } of drafts) {
				const draft = { id: v7(), site, device, at, actor, type, body } as EntryDraft;
				const entry = await sealEntry(draft, head, sign);
				const hash = hashCanonical(canonicalBytes(entry));
				head = { seq: entry.seq, hash };
				entries.push({ seq: entry.seq, id: entry.id, type: entry.type, hash, entry });
				ids.push(entry.id);
			}
		}
		const write = database.transaction(['entries', 'outbox'], 'readwrite');
		for (const stored of entries) {
			write.objectStore('entries').add(stored);
			write.objectStore('outbox').add(outboxRow(stored));
		}
		await done(write);
	}
	for (const picture of pictures) {
		const write = database.transaction('photos', 'readwrite');
		write.objectStore('photos').add(picture);
		await done(write);
	}
	database.close();
	return { ids, photos: pictures.map(({ sha256 }) => sha256) };
}

function outboxRow({ seq, id, type, entry }: StoredEntry): OutboxRow {
	const bytes = canonicalBytes(entry).length;
	return { seq, id, type, at: entry.at, bytes, personId: entry.actor.personId, attempts: 0, lastError: null };
}

function photoOf({ sha256, mediaType, bytes, width, height }: StoredPhoto) {
	return { sha256, mediaType, bytes, width, height };
}

/** One noisy picture of about `bytes`, and a comment of its own in each copy, so that no two are the same. */
async function drawPhotos(count: number, bytes: number): Promise<StoredPhoto[]> {
	const size = { width: 1280, height: 960 };
	const canvas = new OffscreenCanvas(size.width, size.height);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('This browser draws nothing.');
	const picture = context.createImageData(size.width, size.height);
	for (let at = 0; at < picture.data.length; at++) picture.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
	context.putImageData(picture, 0, 0);
	let drawn = new Uint8Array();
	for (let quality = 0.9; quality > 0 && (drawn.length === 0 || drawn.length > bytes); quality -= 0.05) {
		const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
		drawn = new Uint8Array(await blob.arrayBuffer());
	}
	const photos: StoredPhoto[] = [];
	for (let index = 0; index < count; index++) {
		const comment = new TextEncoder().encode(`photo ${index}`);
		// After the first marker, a JPEG takes a comment: FF FE and its length.
		const segment = [0xff, 0xfe, 0, comment.length + 2, ...comment];
		const blob = new Blob([drawn.slice(0, 2), Uint8Array.from(segment), drawn.slice(2)], { type: 'image/jpeg' });
		const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
		photos.push({
			sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
			blob,
			mediaType: 'image/jpeg',
			bytes: blob.size,
			...size,
			takenAt: new Date(Date.now() - index * 1000).toISOString(),
			state: 'waiting',
			uploadUrl: null,
			attempts: 0,
			lastError: null
		});
	}
	return photos;
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('unreadable'));
	});
}

function done(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error ?? new Error('not written'));
	});
}
