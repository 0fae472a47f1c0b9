import { m } from '$lib/messages';

export const load = () => ({ title: m.settings_title() });
