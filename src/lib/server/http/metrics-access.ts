/** Which machines may read the metrics: they have no account. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** A proxy on the same computer passes strangers on from there; it says so in one of these. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** True for this computer itself, unless it passes a call on, and for whoever brings the token. */
export function mayReadMetrics(
	event: RequestEvent,
	env: Readonly<Record<string, string | undefined>> = process.env
): boolean {
	const { request, locals } = event;
	const token = locals.server.metricsToken;
	const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
	if (token !== null && given !== undefined) return isSame(token, given);
	// `ORIGIN` says that there is a proxy in front: then every call seems to come from it.
	const isDirect = !env['ORIGIN'] && !PASSED_ON.some((name) => request.headers.has(name));
	return isDirect && LOOPBACK.test(event.getClientAddress());
}

/** Takes equally long wherever they differ. */
function isSame(one: string, other: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(one), hash(other));
}
