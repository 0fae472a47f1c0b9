/** What is wrong with rules that each fit their schema: what could not be told apart, could never match, or comes too late. */
import { isAbout } from './route';
import { namesWhatPasses, type Conditions, type Consequence, type Rule } from './policy';

export interface RuleFault {
	/** Where, as in JSON: `rules[2].when.confidence`. */
	path: string;
	/**
	 * `same-id`: two rules could not be told apart in the records. `never-holds`: no suggestion can meet this condition. `never-reached`:
	 * a rule before it takes everything. `unnamed`: what passes with no person is named. `missing`: this has to be said.
	 */
	fault: 'same-id' | 'never-holds' | 'never-reached' | 'unnamed' | 'missing';
}

/** Faults that keep rules from being proposed. */
export function ruleFaults(rules: readonly Rule[]): RuleFault[] {
	const faults: RuleFault[] = [];
	const ids = new Set<string>();
	const catchAll = rules.findIndex(({ when, then }) => then.mode !== 'autonomous' && isEmpty(when));
	for (const [index, rule] of rules.entries()) {
		const path = `rules[${index}]`;
		if (ids.has(rule.id)) faults.push({ path: `${path}.id`, fault: 'same-id' });
		ids.add(rule.id);
		for (const name of neverHolding(rule.when)) faults.push({ path: `${path}.when.${name}`, fault: 'never-holds' });
		if (rule.then.mode === 'autonomous' && !namesWhatPasses(rule.when)) faults.push({ path, fault: 'unnamed' });
		for (const name of unsaid(rule.then)) faults.push({ path: `${path}.then.${name}`, fault: 'missing' });
		const comesTooLate = catchAll !== -1 && index > catchAll && !isAbout(rule, 'fault-cause');
		if (comesTooLate) faults.push({ path, fault: 'never-reached' });
	}
	return faults;
}

function isEmpty(when: Conditions): boolean {
	return Object.values(when).every((value) => value === undefined);
}

/** What a rule that is still being written leaves open. */
function unsaid(then: Consequence): string[] {
	if (then.mode !== 'autonomous') return [];
	return (['owner', 'reason', 'expiresAt'] as const).filter((name) => then[name].trim() === '');
}

function neverHolding(when: Conditions): (keyof Conditions)[] {
	const found: (keyof Conditions)[] = [];
	for (const name of ['kind', 'class', 'partFamily', 'asset', 'severity', 'person'] as const) {
		if (when[name]?.length === 0) found.push(name);
	}
	for (const name of ['confidence', 'novelty'] as const) {
		const { atLeast = 0, below = Infinity } = when[name] ?? {};
		if (atLeast >= below || below === 0) found.push(name);
	}
	const { atLeast = 0, atMost = Infinity } = when.setSize ?? {};
	if (atLeast > atMost) found.push('setSize');
	if (when.sampled === 0) found.push('sampled');
	return found;
}
