import type { Lack } from '$lib/domain/audit/lacking';
import { m } from '$lib/messages';

/** What is still asked for an item, in words. */
export function lackWords(lack: Lack): string {
	switch (lack.lack) {
		case 'answer':
			return m.audit_missing_answer();
		case 'right-kind':
			return m.audit_missing_right_kind();
		case 'constraint':
			return lack.message === '' ? m.audit_constraint() : lack.message;
		case 'photos':
			return lack.least === 1 ? m.audit_missing_photo() : m.audit_photos_least({ count: lack.least, taken: lack.have });
		case 'note':
			return m.audit_missing_note();
	}
}
