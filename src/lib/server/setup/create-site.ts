/** The first run: makes the site, its admin, and on request the demo content, in one go or not at all. */
import { FIRST_POLICY } from '$lib/domain/policy';
import type { Person, Role, Site } from '$lib/domain/site';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import {
	createAccount,
	drawPin,
	hashPassword,
	makePinVerifier,
	MAX_PASSWORD,
	MIN_PASSWORD,
	savePin,
	Username
} from '../auth';
import type { Core } from '../core';
import { lockFor } from '../db';
import { appendServiceEntries, BY_SERVER, readSite, type ServiceStatement } from '../ledger';
import { ProblemError } from '../problem';
import { DEMO_CATALOGUE } from './demo-catalogue';
import { DEMO_TEMPLATES } from './demo-templates';
import { DEMO_AREAS, DEMO_ASSETS, DEMO_PARTS, DEMO_PEOPLE, DEMO_PINS, DEMO_UNITS, DEMO_WORK_ORDERS } from './demo-site';

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));

export const SetupRequest = v.object({
	siteName: Name,
	adminName: Name,
	username: Username,
	password: v.pipe(v.string(), v.minLength(MIN_PASSWORD), v.maxLength(MAX_PASSWORD)),
	kind: v.picklist(['demo', 'empty'])
});
export type SetupRequest = v.InferOutput<typeof SetupRequest>;

export interface SetupResult {
	site: Site;
	/** Everyone with a PIN for the tablets, admin first. The admin's PIN is shown here and never again. */
	people: { id: string; name: string; role: Role; pin: string; sample: boolean }[];
}

/** Throws `already-set-up` when there is a site, whichever of two simultaneous calls comes second. */
export async function createSite(core: Core, request: SetupRequest): Promise<SetupResult> {
	if (await readSite(core.db)) throw new ProblemError('already-set-up');
	const demo = request.kind === 'demo';
	const site: Site = { id: uuid(), name: request.siteName, demo };
	const admin: Person = { id: uuid(), name: request.adminName, role: 'admin', active: true, sample: false };
	const people = [
		{ person: admin, pin: drawPin() },
		...(demo ? DEMO_PEOPLE.map((person) => ({ person, pin: DEMO_PINS[person.id] ?? drawPin() })) : [])
	];
	// Deriving these takes a second: done before the store is locked.
	const passwordHash = await hashPassword(request.password);
	const verifiers = await Promise.all(people.map(({ pin }) => makePinVerifier(pin)));

	await core.db.transaction().execute(async (tx) => {
		await lockFor(tx, 'first run');
		if (await readSite(tx)) throw new ProblemError('already-set-up');
		const now = core.now();
		const serviceDevice = uuid();
		await tx
			.insertInto('sites')
			.values({ id: site.id, position: 0, service_device: serviceDevice, created_at: now.toISOString() })
			.execute();
		await createAccount(tx, now, {
			personId: admin.id,
			name: admin.name,
			username: request.username,
			passwordHash
		});
		for (const [index, { person }] of people.entries()) {
			const verifier = verifiers[index];
			if (verifier) await savePin(tx, site.id, person.id, verifier, person.sample, now.toISOString());
		}
		await appendServiceEntries(core, tx, site.id, BY_SERVER, [
			{ type: 'site.created', body: site },
			{
				type: 'device.enrolled',
				body: { id: serviceDevice, name: 'Server', publicKey: core.key.publicKey, revoked: false }
			},
			...people.map(({ person }): ServiceStatement => ({ type: 'person.defined', body: person })),
			...people.map(({ person }): ServiceStatement => ({ type: 'pin.set', body: { personId: person.id } })),
			{ type: 'policy.published', body: FIRST_POLICY },
			...(demo ? demoStatements() : [])
		]);
	});
	return {
		site,
		people: people.map(({ person: { id, name, role, sample }, pin }) => ({ id, name, role, pin, sample }))
	};
}

function demoStatements(): ServiceStatement[] {
	return [
		...DEMO_AREAS.map((body): ServiceStatement => ({ type: 'area.defined', body })),
		...DEMO_ASSETS.map((body): ServiceStatement => ({ type: 'asset.defined', body })),
		...DEMO_PARTS.map((body): ServiceStatement => ({ type: 'part.defined', body })),
		...DEMO_WORK_ORDERS.map((body): ServiceStatement => ({ type: 'work-order.defined', body })),
		...DEMO_UNITS.map((body): ServiceStatement => ({ type: 'unit.registered', body })),
		{ type: 'fault-catalogue.published', body: DEMO_CATALOGUE },
		...DEMO_TEMPLATES.map((body): ServiceStatement => ({ type: 'audit-template.published', body }))
	];
}
