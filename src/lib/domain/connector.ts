/** A connector: another system that is told what became final, by signed webhooks. Its secret is no part of it. */
import * as v from 'valibot';
import { Id } from './site';

/** What a connector can be told of. */
export const CONNECTOR_EVENTS = ['action.finalized', 'action.withdrawn'] as const;
export type ConnectorEvent = (typeof CONNECTOR_EVENTS)[number];

/** `paused`: what happens waits until it goes on. `gone`: the same, because the receiver said that it is there no longer (410). */
export const CONNECTOR_STATES = ['active', 'paused', 'gone'] as const;

/** An address that can be called: of the web, without a name and a password in it, which every log on the way would keep. */
const WebAddress = v.pipe(
	v.string(),
	v.trim(),
	v.maxLength(500),
	v.url(),
	v.check((text) => /^https?:\/\//i.test(text) && !/^[^/]*\/\/[^/?#]*@/.test(text))
);

export const Connector = v.object({
	id: Id,
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
	url: WebAddress,
	events: v.pipe(v.array(v.picklist(CONNECTOR_EVENTS)), v.minLength(1)),
	state: v.picklist(CONNECTOR_STATES)
});
export type Connector = v.InferOutput<typeof Connector>;
