/** What a case is about, in words a person on the floor knows. */
import type { Subject } from '$lib/domain/subject';
import type { WorkingCopy } from './working-copy';

/** The subject as printed on its label; what the register does not know is shown by its id. */
export async function subjectText(copy: WorkingCopy, subject: Subject): Promise<string> {
	if (subject.kind === 'asset') {
		const asset = await copy.readDocument('asset', subject.assetId);
		return asset ? `${asset.code} · ${asset.name}` : subject.assetId;
	}
	const part = await copy.readDocument('part', subject.partId);
	const partText = part ? `${part.number} rev ${part.revision}` : subject.partId;
	switch (subject.kind) {
		case 'part':
			return partText;
		case 'unit':
			return `${partText} · S/N ${subject.serial}`;
		case 'lot':
			return `${partText} · Lot ${subject.lot}`;
		case 'work-order': {
			const order = await copy.readDocument('work-order', subject.workOrderId);
			return `${partText} · WO ${order?.number ?? subject.workOrderId}`;
		}
	}
}
