/** What conditions can name at this site, read from its register. */
import { worksOnFloor } from '$lib/domain/pin';
import type { Named, PolicyVocabulary } from '$lib/domain/policy';
import type { Core } from '../core';
import { readDocument, readDocuments } from '../projections';

export async function readPolicyVocabulary({ db }: Core, site: string): Promise<PolicyVocabulary> {
	const [parts, people, assets, catalogue] = await Promise.all([
		readDocuments(db, site, 'part'),
		readDocuments(db, site, 'person'),
		readDocuments(db, site, 'asset'),
		readDocument(db, site, 'fault-catalogue', 'current')
	]);
	const classes = Map.groupBy([...parts.flatMap((part) => part.classes), ...(catalogue?.causes ?? [])], ({ id }) => id);
	return {
		classes: [...classes]
			.map(([id, same]) => ({ id, name: [...new Set(same.map(({ name }) => name))].join(' / ') }))
			.sort(byName),
		assets: assets.map(({ id, code, name }) => ({ id, name: `${code} · ${name}` })).sort(byName),
		families: [...new Set(parts.map(({ family }) => family))].sort(),
		people: people.map(({ id, name }) => ({ id, name })).sort(byName),
		active: people.filter(({ active }) => active).map(({ id }) => id),
		onFloor: people.filter(({ active, role }) => active && worksOnFloor(role)).map(({ id }) => id)
	};
}

function byName(one: Named, other: Named): number {
	return one.name < other.name ? -1 : 1;
}
