import { m } from '$lib/messages';

export const load = () => ({ title: m.sign_in_unlock_title() });
