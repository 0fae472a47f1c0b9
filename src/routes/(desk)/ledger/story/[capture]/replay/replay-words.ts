/** A replay in words: what is on record, and what the model says now, line by line. */
import { classText, orList, usabilityText } from '$lib/components/inspect/words';
import { percent } from '$lib/components/measures';
import type { Compared, Spoken } from '$lib/domain/replay';
import type { Part } from '$lib/domain/site';
import { packOf, suggestedClass } from '$lib/domain/suggestion';
import { getLocale, m } from '$lib/messages';

export const COMPARED_WORDS: Record<Compared, () => string> = {
	call: m.replay_call,
	probability: m.story_candidates,
	plausible: m.story_set,
	anomaly: m.story_anomaly,
	usability: m.story_usability,
	examples: m.replay_examples,
	backbone: m.story_backbone,
	preprocessing: m.story_preprocessing,
	backend: m.story_backend
};

export function comparedText(what: Compared, spoken: Spoken, part: Part): string {
	const pack = packOf(spoken);
	const nothing = m.replay_nothing();
	switch (what) {
		case 'call': {
			const named = suggestedClass(spoken);
			return named === null ? nothing : classText(part, named);
		}
		case 'probability':
			return (
				spoken.candidates
					.map(({ class: id, probability }) => `${classText(part, id)} ${percent(probability)}`)
					.join(' · ') || nothing
			);
		case 'plausible':
			return spoken.conformalSet.length === 0
				? nothing
				: orList(spoken.conformalSet.map((id) => classText(part, id)).sort());
		case 'anomaly':
			return spoken.anomaly === null
				? nothing
				: m.story_anomaly_of({ score: decimal(spoken.anomaly.score), threshold: decimal(spoken.anomaly.threshold) });
		case 'usability':
			return spoken.usability.map(usabilityText).join(' · ') || m.replay_usable();
		case 'examples':
			return pack ? m.replay_learned({ good: pack.goodExamples, defects: pack.defectExamples }) : nothing;
		case 'backbone':
			return pack ? `${pack.backboneId} · ${pack.backboneHash.slice(0, 16)}…` : nothing;
		case 'preprocessing':
			return pack?.preprocessing ?? nothing;
		case 'backend':
			return pack?.backend ?? nothing;
	}
}

function decimal(value: number): string {
	return new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 3 }).format(value);
}
