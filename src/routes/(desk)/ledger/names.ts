/** Names for ids, out of the site's register. */
import type { Actor } from '$lib/domain/ledger';
import type { Device, Part, Person } from '$lib/domain/site';
import { m } from '$lib/messages';
import type { Names } from './content';

interface Known {
	parts: readonly Part[];
	people: readonly Pick<Person, 'id' | 'name'>[];
}

export function namesFrom({ parts, people }: Known): Names {
	const byPerson = new Map(people.map(({ id, name }) => [id, name]));
	const byPart = new Map(parts.map(({ id, number, revision }) => [id, m.labels_part({ number, revision })]));
	const byClass = new Map(parts.flatMap(({ classes }) => classes.map(({ id, name }) => [id, name] as const)));
	return {
		person: (id) => byPerson.get(id) ?? id,
		part: (id) => byPart.get(id) ?? id,
		class: (id) => byClass.get(id) ?? id
	};
}

/** Who stated an entry, in words. */
export function actorName({ personId, proof }: Actor, names: Names): string {
	if (personId !== null) return names.person(personId);
	return proof === 'service' ? m.ledger_server() : m.ledger_nobody();
}

/** A device's name; the site's own server is called so. */
export function deviceName(
	id: string,
	devices: readonly Pick<Device, 'id' | 'name'>[],
	serverId: string | null
): string {
	if (id === serverId) return m.ledger_server();
	return devices.find((device) => device.id === id)?.name ?? id;
}
