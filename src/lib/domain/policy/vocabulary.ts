/** What conditions can name at a site, and the names behind the ids that rules hold. */

export interface Named {
	id: string;
	name: string;
}

export interface PolicyVocabulary {
	/** Of all parts, and the causes of the fault catalogue; where several name the same one differently, all of its names. */
	classes: Named[];
	/** Machines. */
	assets: Named[];
	families: string[];
	/** Everybody, those who have left included: rules and records name them. */
	people: Named[];
	/** Ids of those who work here now. */
	active: string[];
	/** Ids of those who work at tablets now. */
	onFloor: string[];
}
