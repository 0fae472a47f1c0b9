/** A tablet joins a site with a one-time code that an admin made. */
import { createHash, randomInt } from 'node:crypto';
import type { EnrolmentCode, EnrolRequest, EnrolResponse } from '$lib/wire';
import { v7 as uuid } from 'uuid';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import { appendServiceEntries, isUsableKey } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';
import { readTablet } from './manage';
import { statementsOf } from './replace';

/** Long enough to walk to the tablet. */
export const CODE_LIFETIME_MS = 15 * 60 * 1000;

/** Without the letters and digits that look alike in print. 12 of them: 59 bits. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * Makes a one-time code, such as `7KQM-2F9X-HB4T`; only its hash is kept. With `replaces`, whoever redeems it takes that device's
 * place. Throws `forbidden` for anyone but an admin, `not-found` for a device the site does not have.
 */
export async function createEnrolmentCode(
	core: Core,
	site: string,
	by: Account,
	{ replaces = null }: { replaces?: string | null } = {}
): Promise<EnrolmentCode> {
	refuseUnlessMay(by, 'devices.manage');
	if (replaces !== null) await readTablet(core.db, site, replaces);
	const letters = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
	const expiresAt = new Date(core.now().getTime() + CODE_LIFETIME_MS).toISOString();
	await core.db
		.insertInto('enrolment_codes')
		.values({
			code_hash: hashCode(letters),
			site,
			made_by: by.personId,
			expires_at: expiresAt,
			used_at: null,
			device: null,
			replaces
		})
		.execute();
	return { code: letters.replace(/(.{4})(?=.)/g, '$1-'), expiresAt };
}

/** Registers the tablet's public key, in another device's place where it takes one. Throws `code-used` for a code that was used, has expired or never was. */
export async function enrolDevice(core: Core, request: EnrolRequest): Promise<EnrolResponse> {
	if (!isUsableKey(request.publicKey)) throw new ProblemError('invalid-request', { detail: 'not a P-256 public key' });
	return core.db.transaction().execute(async (tx) => {
		const now = core.now().toISOString();
		const code_hash = hashCode(request.code);
		const code = await tx
			.updateTable('enrolment_codes')
			.set({ used_at: now })
			.where('code_hash', '=', code_hash)
			.where('used_at', 'is', null)
			.where('expires_at', '>', now)
			.returning(['site', 'made_by', 'replaces'])
			.executeTakeFirst();
		const site = code && (await readDocument(tx, code.site, 'site', code.site));
		if (!code || !site) throw new ProblemError('code-used');
		const device = { id: uuid(), name: request.name, publicKey: request.publicKey, revoked: false };
		await appendServiceEntries(core, tx, site.id, inTheNameOf({ personId: code.made_by, role: 'admin' }), [
			{ type: 'device.enrolled', body: device },
			...(await statementsOf(core, tx, site.id, {
				newId: device.id,
				meant: code.replaces,
				claimed: request.replaces ?? null
			}))
		]);
		await tx.updateTable('enrolment_codes').set({ device: device.id }).where('code_hash', '=', code_hash).execute();
		return { deviceId: device.id, site };
	});
}

/** Typed by hand, a code may come with spaces, small letters or other dashes. */
function hashCode(code: string): string {
	return createHash('sha256')
		.update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
		.digest('base64url');
}
