import { m } from '$lib/messages';

export const load = () => ({ title: m.queue_title() });
