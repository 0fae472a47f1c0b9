import { CONNECTOR_EVENTS } from '$lib/domain/connector';
import { m } from '$lib/messages';
import { addConnector, ConnectorDetails, readForm, requireRight } from '$lib/server';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { faultsOf, typedIn, type Typed } from '../form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	requireRight(event, 'connectors.manage');
	const blank: Typed = { name: '', url: '', events: [...CONNECTOR_EVENTS] };
	return { title: m.connectors_add(), blank };
};

export const actions: Actions = {
	default: async (event) => {
		const { site, account } = requireRight(event, 'connectors.manage');
		const typed = typedIn(await readForm(event));
		const details = v.safeParse(ConnectorDetails, typed);
		if (!details.success) return fail(400, { typed, faults: faultsOf(details.issues) });
		const added = await addConnector(event.locals.server, site, account, details.output);
		return { added: { ...added, name: details.output.name } };
	}
};
