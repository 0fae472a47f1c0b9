import { m } from '$lib/messages';

export const load = () => ({ title: m.maintain_title() });
