import { m } from '$lib/messages';
import { createSite, MIN_PASSWORD, ProblemError, readForm, readRegister, SetupRequest, signIn } from '$lib/server';
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';
import { faultsIn, type Faults } from './form';

export const load: PageServerLoad = ({ locals }) => {
	// Read before the action of this request ran: whoever has just made the site stays here and sees what was made.
	if (locals.siteId !== null) redirect(303, locals.account ? '/admin/devices' : '/sign-in');
	return { title: m.setup_title(), shortestPassword: MIN_PASSWORD };
};

export const actions: Actions = {
	default: async (event) => {
		const { server } = event.locals;
		const form = await readForm(event);
		const text = (name: string) => String(form.get(name) ?? '');
		const { password, ...shown } = {
			siteName: text('siteName'),
			kind: text('kind'),
			adminName: text('adminName'),
			username: text('username'),
			password: text('password')
		};
		const refuse = (status: number, faults: Faults, problem: 'failed' | 'too-often' | null) =>
			fail(status, { values: shown, faults, problem });

		if ((await server.limits.setup.attempt(event.getClientAddress(), server.now().getTime())) !== null) {
			return refuse(429, {}, 'too-often');
		}
		const faults = faultsIn({ ...shown, password }, MIN_PASSWORD);
		const request = v.safeParse(SetupRequest, { ...shown, password });
		if (Object.keys(faults).length > 0) return refuse(400, faults, null);
		if (!request.success) return refuse(400, {}, 'failed');
		try {
			const made = await createSite(server, request.output);
			await signIn(event, request.output.username, password);
			const register = await readRegister(server, made.site.id);
			const count = (list: readonly unknown[] | undefined) => list?.length ?? 0;
			return {
				made: {
					...made,
					counts: {
						areas: count(register?.areas),
						assets: count(register?.assets),
						parts: count(register?.parts),
						units: count(register?.units),
						workOrders: count(register?.workOrders),
						people: count(register?.people)
					}
				}
			};
		} catch (error) {
			if (error instanceof ProblemError && error.code === 'already-set-up') redirect(303, '/sign-in');
			event.locals.server.log.error({ requestId: event.locals.requestId, error }, 'the first run failed');
			return refuse(500, {}, 'failed');
		}
	}
};
