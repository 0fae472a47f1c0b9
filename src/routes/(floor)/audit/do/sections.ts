/** Asked items as they stand together: by section, and by the time round in it. */
import type { Asked } from '$lib/domain/audit/reading';
import type { AuditSection } from '$lib/domain/audit/template';
import { m } from '$lib/messages';

export interface AskedSection {
	section: AuditSection;
	rounds: { round: number; items: Asked[] }[];
}

export function sectionsOf(asked: readonly Asked[]): AskedSection[] {
	const sections: AskedSection[] = [];
	for (const it of asked) {
		let section = sections.find((known) => known.section.id === it.section.id);
		if (!section) sections.push((section = { section: it.section, rounds: [] }));
		const round = section.rounds.find((known) => known.round === it.round);
		if (round) round.items.push(it);
		else section.rounds.push({ round: it.round, items: [it] });
	}
	return sections;
}

/** "Extinguisher 2"; the section's own name where it is answered once. */
export function roundName({ name, repeat }: AuditSection, round: number): string {
	return repeat ? m.audit_round({ label: repeat.label, number: round + 1 }) : name;
}
