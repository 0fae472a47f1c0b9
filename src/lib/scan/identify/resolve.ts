/** From what a code says to what stands in the site's register. Never a guess: nothing, one, or all that fit. */
import type { Asset, Part, Unit, WorkOrder } from '$lib/domain/site';
import type { Subject } from '$lib/domain/subject';
import type { Claim, Identifier, Refusal } from './identifier';

/** Look-ups in the site's register. Exact matches; an empty list where there is none. */
export interface Register {
	/** @param gtin 14 digits */
	partsByGtin(gtin: string): Promise<Pick<Part, 'id'>[]>;
	partsByNumber(number: string): Promise<Pick<Part, 'id'>[]>;
	assetsByCode(code: string): Promise<Pick<Asset, 'id'>[]>;
	unitsBySerial(partId: string, serial: string): Promise<Pick<Unit, 'id'>[]>;
	unitsByLot(partId: string, lot: string): Promise<Pick<Unit, 'id'>[]>;
	workOrdersByNumber(number: string): Promise<Pick<WorkOrder, 'id' | 'partId'>[]>;
}

/** A unit or lot that is not in the register yet, of a part that is. Exactly one of serial and lot is null. */
export interface NewUnit {
	partId: string;
	serial: string | null;
	lot: string | null;
}

export type Resolution =
	| { outcome: 'found'; subject: Subject }
	/** More than one thing fits; a person chooses. */
	| { outcome: 'ambiguous'; matches: Subject[] }
	/** Nothing fits. `newUnit` where the part is known and the code names a serial number or a lot. */
	| { outcome: 'unknown'; newUnit: NewUnit | null }
	/** Nothing fits, and the code is probably wrong. */
	| { outcome: 'refused'; refusal: Refusal };

export async function resolve(identifier: Identifier, register: Register): Promise<Resolution> {
	const answers = await Promise.all(identifier.claims.map((claim) => lookUp(claim, register)));
	const matches = distinct(answers.flatMap(({ subjects }) => subjects));
	const [first, ...others] = matches;
	if (first !== undefined) {
		return others.length === 0 ? { outcome: 'found', subject: first } : { outcome: 'ambiguous', matches };
	}
	const newUnits = answers.flatMap(({ newUnit }) => newUnit ?? []);
	if (newUnits.length === 0 && identifier.doubt !== null) {
		return { outcome: 'refused', refusal: identifier.doubt };
	}
	return { outcome: 'unknown', newUnit: newUnits.length === 1 ? newUnits[0] : null };
}

interface Answer {
	subjects: Subject[];
	newUnit: NewUnit | null;
}

const subjectsOnly = (subjects: Subject[]): Answer => ({ subjects, newUnit: null });

/** The most specific thing that the claim names: the unit or lot before the work order before the part. */
async function lookUp(claim: Claim, register: Register): Promise<Answer> {
	if (claim.plain !== null) return subjectsOnly(await lookUpPlain(claim.plain, register));
	const parts = await partsOf(claim, register);
	const orders = claim.workOrder === null ? [] : await workOrdersOf(claim.workOrder, register);
	if (claim.serial !== null || claim.lot !== null) {
		// A serial number without a part on the label belongs to the part of the work order beside it.
		const named = claim.gtin === null && claim.partNumber === null;
		const partIds = named ? [...new Set(orders.map(({ partId }) => partId))] : parts.map(({ id }) => id);
		return lookUpUnit(partIds, claim, register);
	}
	if (orders.length > 0) return subjectsOnly(agreeing(orders, parts));
	if (parts.length > 0) return subjectsOnly(parts.map(partSubject));
	const assets = claim.assetCode === null ? [] : await register.assetsByCode(claim.assetCode);
	return subjectsOnly(assets.map(assetSubject));
}

async function lookUpPlain(text: string, register: Register): Promise<Subject[]> {
	const [assets, parts, orders] = await Promise.all([
		register.assetsByCode(text),
		register.partsByNumber(text),
		register.workOrdersByNumber(text)
	]);
	return [...assets.map(assetSubject), ...parts.map(partSubject), ...orders.map(orderSubject)];
}

async function lookUpUnit(partIds: string[], { serial, lot }: Claim, register: Register): Promise<Answer> {
	const found = await Promise.all(
		partIds.map(async (partId): Promise<Subject[]> => {
			// A serial number names one unit; the lot printed beside it is only where it came from.
			if (serial !== null) {
				const units = await register.unitsBySerial(partId, serial);
				return units.map(({ id }) => ({ kind: 'unit', partId, unitId: id, serial }));
			}
			if (lot === null) return [];
			const lots = await register.unitsByLot(partId, lot);
			return lots.map(({ id }) => ({ kind: 'lot', partId, unitId: id, lot }));
		})
	);
	const subjects = found.flat();
	if (subjects.length > 0 || partIds.length === 0) return subjectsOnly(subjects);
	const [partId, ...others] = partIds;
	// Two revisions with one number: which of them the new unit is, only a person can say.
	if (others.length > 0) return subjectsOnly(partIds.map((id) => ({ kind: 'part', partId: id })));
	return { subjects: [], newUnit: { partId, serial, lot: serial === null ? lot : null } };
}

/** Parts that fit all the code says of the part; all that fit any of it where the register knows no such part. */
async function partsOf({ gtin, partNumber }: Claim, register: Register): Promise<Pick<Part, 'id'>[]> {
	const byGtin = gtin === null ? [] : await register.partsByGtin(gtin);
	const byNumber = partNumber === null ? [] : await register.partsByNumber(partNumber);
	const both = byGtin.filter(({ id }) => byNumber.some((part) => part.id === id));
	return both.length > 0 ? both : [...byGtin, ...byNumber];
}

type Order = Pick<WorkOrder, 'id' | 'partId'>;

/** After the data identifier W stands the bare number: "W8812" is the order that the register may call "WO-8812". */
async function workOrdersOf(number: string, register: Register): Promise<Order[]> {
	const found = await Promise.all(
		[number, `WO-${number}`, `WO${number}`].map((spelling) => register.workOrdersByNumber(spelling))
	);
	return found.flat();
}

/** Orders for the part beside them on the label; orders and parts alike where they contradict each other. */
function agreeing(orders: Order[], parts: Pick<Part, 'id'>[]): Subject[] {
	if (parts.length === 0) return orders.map(orderSubject);
	const forPart = orders.filter(({ partId }) => parts.some(({ id }) => id === partId));
	return forPart.length > 0 ? forPart.map(orderSubject) : [...orders.map(orderSubject), ...parts.map(partSubject)];
}

const partSubject = ({ id }: Pick<Part, 'id'>): Subject => ({ kind: 'part', partId: id });
const assetSubject = ({ id }: Pick<Asset, 'id'>): Subject => ({ kind: 'asset', assetId: id });
const orderSubject = ({ id, partId }: Order): Subject => ({ kind: 'work-order', workOrderId: id, partId });

function distinct(subjects: Subject[]): Subject[] {
	return [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()];
}
