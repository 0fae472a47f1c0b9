/** Every change to the tables, in order. A migration that was released is never edited, only followed by the next. */
import type { Migration } from 'kysely/migration';
import { ledger } from './001-ledger';
import { accounts } from './002-accounts';
import { secrets } from './003-secrets';
import { signIns } from './004-sign-ins';
import { quarantine } from './005-quarantine';
import { thumbnails } from './006-thumbnails';
import { seals } from './007-seals';
import { entryIndex } from './008-entry-index';
import { actions } from './009-actions';
import { checkpoints } from './010-checkpoints';
import { review } from './011-review';
import { seededChecks } from './012-seeded-checks';
import { maintenance } from './013-maintenance';
import { audits } from './014-audits';

export type StoreType = 'sqlite' | 'postgres';

export function migrationsFor(store: StoreType): Record<string, Migration> {
	return {
		'001-ledger': ledger,
		'002-accounts': accounts(store),
		'003-secrets': secrets,
		'004-sign-ins': signIns,
		'005-quarantine': quarantine,
		'006-thumbnails': thumbnails,
		'007-seals': seals,
		'008-entry-index': entryIndex,
		'009-actions': actions,
		'010-checkpoints': checkpoints,
		'011-review': review,
		'012-seeded-checks': seededChecks,
		'013-maintenance': maintenance,
		'014-audits': audits
	};
}
