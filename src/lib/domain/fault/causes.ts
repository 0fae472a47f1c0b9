/** What the model of fault causes is asked and what it answers; it runs in the vision worker, where TensorFlow.js lives. */
import type { CauseStamp } from '../suggestion';
import type { FaultCatalogue } from './catalogue';

/** A machine at the moment of a report, in numbers and words that the model reads. */
export interface FaultFacts {
	assetKind: string | null;
	/** Years since it was built or put to work; null where unknown. */
	assetAgeYears: number | null;
	symptoms: readonly string[];
	/** Error codes with how long before the report they were seen, in hours. */
	codes: readonly { code: string; hoursBefore: number }[];
	text: string;
	/** Days since each component was replaced. */
	componentAgeDays: Readonly<Record<string, number>>;
	/** Pooled features of the first photo, or null. */
	photo: Float32Array | null;
}

/** A case to learn from: what was seen, and the cause that people confirmed. */
export interface FaultCase {
	reportId: string;
	facts: FaultFacts;
	causeId: string;
	/** ISO 8601. */
	confirmedAt: string;
	/** 1; less where the repair helped only partly. A case whose repair did not help is not among them, or under another cause. */
	weight: number;
}

/** Something that speaks for or against a cause. */
export interface Reason {
	/** A symptom's id, `code:` and a code, `word:` and a word, `age:` and a component, `kind:` and a kind of asset, `photo`. */
	sign: string;
	/** Change of the log odds against the other causes: positive speaks for it. */
	weight: number;
}

export interface RankedCause {
	causeId: string;
	/** Calibrated; all of them and `notInList` add up to 1. Never 0 or 1. */
	probability: number;
	reasons: readonly Reason[];
	/** Cases most like this one in which it was the cause, most alike first. */
	similar: readonly { reportId: string; similarity: number }[];
}

/** Somebody looked, and this is what showed: in the words of one of the check's causes; null for none of them. */
export interface AnsweredCheck {
	checkId: string;
	shows: string | null;
}

/** The check whose answer would change the ranking most. */
export interface TellingCheck {
	checkId: string;
	name: string;
	/** What each of the causes concerned would show. */
	shows: readonly { causeId: string; shows: string }[];
	/** Expected fall of the uncertainty among the first causes, in bits. */
	gainBits: number;
}

export interface CauseRanking {
	/** Most probable first. */
	causes: readonly RankedCause[];
	/** Probability that it is none of the catalogue's causes. */
	notInList: number;
	/** Causes that cannot be ruled out at `coverage`; empty where too few cases calibrate it. */
	conformalSet: readonly string[];
	coverage: number | null;
	/** 0 like something confirmed before … 1 unlike anything; null without cases. */
	novelty: number | null;
	check: TellingCheck | null;
	/** What spoke; `model.cases` is 0 while nothing but the site's cause–symptom table is known. */
	model: CauseStamp;
	tookMs: number;
}

/** What the model is made from. */
export interface FaultKnowledge {
	catalogue: FaultCatalogue;
	/** Oldest first. One whose `causeId` the catalogue does not hold was "not in the list": it teaches how often that is so. */
	cases: readonly FaultCase[];
}

/** What the model knows after learning. */
export interface CauseModelState {
	/** Cases learned from. */
	cases: number;
	/** Cases that it was checked on before it had learned them: its probabilities are corrected by these. */
	checkedOn: number;
	catalogueVersion: number;
	tookMs: number;
}
