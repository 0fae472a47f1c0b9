/** Cases as rows of numbers: which signs get a column, and what stands in it. */
import type { FaultFacts } from '$lib/domain/fault/causes';
import { signsOf, type Sign } from './signs';

/** Weights that a tablet fits within seconds: columns times causes. */
const MOST_WEIGHTS = 200_000;
const MOST_COLUMNS = 1024;
/** Pooled features differ little from photo to photo; this brings a usual difference near that of a symptom. */
const PHOTO_SCALE = 4;
/** Hundreds of pooled features, folded (Weinberger et al. 2009): they may not outnumber the words of people. */
const PHOTO_COLUMNS = 48;
/** A photo is compared with what photos here usually show. */
const LEAST_PHOTOS = 5;

/** The filled columns of one case. */
export interface Row {
	columns: Int32Array;
	values: Float32Array;
	/** What people are told each column is. */
	signs: string[];
}

export class Design {
	/** Names of the columns; the last one, the start of every cause, is always 1. */
	readonly columns: readonly string[];
	readonly #index: ReadonlyMap<string, number>;
	readonly #photoMean: Float32Array | null;

	/** @param kept columns that are there whatever was seen: the signs of the site's table */
	constructor(cases: readonly FaultFacts[], kept: Iterable<string>, causes: number) {
		const columns = new Set(kept);
		const seen = new Map<string, number>();
		for (const facts of cases) for (const { column } of signsOf(facts)) seen.set(column, (seen.get(column) ?? 0) + 1);
		const photos = cases.flatMap(({ photo }) => (photo ? [direction(photo)] : []));
		this.#photoMean = photos.length < LEAST_PHOTOS ? null : meanOf(photos);
		const most = Math.min(MOST_COLUMNS, Math.ceil(MOST_WEIGHTS / causes));
		for (const [column] of [...seen].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))) {
			if (columns.size >= most) break;
			columns.add(column);
		}
		if (this.#photoMean) for (let i = 0; i < PHOTO_COLUMNS; i++) columns.add(photoColumn(i));
		this.columns = [...columns, START];
		this.#index = new Map(this.columns.map((column, index) => [column, index]));
	}

	rowOf(facts: FaultFacts): Row {
		const known = [...signsOf(facts), ...this.#photoSigns(facts.photo)].flatMap((sign) => {
			const index = this.#index.get(sign.column);
			return index === undefined ? [] : [{ ...sign, index }];
		});
		known.push({ column: START, sign: START, value: 1, index: this.columns.length - 1 });
		return {
			columns: Int32Array.from(known, ({ index }) => index),
			values: Float32Array.from(known, ({ value }) => value),
			signs: known.map(({ sign }) => sign)
		};
	}

	#photoSigns(photo: Float32Array | null): Sign[] {
		const mean = this.#photoMean;
		if (!photo || !mean) return [];
		return Array.from(direction(photo), (value, i) => ({
			column: photoColumn(i),
			sign: 'photo',
			value: (value - mean[i]) * PHOTO_SCALE
		}));
	}
}

/** Not a sign: where every cause starts from. */
export const START = '';

const photoColumn = (i: number): string => `photo@${i}`;

/** Of length 1; features that fall on the same column are added with signs that make them cancel out on average. */
function direction(photo: Float32Array): Float32Array {
	const length = Math.hypot(...photo) || 1;
	const folded = new Float32Array(PHOTO_COLUMNS);
	photo.forEach((value, i) => {
		const mixed = Math.imul(i + 1, 0x9e3779b1) >>> 0;
		folded[mixed % PHOTO_COLUMNS] += ((mixed >>> 16) % 2 === 0 ? value : -value) / length;
	});
	return folded;
}

function meanOf(photos: readonly Float32Array[]): Float32Array {
	const [first = new Float32Array()] = photos;
	return first.map((_, i) => photos.reduce((sum, photo) => sum + (photo[i] ?? 0), 0) / photos.length);
}
