/** Changes that corrections suggest, in words. */
import type { Named } from '$lib/domain/policy';
import type { Refinement, RefinementKind } from '$lib/domain/policy/refine';
import { m } from '$lib/messages';
import { classText, countText, shareText } from './words';

const TITLES: Record<RefinementKind, (group: { family: string; class: string }) => string> = {
	'own-call-first': m.refine_own_call_first,
	'second-reader': m.refine_second_reader,
	'veto-window': m.refine_veto_window
};

export function refinementTitle({ kind, family, class: named }: Refinement, classes: readonly Named[]): string {
	return TITLES[kind]({ family, class: classText(named, classes) });
}

export function evidenceText({ wrong, decided, bounds }: Refinement): string {
	return m.refine_evidence({
		wrong: countText(wrong),
		decided,
		least: shareText(round(bounds.least)),
		most: shareText(round(bounds.most))
	});
}

/** To a tenth of a percent: more would claim what nobody knows. */
function round(share: number): number {
	return Math.round(share * 1000) / 1000;
}
