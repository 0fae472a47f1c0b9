import { m } from '$lib/messages';
import { readReplayable, readStory, requireRight } from '$lib/server';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'ledger.read');
	const { server } = event.locals;
	const { capture } = event.params;
	const [story, matter] = await Promise.all([readStory(server, site, capture), readReplayable(server, site, capture)]);
	if (!story || !matter) error(404, { message: 'no model spoke' });
	return { title: m.replay_title(), captureId: capture, subjectText: story.subjectText, matter };
};
