/** Which photos to learn from and which to judge; as the index says, else drawn with a fixed seed. */
import { GOOD } from '$lib/domain/site';
import type { Seen } from './model';
import { shuffled } from './measures';

export interface Split {
	name: 'random' | 'group';
	train: Seen[];
	test: Seen[];
}

/** Share of each class to learn from where the index says nothing. */
const TRAINED_SHARE = 0.7;

/** Whole groups stay on one side. Null where nobody said which photos belong together. */
export function groupSplit(photos: Seen[]): Split | null {
	if (photos.every((photo) => photo.groupSplit !== null)) {
		return {
			name: 'group',
			train: photos.filter((photo) => photo.groupSplit === 'train'),
			test: photos.filter((photo) => photo.groupSplit === 'test')
		};
	}
	if (!photos.every((photo) => photo.group !== null)) return null;
	const groups = shuffled([...new Set(photos.map((photo) => photo.group))], 1);
	const trained = new Set(groups.slice(0, Math.round(groups.length * TRAINED_SHARE)));
	return {
		name: 'group',
		train: photos.filter((photo) => trained.has(photo.group)),
		test: photos.filter((photo) => !trained.has(photo.group))
	};
}

/** Good photos to learn from and all others to judge, as the literature splits them. */
export function randomAnomalySplit(photos: Seen[]): Split {
	if (photos.every((photo) => photo.randomSplit !== null)) {
		return {
			name: 'random',
			train: photos.filter((photo) => photo.randomSplit === 'train'),
			test: photos.filter((photo) => photo.randomSplit === 'test')
		};
	}
	const good = shuffled(
		photos.filter((photo) => photo.class === GOOD),
		1
	);
	const trained = new Set(good.slice(0, Math.round(good.length * 0.8)));
	return { name: 'random', train: [...trained], test: photos.filter((photo) => !trained.has(photo)) };
}

/** 70% of each class to learn from. */
export function randomClassSplit(photos: Seen[], seed: number): Split {
	const train: Seen[] = [];
	const test: Seen[] = [];
	for (const members of byClass(photos).values()) {
		const drawn = shuffled(members, seed);
		const size = Math.round(members.length * TRAINED_SHARE);
		train.push(...drawn.slice(0, size));
		test.push(...drawn.slice(size));
	}
	return { name: 'random', train, test };
}

export function byClass(photos: Seen[]): Map<string, Seen[]> {
	const classes = new Map<string, Seen[]>();
	for (const photo of photos) classes.set(photo.class, [...(classes.get(photo.class) ?? []), photo]);
	return classes;
}
