/** The fault catalogue while the rows of a table are taken into it: things are added and changed, never taken away. */
import type { Severity } from '../site';
import { codeSign, type Cause, type CauseSign, type FaultCatalogue, type Symptom } from './catalogue';
import type { IsoField } from './iso-14224';
import { newId } from './new-id';

/** Where a table says that a cause shows a sign, and not how often. */
const UNSTATED_SHARE = 0.5;
const UNSTATED_MINUTES = 5;
const UNSTATED_OCCURRENCE = 5;

/** Names are compared like this. */
export const sameName = (text: string) => text.trim().toLowerCase();

/** What one row says; null for what it leaves open. */
export interface Said {
	name: string;
	component: string | null;
	assetKinds: string[] | null;
	severity: Severity | null;
	occurrence: number | null;
	symptom: string | null;
	codes: string[];
	share: number | null;
	check: { name: string; shows: string; minutes: number | null } | null;
	remedies: string[];
	iso: Partial<Pick<Cause, IsoField>>;
	retired: boolean | null;
}

export interface Additions {
	/** What the catalogue would be; its version is the present one. */
	catalogue: FaultCatalogue;
	/** Names, in the table's order. */
	addedCauses: string[];
	changedCauses: string[];
	addedSymptoms: string[];
}

export class CatalogueDraft {
	readonly #before: FaultCatalogue;
	readonly #symptoms: Symptom[];
	readonly #causes: Cause[];
	readonly #signs: Map<string, CauseSign>;
	/** In the order in which the table names them. */
	readonly #touched = new Set<string>();

	constructor(current: FaultCatalogue) {
		this.#before = current;
		this.#symptoms = [...current.symptoms];
		this.#causes = [...current.causes];
		this.#signs = new Map(current.signs.map((sign) => [keyOf(sign), sign]));
	}

	take(said: Said): void {
		const cause = this.#change(said);
		const share = said.share ?? null;
		const signs = [
			...(said.symptom === null ? [] : [this.#symptomId(said.symptom, cause.assetKinds)]),
			...said.codes.map(codeSign)
		];
		for (const sign of signs) {
			const key = keyOf({ causeId: cause.id, sign });
			const known = this.#signs.get(key);
			this.#signs.set(key, { causeId: cause.id, sign, share: share ?? known?.share ?? UNSTATED_SHARE });
		}
	}

	result(): Additions {
		const catalogue = {
			...this.#before,
			symptoms: this.#symptoms,
			causes: this.#causes,
			signs: [...this.#signs.values()]
		};
		const known = new Set(this.#before.causes.map(({ id }) => id));
		const touched = [...this.#touched].flatMap((id) => this.#causes.find((cause) => cause.id === id) ?? []);
		const isChanged = ({ id }: Cause) => asText(catalogue, id) !== asText(this.#before, id);
		return {
			catalogue,
			addedCauses: touched.filter(({ id }) => !known.has(id)).map(({ name }) => name),
			changedCauses: touched.filter((cause) => known.has(cause.id) && isChanged(cause)).map(({ name }) => name),
			addedSymptoms: this.#symptoms.slice(this.#before.symptoms.length).map(({ name }) => name)
		};
	}

	#change(said: Said): Cause {
		const index = this.#causes.findIndex(({ name }) => sameName(name) === sameName(said.name));
		const known = this.#causes[index] ?? newCause(said.name, this.#causes);
		const cause: Cause = {
			...known,
			component: said.component ?? known.component,
			assetKinds: said.assetKinds ?? known.assetKinds,
			severity: said.severity ?? known.severity,
			occurrence: said.occurrence ?? known.occurrence,
			...said.iso,
			checks: withCheck(known.checks, said.check),
			remedies: [
				...known.remedies,
				...said.remedies.filter((each) => !known.remedies.some((other) => sameName(other) === sameName(each)))
			],
			retired: said.retired ?? known.retired
		};
		if (index === -1) this.#causes.push(cause);
		else this.#causes[index] = cause;
		this.#touched.add(cause.id);
		return cause;
	}

	#symptomId(name: string, assetKinds: readonly string[]): string {
		const index = this.#symptoms.findIndex((symptom) => sameName(symptom.name) === sameName(name));
		const known = this.#symptoms[index];
		if (!known) {
			const symptom = { id: newId(name, this.#symptoms), name, assetKinds: [...assetKinds] };
			this.#symptoms.push(symptom);
			return symptom.id;
		}
		// What shows on another kind of machine too is offered there as well; empty means every kind.
		const isForAll = known.assetKinds.length === 0 || assetKinds.length === 0;
		const kinds = isForAll ? [] : [...new Set([...known.assetKinds, ...assetKinds])];
		if (kinds.length !== known.assetKinds.length) this.#symptoms[index] = { ...known, assetKinds: kinds };
		return known.id;
	}
}

function newCause(name: string, others: readonly Cause[]): Cause {
	return {
		id: newId(name, others),
		name,
		component: null,
		assetKinds: [],
		severity: 'major',
		...{ mechanism: null, failureCause: null, detection: null },
		checks: [],
		remedies: [],
		occurrence: UNSTATED_OCCURRENCE,
		retired: false
	};
}

function withCheck(checks: Cause['checks'], said: Said['check']): Cause['checks'] {
	if (!said) return checks;
	const index = checks.findIndex(({ name }) => sameName(name) === sameName(said.name));
	const known = checks[index] ?? {
		id: newId(said.name, checks),
		name: said.name,
		shows: '',
		minutes: UNSTATED_MINUTES
	};
	const check = { ...known, shows: said.shows || known.shows || said.name, minutes: said.minutes ?? known.minutes };
	return index === -1 ? [...checks, check] : checks.with(index, check);
}

const keyOf = ({ causeId, sign }: Pick<CauseSign, 'causeId' | 'sign'>) => `${causeId} ${sign}`;

function asText({ causes, signs }: FaultCatalogue, causeId: string): string {
	return JSON.stringify([
		causes.find(({ id }) => id === causeId),
		signs.filter((sign) => sign.causeId === causeId).sort((one, other) => (one.sign < other.sign ? -1 : 1))
	]);
}
