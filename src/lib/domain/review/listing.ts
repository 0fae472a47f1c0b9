/**
 * A case in one line of text: what the review desk sorts, filters and counts by, and nothing else. A hundred thousand of them are read and
 * filtered in the time of a few of the cases themselves, and as text they sort by urgency.
 */
import type { CaseSummary } from '../case';
import { ROLES, type Role } from '../site';
import { urgencyKey } from './order';
import { barredFrom } from './waiting';

export interface Listing {
	/** The whole line, which sorts by urgency. */
	line: string;
	suggestionId: string;
	state: CaseSummary['state'];
	waitingFor: readonly Role[];
	partId: string | null;
	/** What the model suggests; null where it named nothing. */
	class: string | null;
	areaId: string | null;
	/** Who has decided it, or handed it over. */
	spokenBy: readonly string[];
	/** Whose answer would not count. */
	barred: readonly string[];
	/** It becomes final by itself unless somebody stops it. */
	vetoable: boolean;
}

const STATES: readonly CaseSummary['state'][] = ['open', 'escalated', 'disputed', 'awaiting-approval', 'satisfied'];
const FIELD = '\t';
const NOBODY: readonly string[] = [];

export function listingLine(item: CaseSummary): string {
	return [
		urgencyKey(item),
		`${STATES.indexOf(item.state)}${item.vetoUntil ? 1 : 0}`,
		item.waitingFor.map((role) => ROLES.indexOf(role)).join(''),
		item.partId ?? '',
		item.suggestedClass ?? '',
		item.areaId ?? '',
		[...new Set([...(item.readers?.done ?? []), ...(item.decidedBy === null ? [] : [item.decidedBy])])].join(' '),
		barredFrom(item).join(' '),
		item.suggestionId
	].join(FIELD);
}

export function readListing(line: string): Listing {
	const [, flags = '', roles = '', partId, suggested, areaId, spoken, barred, suggestionId = ''] = line.split(FIELD);
	return {
		line,
		suggestionId,
		state: STATES[Number(flags[0])] ?? 'open',
		vetoable: flags[1] === '1',
		waitingFor: rolesOf(roles),
		partId: partId || null,
		class: suggested || null,
		areaId: areaId || null,
		spokenBy: spoken ? spoken.split(' ') : NOBODY,
		barred: barred ? barred.split(' ') : NOBODY
	};
}

/** Few combinations among very many cases: each is kept once. */
const combinations = new Map<string, readonly Role[]>();

function rolesOf(digits: string): readonly Role[] {
	const known = combinations.get(digits);
	if (known) return known;
	const roles = [...digits].flatMap((digit) => ROLES[Number(digit)] ?? []);
	combinations.set(digits, roles);
	return roles;
}
