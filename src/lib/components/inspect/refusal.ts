/** Why a code cannot be right, in words. */
import { m } from '$lib/messages';
import type { RefusalReason } from '$lib/state/inspect/lookup.svelte';

export function refusalText(reason: RefusalReason): string {
	switch (reason.code) {
		case 'empty':
			return m.scan_refused_empty();
		case 'check-digit':
			return m.scan_refused_check_digit({ value: reason.value, expected: reason.expected });
		case 'date':
			return m.scan_refused_date({ value: reason.value });
		case 'value':
			return m.scan_refused_value({ key: reason.key, value: reason.value });
		case 'key':
			return m.scan_refused_key({ rest: reason.rest });
		case 'conflict':
			return m.scan_refused_conflict({ first: reason.values[0], second: reason.values[1] });
		case 'envelope':
			return m.scan_refused_envelope();
	}
}
