/** What an audit asks, given the answers so far: the items whose conditions hold, in each time round, each with its answer. */
import { answerKey, type Answers } from './answers';
import type { AuditAnswer } from './audit';
import { holds, type Look, type Seen } from './condition';
import { isAnswered } from './failing';
import type { AuditItem, AuditSection, AuditTemplate } from './template';

export interface Asked {
	section: AuditSection;
	item: AuditItem;
	/** From 0. */
	round: number;
	/** Null while there is none, or after it was taken back. */
	answer: AuditAnswer | null;
}

/** A time round that was begun and has no answer yet: the section's id and the round. */
export type Opened = ReadonlyMap<string, number>;

/** The template and its answers, as far as they are asked. */
export class AuditReading {
	readonly asked: readonly Asked[];
	/** Where each item stands. */
	readonly #sectionOf: ReadonlyMap<string, AuditSection>;
	readonly #seen = new Map<string, Seen & { round: number }>();

	/**
	 * Goes through the template once, from its beginning: a condition sees only what stands before it and is asked, so that no item can
	 * depend on itself, and what is hidden counts nowhere.
	 */
	constructor(
		readonly template: AuditTemplate,
		answers: Answers,
		opened: Opened = new Map()
	) {
		this.#sectionOf = new Map(template.sections.flatMap((section) => section.items.map(({ id }) => [id, section])));
		const asked: Asked[] = [];
		for (const section of template.sections) {
			if (section.when && !holds(section.when, this.lookFrom(section, 0))) continue;
			for (const round of roundsOf(section, answers, opened.get(section.id))) {
				for (const item of section.items) {
					if (item.when && !holds(item.when, this.lookFrom(section, round))) continue;
					const known = answers.get(answerKey(item.id, round));
					const answer = isAnswered(known) ? known : null;
					asked.push({ section, item, round, answer });
					if (answer) this.#seen.set(answerKey(item.id, round), { item, answer, round });
				}
			}
		}
		this.asked = asked;
	}

	/** What a condition sees that stands in this section, in this time round. */
	lookFrom(section: AuditSection, round: number): Look {
		return (itemId) => {
			const other = this.#sectionOf.get(itemId);
			if (other?.repeat && other.id !== section.id) {
				return [...this.#seen.values()].filter(({ item }) => item.id === itemId);
			}
			const seen = this.#seen.get(answerKey(itemId, other?.id === section.id ? round : 0));
			return seen ? [seen] : [];
		};
	}
}

/** The times round that have an answer, and the one that was begun. Of what is repeated there is at least the first. */
export function roundsOf(section: AuditSection, answers: Answers, opened?: number): number[] {
	if (!section.repeat) return [0];
	const items = new Set(section.items.map(({ id }) => id));
	const rounds = new Set<number>(opened === undefined ? [] : [opened]);
	for (const answer of answers.values()) if (isAnswered(answer) && items.has(answer.itemId)) rounds.add(answer.round);
	return rounds.size === 0 ? [0] : [...rounds].sort((a, b) => a - b);
}

/** The next time round of a section; null where it was answered as often as it may be. A round that was emptied is not used again. */
export function nextRound(section: AuditSection, answers: Answers): number | null {
	if (!section.repeat || roundsOf(section, answers).length >= section.repeat.most) return null;
	const items = new Set(section.items.map(({ id }) => id));
	const used = [...answers.values()].flatMap(({ itemId, round }) => (items.has(itemId) ? [round] : []));
	return Math.max(0, ...used) + 1;
}
