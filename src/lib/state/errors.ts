/** What a person at the tablet cannot do now, and why. */
import { DomainError } from '$lib/domain/errors';
import type { Role } from '$lib/domain/site';

/** Nobody is signed in, or the tablet has locked itself. Drafts are kept. */
export class NotSignedIn extends DomainError {
	readonly code = 'nobody-signed-in';
}

/** The tablet belongs to no site yet. */
export class NotEnrolled extends DomainError {
	readonly code = 'not-enrolled';
}

/** No such person at this site, or no longer. */
export class PersonUnknown extends DomainError {
	readonly code = 'person-unknown';
}

/** This role works at the desk. */
export class NotOnFloor extends DomainError {
	readonly code = 'not-on-floor';
	constructor(role: Role) {
		super({ role });
	}
}

/** An admin has not given this person a PIN, or it has not reached this tablet. */
export class NoPin extends DomainError {
	readonly code = 'no-pin';
}

/** The tablet has been without its server for longer than the site lets it take PINs. */
export class ContactNeeded extends DomainError {
	readonly code = 'contact-needed';
	constructor(hours: number) {
		super({ hours });
	}
}

/** This person's role does not let them vouch for somebody else. */
export class MayNotUnlock extends DomainError {
	readonly code = 'may-not-unlock';
}

/** The site's rules do not let this role state this. */
export class NotAllowed extends DomainError {
	readonly code = 'not-allowed';
	constructor(type: string, role: Role | null) {
		super({ type, role: role ?? '' });
	}
}

/** A record that would not be complete: refused before anything of it is kept. */
export class RecordIncomplete extends DomainError {
	readonly code = 'record-incomplete';
	constructor(type: string, path: string) {
		super({ type, path });
	}
}
