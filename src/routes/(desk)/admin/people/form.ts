/** A person's forms: what was typed, and what is wrong with it in words. Passwords are never sent back. */
import { m } from '$lib/messages';
import * as v from 'valibot';

const FIELDS = ['name', 'role', 'username', 'password'] as const;
export type PersonField = (typeof FIELDS)[number];
export type Faults = Partial<Record<PersonField, string>>;

export function typedIn(form: FormData): Record<PersonField, string> {
	const text = (field: PersonField) => String(form.get(field) ?? '');
	return { name: text('name'), role: text('role'), username: text('username').trim(), password: text('password') };
}

/** The words for each field that a schema refused. */
export function faultsOf(issues: readonly v.BaseIssue<unknown>[], shortestPassword: number): Faults {
	const refused = issues.map((issue) => v.getDotPath(issue));
	const words: Record<PersonField, string> = {
		name: m.people_name_wrong(),
		role: m.setup_missing(),
		username: m.setup_username_wrong(),
		password: m.setup_password_hint({ count: shortestPassword })
	};
	return Object.fromEntries(FIELDS.filter((field) => refused.includes(field)).map((field) => [field, words[field]]));
}
