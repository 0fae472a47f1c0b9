/** Every role and every type of entry: what the role may not state is kept apart with its reason, what it may state is stored. */
import { ENTRY_TYPES, type BodyOf, type EntryType, type QuarantineReason } from '$lib/domain/ledger';
import { mayState } from '$lib/domain/statement-rights';
import { ROLES, type Role } from '$lib/domain/site';
import { DEFAULT_SITE_SETTINGS } from '$lib/domain/site-settings';
import { FIRST_POLICY } from '$lib/domain/policy';
import { SEED, seedAnswer } from '$lib/domain/testing/seed';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tablet } from '../test-site';
import { by, BY_DEVICE, capture, decision, newKey, person, suggestion, TestSite, TILE } from '../test-site';

let site: TestSite;
let tablet: Tablet;

beforeAll(async () => {
	site = await TestSite.open();
	await site.state(...ROLES.map((role) => ({ type: 'person.defined' as const, body: person(role) })));
	await site.state({ type: 'seed.defined', body: SEED });
	tablet = await site.enrol('Tablet');
});

afterAll(() => site.close());

/** A body that only the actor can be wrong about. */
const BODIES_TO_STATE: { [T in EntryType]: (own: { decisionId: string }) => BodyOf<T> } = {
	'site.created': () => ({ id: site.id, name: 'Taken over', demo: false }),
	'area.defined': () => ({ id: uuid(), name: 'Area' }),
	'asset.defined': () => ({ id: uuid(), code: 'A-1', name: 'Machine', areaId: 'area', sample: false }),
	'part.defined': () => ({ ...TILE, id: uuid() }),
	'person.defined': () => ({ ...person('admin'), id: uuid() }),
	'work-order.defined': () => ({ id: uuid(), number: '1', partId: TILE.id, quantity: 1 }),
	'pin.set': () => ({ personId: 'inspector' }),
	'device.enrolled': () => ({ id: uuid(), name: 'Mine', publicKey: newKey().publicKey, revoked: false }),
	'device.revoked': () => ({ deviceId: 'other', reason: '' }),
	'device.replaced': () => ({ deviceId: tablet.id, replaces: 'other', lastSeq: 0, missing: [], proved: false }),
	'site.configured': () => DEFAULT_SITE_SETTINGS,
	'quarantine.resolved': () => ({
		deviceId: tablet.id,
		seq: 1,
		hash: 'x',
		resolution: 'dismissed' as const,
		reason: 'why',
		entryId: null
	}),
	'policy.published': () => FIRST_POLICY,
	'policy.proposed': () => ({ id: uuid(), basedOn: 1, rules: FIRST_POLICY.rules, note: 'why', replaces: null }),
	'policy.proposal-closed': () => ({ proposalId: uuid(), reason: '' }),
	'policy.refinement-rejected': () => ({
		refinementId: 'refined',
		kind: 'own-call-first' as const,
		family: 'Tiles',
		class: 'crack',
		decided: 40,
		wrong: 10,
		reason: 'why'
	}),
	'unit.registered': () => ({ id: uuid(), partId: TILE.id, serial: '1', lot: null }),
	'session.started': () => ({ personId: 'inspector', startedAt: new Date(site.clock.now).toISOString() }),
	'session.ended': () => ({ personId: 'inspector', endedAt: new Date(site.clock.now).toISOString() }),
	'pin.locked': () => ({ personId: 'inspector', wrong: 10, at: new Date(site.clock.now).toISOString() }),
	'pin.unlocked': () => ({ personId: 'inspector', at: new Date(site.clock.now).toISOString() }),
	'photo.stored': () => ({ sha256: 'a'.repeat(64), mediaType: 'image/jpeg' as const, bytes: 1, deviceId: 'x' }),
	'capture.recorded': () => capture(),
	'suggestion.made': () => suggestion(uuid()),
	'call.committed': () => ({
		captureId: uuid(),
		suggestionId: uuid(),
		call: { kind: 'class' as const, class: 'crack' },
		policyVersion: 1
	}),
	'decision.made': () => decision(suggestion(uuid())),
	'decision.withdrawn': ({ decisionId }) => ({ decisionId }),
	'comment.made': () => ({ id: uuid(), suggestionId: uuid(), text: 'Look at the edge' }),
	'approval.given': () => ({
		id: uuid(),
		suggestionId: uuid(),
		meaning: 'approved' as const,
		printedName: 'Somebody',
		signedAt: new Date(site.clock.now).toISOString(),
		signed: 'a'.repeat(43),
		note: ''
	}),
	'approval.refused': () => ({ id: uuid(), suggestionId: uuid(), signed: 'a'.repeat(43), reason: 'why' }),
	'veto.made': () => ({ id: uuid(), suggestionId: uuid(), reason: 'why' }),
	'checkpoint.overdue': () => ({
		suggestionId: uuid(),
		dueAt: new Date(site.clock.now).toISOString(),
		to: 'supervisor' as const
	}),
	'action.finalized': () => ({
		id: uuid(),
		kind: 'disposition' as const,
		suggestionId: uuid(),
		captureId: uuid(),
		subject: { kind: 'part' as const, partId: TILE.id },
		disposition: 'scrap' as const,
		class: 'crack',
		mode: 'in-the-loop' as const,
		policyVersion: 1,
		ruleId: null,
		because: 'decided' as const,
		decisionIds: [],
		approvalIds: [],
		at: new Date(site.clock.now).toISOString(),
		sample: false
	}),
	'action.withdrawn': () => ({
		actionId: uuid(),
		suggestionId: uuid(),
		because: 'superseded' as const,
		at: new Date(site.clock.now).toISOString()
	}),
	'connector.defined': () => ({
		id: uuid(),
		name: 'MES',
		url: 'https://mes.example/hook',
		events: ['action.finalized' as const],
		state: 'active' as const
	}),
	'connector.secret-set': () => ({ connectorId: uuid() }),
	'connector.removed': () => ({ connectorId: uuid() }),
	'reading-source.defined': () => ({ id: 'source', name: 'Controller' }),
	'reading-source.removed': () => ({ sourceId: 'source' }),
	'seed.defined': () => SEED,
	'seed.answered': () => ({ ...seedAnswer('crack'), id: uuid() }),
	'oversight.tightened': () => ({
		personId: 'inspector',
		because: 'accepted-seeds' as const,
		rate: 1,
		limit: 0.2,
		of: 3
	}),
	'oversight.relaxed': () => ({ personId: 'inspector', reason: 'why' }),
	'fault.reported': () => ({
		id: uuid(),
		assetId: 'press',
		scanned: null,
		symptoms: [],
		codes: [],
		text: 'It hums',
		photos: [],
		sounds: [],
		catalogueVersion: 1,
		sample: false
	}),
	'repair.recorded': () => ({
		id: uuid(),
		reportId: uuid(),
		suggestionId: uuid(),
		remedies: ['Replaced the belt'],
		parts: [],
		replaced: [],
		minutes: 20,
		note: ''
	}),
	'repair.judged': () => ({
		id: uuid(),
		reportId: uuid(),
		repairId: uuid(),
		helped: 'yes' as const,
		causeId: null,
		note: ''
	}),
	'cause.proposed': () => ({
		id: uuid(),
		name: 'Loose belt',
		component: null,
		note: '',
		reportId: uuid(),
		assetKind: null
	}),
	'cause.settled': () => ({ proposedId: uuid(), causeId: null, reason: 'why' }),
	'fault-catalogue.published': () => ({ version: 1, symptoms: [], causes: [], signs: [] }),
	'asset.read': () => ({ assetId: 'press', at: new Date(site.clock.now).toISOString(), codes: ['E1'], replaced: [] }),
	'audit-template.published': () => ({
		id: uuid(),
		version: 1,
		name: 'Fire safety',
		kind: 'audit' as const,
		sections: [
			{
				id: 'exits',
				name: 'Exits',
				when: null,
				repeat: null,
				items: [
					{
						id: 'free',
						text: 'Is it free?',
						help: '',
						type: { kind: 'pass-fail' as const, allowNotApplicable: true },
						required: true,
						evidence: [],
						weight: 1,
						critical: false,
						when: null,
						constraint: null,
						assetId: null
					}
				]
			}
		],
		passAt: null,
		askPlace: false,
		signedBy: ['auditor' as const],
		retired: false,
		sample: false
	}),
	'audit.started': () => ({
		id: uuid(),
		templateId: uuid(),
		templateVersion: 1,
		title: 'Hall 3',
		areaId: null,
		place: null
	}),
	'audit.answered': () => ({
		id: uuid(),
		auditId: uuid(),
		itemId: 'free',
		round: 0,
		value: { kind: 'pass-fail' as const, value: 'pass' as const },
		note: '',
		photos: []
	}),
	'finding.stated': () => ({
		id: uuid(),
		auditId: uuid(),
		itemId: null,
		round: 0,
		text: 'Blocked exit',
		severity: 'major' as const,
		ownerId: null,
		dueOn: null,
		correctiveAction: '',
		state: 'open' as const,
		verification: '',
		photos: [],
		repeats: null
	}),
	'audit.signed': () => ({
		auditId: uuid(),
		signed: 'a'.repeat(43),
		meaning: 'approved' as const,
		printedName: 'Somebody',
		signedAt: new Date(site.clock.now).toISOString(),
		summary: '',
		score: null,
		role: 'auditor' as const
	}),
	'audit.abandoned': () => ({ auditId: uuid(), reason: 'why' })
};

/** A decision of this person that they could take back; those who may not decide have none. */
async function ownDecision(role: Role): Promise<string> {
	if (!mayState('decision.made', role)) return uuid();
	const made = decision(suggestion(uuid()));
	await site.push(tablet, [tablet.write('decision.made', made, { actor: by(role) })]);
	return made.id;
}

/** What is said about something that is not on record; what cases and audits ask of whom is tested beside their rules. */
const ABOUT_UNKNOWN: Partial<Record<EntryType, QuarantineReason>> = {
	'approval.given': 'unknown-suggestion',
	'approval.refused': 'unknown-suggestion',
	'veto.made': 'unknown-suggestion',
	'audit.started': 'unknown-template',
	'audit.answered': 'unknown-audit',
	'finding.stated': 'unknown-audit',
	'audit.signed': 'unknown-audit',
	'audit.abandoned': 'unknown-audit'
};

describe.each(ROLES)('%s', (role) => {
	it.each(ENTRY_TYPES)('states %s only where the role may', async (type) => {
		const body = BODIES_TO_STATE[type]({ decisionId: await ownDecision(role) });
		const { receipts } = await site.push(tablet, [tablet.write(type, body, { actor: by(role) })]);
		const refused = mayState(type, role) ? (ABOUT_UNKNOWN[type] ?? null) : 'role-forbidden';
		expect(receipts).toMatchObject([
			refused === null ? { result: 'stored', reason: null } : { result: 'quarantined', reason: refused, position: null }
		]);
	});

	it('is not believed in another role than the register says', async () => {
		for (const other of ROLES.filter((candidate) => candidate !== role)) {
			const actor = { personId: role, role: other, proof: 'pin-offline' as const };
			const { receipts } = await site.push(tablet, [tablet.write('capture.recorded', capture(), { actor })]);
			expect(receipts).toMatchObject([{ result: 'quarantined', reason: 'role-mismatch' }]);
		}
	});

	it('is not believed where only the device speaks, nor the server', async () => {
		const push = async (proof: 'device' | 'service') => {
			const actor = { personId: role, role, proof };
			return (await site.push(tablet, [tablet.write('capture.recorded', capture(), { actor })])).receipts;
		};
		expect(await push('device')).toMatchObject([{ result: 'quarantined', reason: 'role-mismatch' }]);
		expect(await push('service')).toMatchObject([{ result: 'quarantined', reason: 'role-forbidden' }]);
	});
});

it.each(ROLES.filter((role) => mayState('pin.unlocked', role)))(
	'%s lets nobody but others try their PIN again',
	async (role) => {
		const body = { personId: role, at: new Date(site.clock.now).toISOString() };
		const { receipts } = await site.push(tablet, [tablet.write('pin.unlocked', body, { actor: by(role) })]);
		expect(receipts).toMatchObject([{ result: 'quarantined', reason: 'role-forbidden' }]);
	}
);

describe('a tablet with nobody signed in', () => {
	it.each(ENTRY_TYPES)('states %s only where it may by itself', async (type) => {
		const body = BODIES_TO_STATE[type]({ decisionId: await ownDecision('inspector') });
		const { receipts } = await site.push(tablet, [tablet.write(type, body, { actor: BY_DEVICE })]);
		expect(receipts).toMatchObject([
			mayState(type, null) ? { result: 'stored' } : { result: 'quarantined', reason: 'role-forbidden' }
		]);
	});

	it('cannot name a role without a person, nor a person the register does not know', async () => {
		const push = async (actor: Parameters<Tablet['write']>[2] & object) =>
			(await site.push(tablet, [tablet.write('capture.recorded', capture(), actor)])).receipts;
		expect(await push({ actor: { personId: null, role: 'admin', proof: 'pin-offline' } })).toMatchObject([
			{ reason: 'person-unknown' }
		]);
		expect(await push({ actor: { personId: 'nobody', role: 'admin', proof: 'pin-offline' } })).toMatchObject([
			{ reason: 'person-unknown' }
		]);
	});
});
