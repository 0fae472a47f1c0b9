import { m } from '$lib/messages';

export const load = () => ({ title: m.enrol_title() });
