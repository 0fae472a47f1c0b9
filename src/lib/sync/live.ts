/** Listening to the server: it tells at once that there is something to pull, and who looks at what. Nothing waits for it. */
import type { LocalDatabase } from '$lib/local-db';
import { EVENTS_PATH, LiveEvent, PRESENCE_PATH, type PresenceRequest } from '$lib/wire';
import * as v from 'valibot';
import { openAccess } from './access';
import { retryDelayMs } from './backoff';
import { EnrolmentNeeded } from './errors';
import { openStream, send } from './server-call';

export type { Presence } from '$lib/wire';
export { SAY_PRESENCE_EVERY_MS } from '$lib/wire';

/** The server says something every 15 s: a stream that is silent for longer is broken, whatever the network says. */
const SILENT_FOR_MS = 40_000;
const LIMIT_MS = 10_000;

/** Listens until the signal ends it, and comes back by itself whenever the stream ends. */
export async function listen(
	database: LocalDatabase,
	signal: AbortSignal,
	tell: (event: LiveEvent) => void
): Promise<void> {
	let failures = 0;
	while (!signal.aborted) {
		try {
			await listenOnce(database, signal, (event) => {
				failures = 0;
				tell(event);
			});
			failures = Math.max(1, failures);
		} catch (error) {
			// Nobody's tablet: it is asked to enrol elsewhere.
			if (error instanceof EnrolmentNeeded) return;
			failures++;
		}
		await pause(retryDelayMs(failures, Math.random()), signal);
	}
}

async function listenOnce(
	database: LocalDatabase,
	signal: AbortSignal,
	tell: (event: LiveEvent) => void
): Promise<void> {
	const silence = new AbortController();
	const access = await openAccess({ database, signal: AbortSignal.any([signal, silence.signal]) });
	let timer = setTimeout(() => silence.abort(), SILENT_FOR_MS);
	try {
		const stream = await openStream(access, EVENTS_PATH);
		const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
		let text = '';
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			clearTimeout(timer);
			timer = setTimeout(() => silence.abort(), SILENT_FOR_MS);
			const events = (text + value).split('\n\n');
			text = events.pop() ?? '';
			for (const event of events) {
				const read = readEvent(event);
				if (read) tell(read);
			}
		}
	} finally {
		clearTimeout(timer);
	}
}

/** Null for a heartbeat, and for what only a newer app could read. */
function readEvent(text: string): LiveEvent | null {
	if (!text.startsWith('data: ')) return null;
	try {
		const parsed = v.safeParse(LiveEvent, JSON.parse(text.slice('data: '.length)));
		return parsed.success ? parsed.output : null;
	} catch {
		return null;
	}
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms);
		signal.addEventListener(
			'abort',
			() => {
				clearTimeout(timer);
				resolve();
			},
			{ once: true }
		);
	});
}

/** Says what this tablet has on its screen. Whether it was heard does not matter: it is said again. */
export async function sayPresence(database: LocalDatabase, seen: PresenceRequest['seen']): Promise<void> {
	try {
		const body = JSON.stringify({ seen });
		const headers = { 'Content-Type': 'application/json' };
		await send(await openAccess({ database }), {
			method: 'POST',
			url: PRESENCE_PATH,
			headers,
			body,
			limitMs: LIMIT_MS
		});
	} catch {
		// Without a network nobody can be told.
	}
}
