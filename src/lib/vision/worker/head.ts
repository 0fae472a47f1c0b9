/** The classifier that learns a part's classes from confirmed captures, with probabilities that were checked on captures it had not seen. */
import { calibrate, conformalSet, COVERAGE, type Calibration, type HeldOut } from './calibration';
import { fitDiscriminant } from './discriminant';
import { assignFolds } from './folds';
import { fitRegression, logits, softmax, type Regression, type Samples } from './logistic-regression';
import { applyScaling, fitScaling, type Scaling } from './scaling';

const PENALTY = 0.01;
/** Discriminant scores run higher; divided by this they weigh as much as the regression's. */
const DISCRIMINANT_SCALE = 4;
const ITERATIONS = 80;
const FOLDS = 5;

export interface Labelled {
	/** Pooled features. */
	features: Float32Array;
	/** Index into the head's classes. */
	label: number;
}

/** Two views of the same captures; their mean scores better than either: regression with many, discriminant with few. */
interface Fit {
	regression: Regression;
	discriminant: Regression;
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
		readonly fits: Fit[],
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
		const folds = assignFolds(scaled, classes.length, FOLDS);
		const starts = earlier !== null && earlier.classes.join() === classes.join() ? earlier.fits : [];
		const fits: Fit[] = [];
		const heldOut: HeldOut[] = [];
		for (let fold = -1; fold < FOLDS; fold++) {
			const training = scaled.filter((_, i) => folds[i] !== fold);
			const start = starts[fold + 1]?.regression ?? fits[0]?.regression;
			const fit = fitOn(training, classes.length, start);
			fits.push(fit);
			scaled.forEach(({ features, label }, i) => {
				if (folds[i] === fold) heldOut.push({ scores: meanScores(fit, features), label });
			});
			await breathe();
		}
		return new Head(classes, scaling, fits, calibrate(heldOut, classes.length));
	}

	/** What the head says of a capture's pooled features. */
	judge(features: Float32Array): Verdict {
		const scores = meanScores(this.fits[0], applyScaling(this.scaling, features));
		const probabilities = softmax(scores, this.calibration.temperature);
		const { limits } = this.calibration;
		if (limits === null) return { probabilities, plausible: [], coverage: null };
		return { probabilities, plausible: conformalSet(probabilities, limits), coverage: COVERAGE };
	}
}

function fitOn(examples: Labelled[], classes: number, start: Regression | undefined): Fit {
	const dimensions = examples[0]?.features.length ?? 0;
	const samples: Samples = {
		values: new Float32Array(examples.length * dimensions),
		count: examples.length,
		dimensions
	};
	examples.forEach(({ features }, i) => samples.values.set(features, i * dimensions));
	const labels = Int32Array.from(examples, (example) => example.label);
	return {
		regression: fitRegression(samples, labels, classes, { penalty: PENALTY, maxIterations: ITERATIONS, start }),
		discriminant: fitDiscriminant(samples, labels, classes)
	};
}

function meanScores({ regression, discriminant }: Fit, features: Float32Array): Float64Array {
	const other = logits(discriminant, features);
	return logits(regression, features).map((score, k) => (score + other[k] / DISCRIMINANT_SCALE) / 2);
}
