import { m } from '$lib/messages';

export const load = () => ({ title: m.review_title() });
