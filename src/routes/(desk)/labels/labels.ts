/** What is printed on the label of each thing in the register. */
import { roleWords } from '$lib/components/words';
import type { Asset, Part, Person, Unit, WorkOrder } from '$lib/domain/site';
import { m } from '$lib/messages';
import { drawCode, symbologyName, type Drawing } from './draw';
import type { LabelKind } from './kinds';

export interface Label {
	id: string;
	kind: LabelKind;
	title: string;
	text: string;
	/** A card without a code has none to scan: a person's name and PIN. */
	code: { picture: string; text: string; symbology: string; linear: boolean } | null;
	pin: string | null;
	sample: boolean;
}

interface Register {
	assets: readonly Asset[];
	parts: readonly Part[];
	units: readonly Unit[];
	workOrders: readonly WorkOrder[];
	people: readonly (Person & { samplePin: string | null })[];
}

export function labelsOf(register: Register): Label[] {
	const parts = new Map(register.parts.map((part) => [part.id, part]));
	return [
		...register.assets.map(assetLabel),
		...register.parts.map(partLabel),
		...register.units.flatMap((unit) => {
			const part = parts.get(unit.partId);
			return part ? [unitLabel(unit, part)] : [];
		}),
		...register.workOrders.map((order) => workOrderLabel(order, parts.get(order.partId) ?? null)),
		...register.people.flatMap((person) => (person.samplePin === null ? [] : [pinCard(person, person.samplePin)]))
	];
}

function assetLabel({ id, code, name, sample }: Asset): Label {
	return label({ id, kind: 'assets', title: code, text: name, sample }, { symbology: 'code128', text: code });
}

function partLabel(part: Part): Label {
	const common = { id: part.id, kind: 'parts' as const, title: partTitle(part), text: part.name, sample: part.sample };
	const drawing: Drawing =
		part.gtin === null
			? { symbology: 'qrcode', text: part.number }
			: { symbology: 'gs1datamatrix', text: `(01)${part.gtin}` };
	return label(common, drawing);
}

function unitLabel({ id, serial, lot }: Unit, part: Part): Label {
	const common = {
		id,
		kind: 'units' as const,
		title: partTitle(part),
		text: serial === null ? m.labels_lot({ lot: lot ?? '' }) : m.labels_serial({ serial }),
		sample: part.sample
	};
	const drawing: Drawing =
		part.gtin === null
			? { symbology: 'qrcode', text: serial ?? lot ?? '' }
			: {
					symbology: 'gs1datamatrix',
					text: `(01)${part.gtin}${serial === null ? `(10)${lot ?? ''}` : `(21)${serial}`}`
				};
	return label(common, drawing);
}

function workOrderLabel({ id, number, quantity }: WorkOrder, part: Part | null): Label {
	const pieces = m.labels_quantity({ count: quantity });
	const common = {
		id,
		kind: 'work-orders' as const,
		title: m.labels_work_order({ number }),
		text: part ? `${partTitle(part)}, ${pieces}` : pieces,
		sample: part?.sample ?? false
	};
	return label(common, { symbology: 'code128', text: number });
}

function pinCard({ id, name, role, sample }: Person, pin: string): Label {
	return { id, kind: 'people', title: name, text: roleWords(role), code: null, pin, sample };
}

function label(common: Omit<Label, 'code' | 'pin'>, drawing: Drawing): Label {
	const { text, symbology } = drawing;
	const code = {
		picture: drawCode(drawing),
		text,
		symbology: symbologyName(symbology),
		linear: symbology === 'code128'
	};
	return { ...common, code, pin: null };
}

function partTitle({ number, revision }: Part): string {
	return m.labels_part({ number, revision });
}
