/** The classifier that learns a part's classes from confirmed captures, with probabilities that were checked on captures it had not seen. */
import { calibrate, conformalSet, COVERAGE, type Calibration, type HeldOut } from './calibration';
import { fitRegression, logits, softmax, type Regression, type Samples } from './logistic-regression';
import { applyScaling, fitScaling, type Scaling } from './scaling';

const PENALTY = 0.003;
const ITERATIONS = 80;
const FOLDS = 5;

export interface Labelled {
	/** Pooled features. */
	features: Float32Array;
	/** Index into the head's classes. */
	label: number;
}

export interface Verdict {
	/** Probability of each class of the head. */
	probabilities: Float64Array;
	/** Indices of the classes that cannot be ruled out; empty where `coverage` is null. */
	plausible: number[];
	coverage: number | null;
}

export class Head {
	private constructor(
		readonly classes: string[],
		readonly scaling: Scaling,
		/** Fit on everything, then one fit for each fold left out. */
		readonly fits: Regression[],
		readonly calibration: Calibration
	) {}

	/**
	 * Fits the head on everything, and once for each fifth left out, to learn the calibration from.
	 * @param classes at least two, each with an example
	 * @param earlier a head of the same classes: fitting starts where it ended
	 */
	static async fit(
		classes: string[],
		examples: Labelled[],
		earlier: Head | null,
		breathe: () => Promise<void>
	): Promise<Head> {
		const scaling = fitScaling(examples.map((example) => example.features));
		const scaled = examples.map(({ features, label }) => ({ features: applyScaling(scaling, features), label }));
		const folds = assignFolds(scaled, classes.length);
		const starts = earlier !== null && earlier.classes.join() === classes.join() ? earlier.fits : [];
		const fits: Regression[] = [];
		const heldOut: HeldOut[] = [];
		for (let fold = -1; fold < FOLDS; fold++) {
			const training = scaled.filter((_, i) => folds[i] !== fold);
			const start = starts[fold + 1] ?? fits[0];
			const fit = fitOn(training, classes.length, start);
			fits.push(fit);
			scaled.forEach(({ features, label }, i) => {
				if (folds[i] === fold) heldOut.push({ scores: logits(fit, features), label });
			});
			await breathe();
		}
		return new Head(classes, scaling, fits, calibrate(heldOut, classes.length));
	}

	/** What the head says of a capture's pooled features. */
	judge(features: Float32Array): Verdict {
		const scores = logits(this.fits[0], applyScaling(this.scaling, features));
		const probabilities = softmax(scores, this.calibration.temperature);
		const { limits } = this.calibration;
		if (limits === null) return { probabilities, plausible: [], coverage: null };
		return { probabilities, plausible: conformalSet(probabilities, limits), coverage: COVERAGE };
	}
}

function fitOn(examples: Labelled[], classes: number, start: Regression | undefined): Regression {
	const dimensions = examples[0]?.features.length ?? 0;
	const samples: Samples = {
		values: new Float32Array(examples.length * dimensions),
		count: examples.length,
		dimensions
	};
	examples.forEach(({ features }, i) => samples.values.set(features, i * dimensions));
	const labels = Int32Array.from(examples, (example) => example.label);
	return fitRegression(samples, labels, classes, { penalty: PENALTY, maxIterations: ITERATIONS, start });
}

/** Spreads each class over the folds. A class with one example stays in training: -1 is no fold. */
function assignFolds(examples: Labelled[], classes: number): number[] {
	const seen = new Int32Array(classes);
	const counts = new Int32Array(classes);
	for (const { label } of examples) counts[label]++;
	return examples.map(({ label }) => (counts[label] < 2 ? -2 : seen[label]++ % FOLDS));
}
