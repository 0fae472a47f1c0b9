import { m } from '$lib/messages';
import { problemText } from '$lib/messages/problem-text';
import {
	listProposedCauses,
	ProblemError,
	readCatalogue,
	readDocuments,
	readForm,
	readRegister,
	requireRight,
	saveSymptom,
	settleCause,
	Settling,
	SymptomDetails
} from '$lib/server';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';
import { kindsOf } from './form';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'catalogue.manage');
	const { server } = event.locals;
	const [catalogue, proposed, register, assets] = await Promise.all([
		readCatalogue(server.db, site),
		listProposedCauses(server, site),
		readRegister(server, site),
		readDocuments(server.db, site, 'asset')
	]);
	const nameOf = new Map(register?.people.map(({ id, name }) => [id, name]));
	return {
		title: m.catalogue_title(),
		catalogue,
		assetKinds: [...new Set(assets.flatMap(({ kind }) => kind ?? []))],
		proposed: proposed.map((each) => ({ ...each, person: nameOf.get(each.by ?? '') ?? '' }))
	};
};

/** What a form came to: `about` is the id of the proposal or symptom, `new` for a symptom that is added. */
interface Outcome {
	about: string;
	problem: { title: string; text: string } | null;
}

export const actions: Actions = {
	settle: async (event) => {
		const { site, account } = requireRight(event, 'catalogue.manage');
		const form = await readForm(event);
		const [kind, causeId] = [form.get('as'), form.get('causeId')];
		const read = v.safeParse(Settling, {
			proposedId: form.get('proposedId'),
			as: kind === 'existing' ? { kind, causeId } : { kind },
			reason: form.get('reason') ?? ''
		});
		const about = String(form.get('proposedId'));
		const needsReason = read.success && read.output.as.kind === 'refused' && read.output.reason === '';
		if (!read.success || needsReason) return fail(400, outcome(about, m.catalogue_settle_incomplete()));
		return attempt(about, async () => {
			await settleCause(event.locals.server, site, account, read.output);
			return null;
		});
	},
	symptom: async (event) => {
		const { site, account } = requireRight(event, 'catalogue.manage');
		const form = await readForm(event);
		const id = String(form.get('id') ?? '') || null;
		const about = id ?? 'new';
		const typed = { name: form.get('name'), assetKinds: kindsOf(String(form.get('assetKinds') ?? '')) };
		const details = v.safeParse(SymptomDetails, typed);
		if (!details.success) return fail(400, outcome(about, m.catalogue_name_needed()));
		return attempt(about, async () => {
			const saved = await saveSymptom(event.locals.server, site, account, id, details.output);
			return 'fault' in saved ? m.catalogue_name_taken() : null;
		});
	}
};

function outcome(about: string, title: string): Outcome {
	return { about, problem: { title, text: m.catalogue_nothing_changed() } };
}

/** `work` gives back in words what speaks against it; null where it is done. */
async function attempt(about: string, work: () => Promise<string | null>) {
	try {
		const against = await work();
		if (against !== null) return fail(409, outcome(about, against));
		return { about, problem: null } satisfies Outcome;
	} catch (failure) {
		if (!(failure instanceof ProblemError)) throw failure;
		return fail(failure.status, { about, problem: problemText(failure.code) } satisfies Outcome);
	}
}
