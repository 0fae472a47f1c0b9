/** How often what can be guessed may be tried, and how fast anybody may call at all. */
import { AttemptLimit } from './auth';
import type { Db } from './db';
import { CallBudget } from './http/call-budget';

export interface Limits {
	/** Of one name from one address. */
	signIn: AttemptLimit;
	/** Of one name from everywhere, so that many addresses guess no faster. */
	signInName: AttemptLimit;
	/** From one address, whatever the name. */
	signInAddress: AttemptLimit;
	/** Attempts past those limits that are written down. */
	signInNotes: AttemptLimit;
	/** Of the present password, by whoever wants to change it. */
	ownPassword: AttemptLimit;
	enrolment: AttemptLimit;
	setup: AttemptLimit;
}

const MINUTE = 60_000;

export function openLimits(db: Db): Limits {
	return {
		signIn: new AttemptLimit(db, 'sign-in', 10, 5 * MINUTE),
		signInName: new AttemptLimit(db, 'sign-in name', 60, 60 * MINUTE),
		signInAddress: new AttemptLimit(db, 'sign-in address', 100, 5 * MINUTE),
		signInNotes: new AttemptLimit(db, 'sign-in notes', 20, 60 * MINUTE),
		ownPassword: new AttemptLimit(db, 'own password', 10, 15 * MINUTE),
		enrolment: new AttemptLimit(db, 'enrolment', 20, 15 * MINUTE),
		setup: new AttemptLimit(db, 'setup', 20, 15 * MINUTE)
	};
}

export interface Budgets {
	/** Calls of a tablet, by its signature: all tablets of a plant may come from one address. */
	device: CallBudget;
	/** Of a system that reports readings. */
	source: CallBudget;
	/** All other calls, by the address they come from. */
	address: CallBudget;
}

/** A tablet that drains 10,000 entries and 500 photos makes some 2,000 calls; a page of the desk a few. */
export function openBudgets(): Budgets {
	return {
		device: new CallBudget(4000, 40),
		source: new CallBudget(200, 2),
		address: new CallBudget(2000, 40)
	};
}
