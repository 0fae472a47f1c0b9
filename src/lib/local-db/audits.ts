/** Documents of audits: those that are under way, and the newest of the others. Found by an index, so that old ones cost nothing. */
import Dexie from 'dexie';
import type { LocalDatabase } from './database';
import type { StoredDocument } from './schema';

/** Audits in this state, the one begun last first. */
export async function auditsInState(
	{ documents }: LocalDatabase,
	state: 'open' | 'signed' | 'abandoned',
	most: number
): Promise<StoredDocument[]> {
	return documents
		.where('[kind+value.state+value.at]')
		.between(['audit', state, Dexie.minKey], ['audit', state, Dexie.maxKey])
		.reverse()
		.limit(most)
		.toArray();
}

/** The answers of one audit; their ids begin with its. */
export async function auditAnswers({ documents }: LocalDatabase, auditId: string): Promise<StoredDocument[]> {
	return documents
		.where('[kind+id]')
		.between(['audit-answer', `${auditId} `], ['audit-answer', `${auditId} \uffff`])
		.toArray();
}
