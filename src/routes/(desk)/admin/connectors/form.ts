/** A connector's form: what was typed, and what is wrong with it in words. */
import { CONNECTOR_EVENTS } from '$lib/domain/connector';
import { m } from '$lib/messages';
import * as v from 'valibot';

const FIELDS = ['name', 'url', 'events'] as const;
export type Faults = Partial<Record<(typeof FIELDS)[number], string>>;

export interface Typed {
	name: string;
	url: string;
	events: string[];
}

export function typedIn(form: FormData): Typed {
	const text = (field: string) => String(form.get(field) ?? '').trim();
	// Each kind has a switch of its own name.
	return { name: text('name'), url: text('url'), events: CONNECTOR_EVENTS.filter((event) => form.get(event) === 'on') };
}

/** The words for each field that a schema refused. */
export function faultsOf(issues: readonly v.BaseIssue<unknown>[]): Faults {
	const refused = issues.map((issue) => v.getDotPath(issue)?.split('.')[0]);
	const words = {
		name: m.connectors_name_wrong(),
		url: m.connectors_url_wrong(),
		events: m.connectors_events_wrong()
	};
	return Object.fromEntries(FIELDS.filter((field) => refused.includes(field)).map((field) => [field, words[field]]));
}
