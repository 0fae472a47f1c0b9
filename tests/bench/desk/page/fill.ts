/** Runs in a page of the app's origin: puts very many open cases where the app keeps those it has pulled. */
import type { CaseSummary } from '$lib/domain/case';
import { FIRST_POLICY } from '$lib/domain/policy';
import type { CaseDetail } from '$lib/domain/review/case-detail';
import type { Part } from '$lib/domain/site';
import type { KeptDetail, KeptPicture, StoredDocument } from '$lib/local-db';
import { v7 } from 'uuid';

export interface Filling {
	items: number;
	/** Cases of which everything is here, as for those that were fetched ahead. */
	whole: number;
}

/** Documents written in one transaction. */
const AT_ONCE = 1000;
const PICTURES = 20;
const STATES = ['open', 'open', 'open', 'disputed', 'awaiting-approval'] as const;
const AREAS = ['area-press', 'area-machining', 'area-final', null];

declare global {
	interface Window {
		fillCases: typeof fillCases;
	}
}
window.fillCases = fillCases;

async function fillCases({ items, whole }: Filling): Promise<void> {
	const database = await finished(indexedDB.open('countersign'));
	const documents = await finished(
		database.transaction('documents').objectStore('documents').getAll() as IDBRequest<StoredDocument[]>
	);
	const parts = documents.filter(({ kind }) => kind === 'part').map(({ value }) => value as Part);
	const photos = await drawPictures(database);
	for (let from = 0; from < items; from += AT_ONCE) {
		const write = database.transaction(['documents', 'caseDetails'], 'readwrite');
		for (let index = from; index < Math.min(items, from + AT_ONCE); index++) {
			const item = caseAt(index, whole, parts, photos);
			// Between the positions that the server has given: it tells of none of these, and takes none back.
			const document = { kind: 'case', id: item.suggestionId, position: (index + 1) / (items + 1), value: item };
			write.objectStore('documents').put(document satisfies StoredDocument);
			if (index >= whole) continue;
			const kept = { id: item.suggestionId, keptAt: item.at, position: document.position, value: detailOf(item) };
			write.objectStore('caseDetails').put(kept satisfies KeptDetail);
		}
		await done(write);
	}
	database.close();
}

function caseAt(index: number, whole: number, parts: readonly Part[], photos: readonly string[]): CaseSummary {
	const part = parts[index % parts.length];
	const defect = part?.classes[(index >> 2) % part.classes.length];
	const isWhole = index < whole;
	return {
		suggestionId: v7(),
		captureId: v7(),
		deviceId: 'tablet',
		partId: part?.id ?? null,
		subjectText: `${part?.number} rev ${part?.revision} · S/N ${String(index).padStart(6, '0')}`,
		photo: photos[index % photos.length] ?? '',
		photoArrived: true,
		suggestedClass: defect?.id ?? null,
		confidence: 0.3 + ((index * 37) % 70) / 100,
		// What is all here is most urgent, as what is fetched ahead.
		state: isWhole ? 'escalated' : (STATES[index % STATES.length] ?? 'open'),
		waitingFor: ['quality-engineer'],
		verdict: isWhole ? 'escalate' : null,
		decidedClass: null,
		decidedBy: isWhole ? 'person-lena-vogt' : null,
		note: '',
		at: new Date(Date.UTC(2026, 10, 1) + index * 7000).toISOString(),
		sample: true,
		severity: defect?.severity ?? null,
		novelty: ((index * 13) % 100) / 100,
		setSize: 1 + (index % 3),
		areaId: AREAS[index % AREAS.length] ?? null
	};
}

function detailOf(summary: CaseSummary): CaseDetail {
	const { captureId, suggestionId, partId, photo, at } = summary;
	const envelope = (type: string, body: object) => ({
		position: 1,
		receivedAt: at,
		entry: {
			v: 1 as const,
			id: v7(),
			site: 'site',
			device: 'tablet',
			seq: 1,
			prev: null,
			at,
			actor: { personId: 'person-lena-vogt', role: 'inspector' as const, proof: 'pin-offline' as const },
			type,
			body: { ...body },
			sig: 'A'.repeat(86)
		}
	});
	const [then] = FIRST_POLICY.rules;
	if (!then) throw new Error('The first policy has rules.');
	return {
		summary,
		entries: [
			envelope('capture.recorded', {
				id: captureId,
				subject: { kind: 'unit', partId, unitId: 'unit', serial: summary.subjectText.slice(-6) },
				scanned: null,
				workOrderId: null,
				areaId: null,
				plan: null,
				frame: { x: 0, y: 0, width: 1, height: 1 },
				photo: { sha256: photo, mediaType: 'image/jpeg', bytes: 100_000, width: 960, height: 720 },
				photoSource: 'camera',
				sample: true
			}),
			envelope('suggestion.made', {
				id: suggestionId,
				captureId,
				kind: 'defect',
				candidates: [{ class: summary.suggestedClass, probability: summary.confidence }],
				conformalSet: [summary.suggestedClass],
				coverage: 0.95,
				anomaly: { score: 0.4, threshold: 0.3 },
				novelty: summary.novelty,
				nearest: [],
				usability: [],
				heatMap: { width: 20, height: 15, cells: btoa(String.fromCharCode(...Array(300).fill(90))) },
				model: null,
				tookMs: 100
			})
		],
		route: { consequence: then.then, policyVersion: 1, rule: { id: then.id, name: then.name }, because: [] },
		withheld: false,
		sameUnit: [],
		nearest: []
	};
}

/** Pictures as they are kept of cases that were fetched ahead: whole, and as previews. Gives the photos' names. */
async function drawPictures(database: IDBDatabase): Promise<string[]> {
	const names = Array.from({ length: PICTURES }, (_, index) => String(index).padStart(64, '0'));
	for (const [index, name] of names.entries()) {
		const canvas = new OffscreenCanvas(960, 720);
		const context = canvas.getContext('2d');
		if (!context) throw new Error('This browser draws nothing.');
		for (let spot = 0; spot < 400; spot++) {
			context.fillStyle = `hsl(${(spot * 7 + index * 30) % 360} 20% ${30 + (spot % 50)}%)`;
			context.fillRect((spot * 53) % 960, (spot * 97) % 720, 120, 90);
		}
		const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
		const small = new OffscreenCanvas(320, 240);
		small.getContext('2d')?.drawImage(canvas, 0, 0, 320, 240);
		const preview = await small.convertToBlob({ type: 'image/jpeg', quality: 0.7 });
		const keptAt = new Date().toISOString();
		const write = database.transaction('pictures', 'readwrite');
		write.objectStore('pictures').put({ name, keptAt, blob } satisfies KeptPicture);
		write.objectStore('pictures').put({ name: `${name}/thumbnail`, keptAt, blob: preview } satisfies KeptPicture);
		await done(write);
	}
	return names;
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
