/**
 * `GET /api/sync/events`: server-sent events that tell a tablet that the site's position moved on (it pulls then), and who is looking at
 * which case. `POST /api/presence` is how a tablet says what it has on its screen; it says so again while that lasts.
 */
import { Id } from '$lib/domain/site';
import * as v from 'valibot';

export const EVENTS_PATH = '/api/sync/events';
export const PRESENCE_PATH = '/api/presence';
export const SAY_PRESENCE_EVERY_MS = 10_000;

export const Presence = v.object({ deviceId: Id, suggestionId: Id, personId: Id });
export type Presence = v.InferOutput<typeof Presence>;

/** What one event's data says; a later version may say more. */
export const LiveEvent = v.object({
	position: v.optional(v.number()),
	/** Everybody who is looking at a case now, this tablet included. */
	presence: v.optional(v.array(Presence))
});
export type LiveEvent = v.InferOutput<typeof LiveEvent>;

export const PresenceRequest = v.object({
	seen: v.nullable(v.object({ suggestionId: Id, personId: Id }))
});
export type PresenceRequest = v.InferOutput<typeof PresenceRequest>;
