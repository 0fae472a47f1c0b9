/** What a fault of the suite is: a name for the table, how often it is worth running, and how one run makes it happen. */
import type { Inspector, InspectorOptions, Settled } from './inspector';
import type { PrivatePostgres } from '../../../src/commands/postgres.mjs';
import type { Site } from './site';

export interface Fault {
	name: string;
	/** 20 where a run is cheap, 5 where it is not. */
	runs: number;
	/** How the fault is made, for the table. */
	how: string;
	/** One tablet per element; one with nothing special unless told otherwise. */
	tablets?: readonly InspectorOptions[];
	/** Whether the server keeps its ledger in a PostgreSQL of its own, which promises what it would at a site. */
	needsPostgres?: true;
	/** Two instances of the server share PostgreSQL and S3, and take the calls by turns, as behind a balancer. */
	twoInstances?: true;
	/** What a tablet says when all is sent, where that is not "All sent", and how long it may take to get there. */
	settled?: Settled;
	/** True only where decisions cannot but be lost: then the fault itself sees to it that each is named. */
	mayLose?: true;
	/**
	 * What goes wrong, and the decisions around it. Afterwards the network is made well again, every tablet has to say that all is
	 * sent, and the server is asked for every decision that was promised.
	 */
	run(scene: Scene, index: number): Promise<void>;
}

/** What the runs of a fault share. */
export interface Scene {
	site: Site;
	/** The first tablet. */
	inspector: Inspector;
	inspectors: readonly Inspector[];
	/** Only where the fault needs one. */
	postgres: PrivatePostgres | null;
	/** Adds one to a figure of the note, such as "killed before the commit". */
	tell(figure: string, by?: number): void;
}
