/** The tables as TypeScript sees them. Times are ISO 8601 text, JSON is text, flags are 0 or 1: the same on every store. */

export interface SiteRow {
	id: string;
	/** The last position given; the row is also the lock that puts appends in order. */
	position: number;
	/** Of the newest arrival; null while there is none. */
	seal: string | null;
	/** The device id under which this server signs its own entries. */
	service_device: string;
	created_at: string;
}

export interface EntryRow {
	site: string;
	position: number;
	id: string;
	device: string;
	seq: number;
	type: string;
	person: string | null;
	/** The id of what the entry is about, where it has one. */
	about: string | null;
	at: string;
	received_at: string;
	skew_ms: number;
	hash: string;
	/** RFC 8785 text of the whole entry: its SHA-256 is `hash`. */
	json: string;
	/** Over the seal before it and what the server noted (`sealedText`). */
	seal: string;
}

/** The narrow side of the ledger: what entries are searched, filtered and counted by, without their content. */
export interface EntryIndexRow {
	site: string;
	position: number;
	type: string;
	device: string;
	person: string | null;
	/** Of a decision. */
	verdict: string | null;
	received_at: string;
	/** The capture whose case it belongs to; for a photo that arrived, the photo. Null for what belongs to no case. */
	subject: string | null;
	/** What it is found by, in lower case: part, serial, names, notes and reasons. */
	words: string;
}

export interface QuarantineRow {
	site: string;
	device: string;
	/** SHA-256 of the record's canonical JSON: the same record is kept once. */
	hash: string;
	seq: number;
	entry_id: string;
	reason: string;
	/** `follows`: the chain goes on from this hash; `breaks`: it goes on, but not from this hash; `apart`: not in the chain. */
	link: 'follows' | 'breaks' | 'apart';
	received_at: string;
	json: string;
}

/** What an admin made of a quarantined record, as its `quarantine.resolved` entry says. */
export interface ResolutionRow {
	site: string;
	device: string;
	seq: number;
	hash: string;
	position: number;
	resolution: string;
	reason: string;
	person: string | null;
	at: string;
	entry_id: string | null;
}

/** Records noticed to be missing because a later one came; what arrived since is told by the chain. */
export interface GapRow {
	site: string;
	device: string;
	from_seq: number;
	to_seq: number;
	/** By the server's clock. */
	since: string;
}

/** When a device last made a call that its key signed, to the minute. */
export interface ContactRow {
	site: string;
	device: string;
	at: string;
	skew_ms: number;
	/** The app's version, as it says itself. */
	app: string | null;
}

/** How far a device's chain has come. */
export interface ChainRow {
	site: string;
	device: string;
	seq: number;
	/** Null before the first entry, and after a record whose own hash cannot be trusted. */
	hash: string | null;
	/** The highest seq the device has offered: above `seq` there is a gap to be filled. */
	offered_seq: number;
	last_seen_at: string;
	skew_ms: number;
}

export interface DocumentRow {
	site: string;
	kind: string;
	id: string;
	position: number;
	value: string;
}

export interface CaptureRow {
	site: string;
	id: string;
	device: string;
	photo: string;
	part: string | null;
	subject_text: string;
	/** Null where nobody said where it was, and for what came before the column; a rebuild fills it. */
	area: string | null;
	at: string;
	/** Null for what came before the column; a rebuild fills it. */
	received_at: string | null;
	sample: number;
}

export interface SuggestionRow {
	site: string;
	id: string;
	capture: string;
	/** JSON of the policy's consequence and the part of the suggestion a case shows. */
	json: string;
	/** Where its checkpoint stands; null for a suggestion whose capture is not on record. */
	state: string | null;
	/** The position that last changed its case. */
	changed_position: number;
	/** When the next thing happens to it with nobody's doing: its veto window or its time limit ends. Null for nothing. */
	due_at: string | null;
}

export interface DecisionRow {
	site: string;
	id: string;
	suggestion: string;
	position: number;
	person: string;
	role: string;
	at: string;
	/** By the server's clock; null for what came before the column; a rebuild fills it. */
	received_at: string | null;
	withdrawn: number;
	json: string;
}

/** The last action on a suggestion: at most one of them is final. */
export interface ActionRow {
	site: string;
	suggestion: string;
	/** The action's own id. */
	id: string;
	state: 'final' | 'withdrawn';
	/** Of the entry that last said so. */
	position: number;
	/** The body of its `action.finalized` entry. */
	json: string;
}

/** A case that changed, and whose action has not been looked at since. */
export interface UnsettledRow {
	site: string;
	suggestion: string;
	/** By the server's clock; the empty text is at once. */
	look_at: string;
}

/** Where other systems are told what became final, as the last `connector.defined` says. */
export interface ConnectorRow {
	site: string;
	id: string;
	position: number;
	json: string;
}

/** What a connector's messages are signed with; never in the ledger. */
export interface ConnectorSecretRow {
	site: string;
	connector: string;
	/** `whsec_…` */
	secret: string;
	/** The one before: for a while messages are signed with both. */
	previous: string | null;
	previous_until: string | null;
}

/** One message to one connector. */
export interface DeliveryRow {
	site: string;
	connector: string;
	/** The entry it tells of: the message's id, whatever number of times it is sent. */
	entry: string;
	/** Of that entry: messages about one suggestion go out in this order. */
	position: number;
	suggestion: string;
	type: string;
	body: string;
	state: 'waiting' | 'delivered' | 'dead';
	/** How often it was begun to be sent since somebody last asked for it. */
	attempts: number;
	/** While it waits: when it is to be sent. Afterwards: when that ended. */
	due_at: string;
	/** A server is sending it, and has it for itself until then; the empty text for nobody. */
	leased_until: string;
	/** The receiver's last answer: its HTTP status, null where none came. */
	status: number | null;
	/** The beginning of that answer, or the code of what went wrong. */
	answer: string;
	created_at: string;
}

/** What was said about a case besides decisions: approvals and refusals, vetoes, and that nobody answered in time. */
export interface OversightRow {
	site: string;
	position: number;
	suggestion: string;
	type: 'approval.given' | 'approval.refused' | 'veto.made' | 'checkpoint.overdue';
	/** Null where the server itself said it. */
	person: string | null;
	role: string | null;
	received_at: string;
	/** JSON of the entry's body. */
	json: string;
}

export interface PhotoRow {
	site: string;
	sha256: string;
	media_type: string;
	bytes: number;
	device: string;
	received_at: string;
}

/** What a PIN is checked against; never in the ledger. */
export interface ThumbnailRow {
	site: string;
	/** The photo it shows. */
	photo: string;
	/** SHA-256 of the preview itself, under which it lies in the photo storage. */
	file: string;
	media_type: string;
	made_from: 'tablet' | 'photo';
}

export interface CredentialRow {
	site: string;
	person: string;
	salt: string;
	iterations: number;
	hash: string;
	/** 1 when the demo site set it: its PIN is printed for everyone to see. */
	sample: number;
	set_at: string;
}

export interface EnrolmentCodeRow {
	/** SHA-256 of the code: a copy of the database opens no door. */
	code_hash: string;
	site: string;
	made_by: string;
	expires_at: string;
	used_at: string | null;
	device: string | null;
	/** The device whose place the new one takes, when the code was made for that. */
	replaces: string | null;
}

/** What the instances of one server share and nobody else may know; empty where these are files in the data folder. */
export interface SecretRow {
	name: string;
	value: string;
}

/** How often somebody tried something lately. */
export interface AttemptsRow {
	what: string;
	key: string;
	/** JSON: the times of the attempts, Unix ms, oldest first. */
	tried_at: string;
	/** Unix ms: nothing of it counts any more. */
	forget_at: number;
}

/**
 * The four tables better-auth works on; names and columns are its own. They take times and flags as below on both stores, but PostgreSQL
 * gives them back as `Date` and `boolean`: read them through better-auth.
 */
export interface UserRow {
	id: string;
	name: string;
	email: string;
	emailVerified: number;
	image: string | null;
	createdAt: string;
	updatedAt: string;
	username: string;
	displayUsername: string;
	personId: string;
}

export interface AccountRow {
	id: string;
	accountId: string;
	providerId: string;
	userId: string;
	password: string | null;
	createdAt: string;
	updatedAt: string;
}

export interface SessionRow {
	id: string;
	token: string;
	userId: string;
	expiresAt: string;
	createdAt: string;
	updatedAt: string;
}

/** One attempt to sign in at the desk, or the end of a session there. No password is ever in it. */
export interface SignInRow {
	id: string;
	site: string;
	at: string;
	/** As typed where somebody has this name; otherwise only how it begins, for it may be a password in the wrong field. */
	username: string;
	address: string;
	outcome: 'ok' | 'wrong' | 'limited' | 'signed-out';
	person: string | null;
}

/** What somebody has on their screen, until they leave it or stop saying so. One case a tablet. */
export interface PresenceRow {
	site: string;
	device: string;
	suggestion: string;
	person: string;
	/** Unix ms, by the server's clock. */
	until: number;
}

/** An answer to a seeded check. */
export interface SeedAnswerRow {
	site: string;
	id: string;
	seed: string;
	person: string;
	at: string;
	position: number;
	json: string;
}

/** How a person accepts. */
export interface ConductRow {
	site: string;
	person: string;
	/** JSON of `PersonConduct`, without the person. */
	json: string;
}

/** Who has looked into whose tightened oversight. */
export interface TighteningSeenRow {
	site: string;
	person: string;
	seen_by: string;
	/** Since when it was tightened: a later one is news again. */
	since: string;
}

/** A system that may report readings of machines. */
export interface ReadingSourceRow {
	site: string;
	id: string;
	name: string;
	/** SHA-256 of its token, hexadecimal: the token itself is nowhere. */
	token_hash: string;
	created_at: string;
	used_at: string | null;
}

/** The latest answer to an item of an audit. */
export interface AuditAnswerRow {
	site: string;
	audit: string;
	item: string;
	round: number;
	person: string | null;
	at: string;
	position: number;
	/** JSON of `AuditAnswer`. */
	json: string;
}

export interface Tables {
	sites: SiteRow;
	entries: EntryRow;
	entry_index: EntryIndexRow;
	quarantine: QuarantineRow;
	resolutions: ResolutionRow;
	gaps: GapRow;
	contacts: ContactRow;
	chains: ChainRow;
	documents: DocumentRow;
	captures: CaptureRow;
	suggestions: SuggestionRow;
	decisions: DecisionRow;
	actions: ActionRow;
	unsettled: UnsettledRow;
	connectors: ConnectorRow;
	connector_secrets: ConnectorSecretRow;
	deliveries: DeliveryRow;
	oversight: OversightRow;
	photos: PhotoRow;
	thumbnails: ThumbnailRow;
	credentials: CredentialRow;
	enrolment_codes: EnrolmentCodeRow;
	secrets: SecretRow;
	attempts: AttemptsRow;
	user: UserRow;
	account: AccountRow;
	session: SessionRow;
	sign_ins: SignInRow;
	presence: PresenceRow;
	seed_answers: SeedAnswerRow;
	conduct: ConductRow;
	tightenings_seen: TighteningSeenRow;
	reading_sources: ReadingSourceRow;
	audit_answers: AuditAnswerRow;
}
