/** Errors of the domain carry facts, never prepared sentences: the page that shows one picks the words by `code`. */
export abstract class DomainError extends Error {
	abstract readonly code: string;
	/** What the words for this error need, by name. */
	readonly facts: Readonly<Record<string, string | number>>;

	constructor(facts: Readonly<Record<string, string | number>> = {}) {
		super();
		this.facts = facts;
		this.name = new.target.name;
	}

	override get message(): string {
		return `${this.code} ${JSON.stringify(this.facts)}`;
	}
}

/** The chain expected another sequence number: something before this entry is missing, or it was already taken. */
export class SequenceGap extends DomainError {
	readonly code = 'sequence-gap';
	constructor(
		readonly expected: number,
		readonly got: number
	) {
		super({ expected, got });
	}
}

/** `prev` is not the hash of the entry before: an entry was changed, removed or put in. */
export class BrokenChain extends DomainError {
	readonly code = 'broken-chain';
	constructor(readonly seq: number) {
		super({ seq });
	}
}

/** The signature does not belong to this content and this device's key. */
export class BadSignature extends DomainError {
	readonly code = 'bad-signature';
	constructor(readonly seq: number) {
		super({ seq });
	}
}
