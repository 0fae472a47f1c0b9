/** The tablet changes hands while somebody has a shot in hand: whose it is, of what, and what becomes of it. */
import type { Person } from '$lib/domain/site';
import { readDraft } from '$lib/local-db';
import type { Tablet } from '../tablet.svelte';
import { dropShot } from './draft';

export interface ShotInHand {
	person: Person;
	/** The part's number; null where the shot is of something else. */
	part: string | null;
}

/** What the person who is signed in has begun and not decided; null when nothing, or nobody is there. */
export async function shotInHand({ database, session, register }: Tablet): Promise<ShotInHand | null> {
	const { person } = session;
	if (!person) return null;
	const draft = await readDraft(database, person.id);
	if (!draft?.capture) return null;
	const { subject } = draft.capture;
	const part = subject.kind === 'asset' ? null : (register.partById(subject.partId)?.number ?? null);
	return { person, part };
}

/** Nobody takes it up again by itself. The capture stays on record, undecided. */
export async function discardShot({ database }: Tablet, { person }: ShotInHand): Promise<void> {
	await dropShot(database, person.id);
}
