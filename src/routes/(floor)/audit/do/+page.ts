import { m } from '$lib/messages';

export const load = () => ({ title: m.audit_title() });
