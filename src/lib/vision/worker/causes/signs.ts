/** What is known of a machine at the moment of a report, as the signs that speak for or against a cause. */
import { codeSign } from '$lib/domain/fault/catalogue';
import type { FaultFacts } from '$lib/domain/fault/causes';
import { wordsOf } from './words';

/** One number that the model weighs. */
export interface Sign {
	/** The column of the model: finer than what people are told, such as `code:E12@24` for "E12, about a day ago". */
	column: string;
	/** What people are told it is, as `Reason.sign` has it. */
	sign: string;
	value: number;
}

/** Codes older than this are of another fault. */
const OLDEST_CODE_HOURS = 72;
/** Between two knots a value counts for both, by its nearness: what lies close together is treated alike. */
const CODE_HOURS = [0, 6, 12, 18, 24, 36, 48, 72];
const COMPONENT_DAYS = [0, 7, 30, 60, 120, 240, 480];
const ASSET_YEARS = [0, 2, 5, 10, 20];

/** Every sign once. */
export function signsOf(facts: FaultFacts): Sign[] {
	const signs = [
		...[...new Set(facts.symptoms)].map((id) => plain(id)),
		...codeSigns(facts.codes),
		...wordsOf(facts.text).map(({ stem, written }) => ({ column: `word:${stem}`, sign: `word:${written}`, value: 1 })),
		...Object.entries(facts.componentAgeDays).flatMap(([component, days]) =>
			between(`age:${component}`, COMPONENT_DAYS, days)
		),
		...(facts.assetAgeYears === null ? [] : between('age:', ASSET_YEARS, facts.assetAgeYears))
	];
	return facts.assetKind === null ? signs : [...signs, plain(`kind:${facts.assetKind}`)];
}

/** A code counts once for having been seen, however often, and once more for when it was seen last. */
function codeSigns(codes: FaultFacts['codes']): Sign[] {
	const recent = codes.filter(({ hoursBefore }) => hoursBefore >= 0 && hoursBefore <= OLDEST_CODE_HOURS);
	return [...Map.groupBy(recent, ({ code }) => code)].flatMap(([code, seen]) => {
		const sign = codeSign(code);
		const times = new Map<string, Sign>();
		for (const { hoursBefore } of seen) {
			for (const near of between(sign, CODE_HOURS, hoursBefore)) {
				const value = Math.max(near.value, times.get(near.column)?.value ?? 0);
				times.set(near.column, { ...near, value });
			}
		}
		return [plain(sign), ...times.values()];
	});
}

function plain(sign: string): Sign {
	return { column: sign, sign, value: 1 };
}

function between(sign: string, knots: readonly number[], at: number): Sign[] {
	const value = Math.min(Math.max(at, knots[0] ?? 0), knots.at(-1) ?? 0);
	const above = Math.max(
		1,
		knots.findIndex((knot) => knot >= value)
	);
	const [low = 0, high = 0] = knots.slice(above - 1, above + 1);
	const nearHigh = (value - low) / (high - low);
	return [
		{ column: `${sign}@${low}`, sign, value: 1 - nearHigh },
		{ column: `${sign}@${high}`, sign, value: nearHigh }
	].filter((part) => part.value > 0);
}
