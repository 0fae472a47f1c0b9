/**
 * Every way into the server, read from the file system: each API method, page load and form action has its line below, and is tried
 * as each role, as nobody, and as a tablet. A new one without a line fails here.
 */
import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayDo, type Action } from '../../src/lib/domain/rights';
import { ROLES, type Device, type Role } from '../../src/lib/domain/site';
import { ProblemError } from '../../src/lib/server/problem';
import { TestSite } from '../../src/lib/server/test-site';
import { Problem } from '../../src/lib/wire';
import * as v from 'valibot';

/**
 * `anyone`: before signing in, or with a secret of its own (a password, a one-time code).
 * `token`: a program with a token that an admin has drawn; no person and no tablet.
 * `tablet`: an enrolled tablet, by its signature, whoever is signed in at the desk.
 */
type Access = 'anyone' | 'tablet' | 'token' | { right: Action; tablet?: true };

const ACCESS: Readonly<Record<string, Access>> = {
	'GET /api/health': 'anyone',
	'GET /metrics': { right: 'metrics.read' },
	/** A format is no secret. */
	'GET /api/policy/schema': 'anyone',
	'POST /api/setup': 'anyone',
	'POST /api/devices': 'anyone',
	'POST /api/devices/codes': { right: 'devices.manage' },
	'GET /api/catalogue': { right: 'catalogue.manage' },
	'GET /api/ledger': { right: 'ledger.export' },
	'GET /api/ledger/csv': { right: 'ledger.export' },
	/** At the desk, with a queue file in hand. */
	'POST /api/photos': { right: 'queue.import', tablet: true },
	'GET /api/photos/[id]': { right: 'photos.read', tablet: true },
	'HEAD /api/photos/[id]': { right: 'photos.read', tablet: true },
	'PATCH /api/photos/[id]': 'tablet',
	'GET /api/photos/[id]/thumbnail': { right: 'photos.read', tablet: true },
	'PUT /api/photos/[id]/thumbnail': 'tablet',
	'GET /api/sync/pull': { right: 'register.read', tablet: true },
	'POST /api/sync/push': 'tablet',
	'POST /api/sync/import': { right: 'queue.import', tablet: true },
	'POST /api/assets/readings': 'token',
	'GET /api/sync/missing': 'tablet',
	'GET /api/sync/events': 'tablet',
	'POST /api/presence': 'tablet',
	'GET /api/cases/[id]': { right: 'register.read', tablet: true },
	'load /': 'anyone',
	'load /setup': 'anyone',
	'default /setup': 'anyone',
	'load /sign-in': 'anyone',
	'in /sign-in': 'anyone',
	'out /sign-in': 'anyone',
	'load /(desk)/ledger': { right: 'ledger.read' },
	'verify /(desk)/ledger': { right: 'ledger.verify' },
	'load /(desk)/ledger/[position]': { right: 'ledger.read' },
	'load /(desk)/ledger/report': { right: 'ledger.export' },
	'load /(desk)/ledger/story/[capture]': { right: 'ledger.read' },
	'load /(desk)/ledger/story/[capture]/replay': { right: 'ledger.read' },
	'load /(desk)/ledger/verify': { right: 'ledger.read' },
	'GET /api/audits': { right: 'audits.read' },
	'GET /api/findings': { right: 'audits.read' },
	'load /(desk)/audits': { right: 'audits.read' },
	'load /(desk)/audits/findings': { right: 'audits.read' },
	'load /(desk)/audits/[id]': { right: 'audits.read' },
	'load /(desk)/labels': { right: 'labels.print' },
	'load /(desk)/account': { right: 'password.change' },
	'default /(desk)/account': { right: 'password.change' },
	/** Leads on to the first page under it, each of which has its own line. */
	'load /(desk)/admin': { right: 'policy.read' },
	'load /(desk)/admin/devices': { right: 'devices.manage' },
	'code /(desk)/admin/devices': { right: 'devices.manage' },
	'here /(desk)/admin/devices': { right: 'devices.manage' },
	'load /(desk)/admin/devices/[id]': { right: 'devices.manage' },
	'rename /(desk)/admin/devices/[id]': { right: 'devices.manage' },
	'revoke /(desk)/admin/devices/[id]': { right: 'devices.manage' },
	'load /(desk)/admin/people': { right: 'people.manage' },
	'load /(desk)/admin/people/new': { right: 'people.manage' },
	'default /(desk)/admin/people/new': { right: 'people.manage' },
	'load /(desk)/admin/people/[id]': { right: 'people.manage' },
	'details /(desk)/admin/people/[id]': { right: 'people.manage' },
	'pin /(desk)/admin/people/[id]': { right: 'people.manage' },
	'desk /(desk)/admin/people/[id]': { right: 'people.manage' },
	'end /(desk)/admin/people/[id]': { right: 'people.manage' },
	'leave /(desk)/admin/people/[id]': { right: 'people.manage' },
	'back /(desk)/admin/people/[id]': { right: 'people.manage' },
	'load /(desk)/admin/policy': { right: 'policy.read' },
	'load /(desk)/admin/policy/versions/[version]': { right: 'policy.read' },
	'load /(desk)/admin/policy/draft': { right: 'policy.propose' },
	'replay /(desk)/admin/policy/draft': { right: 'policy.propose' },
	'propose /(desk)/admin/policy/draft': { right: 'policy.propose' },
	'load /(desk)/admin/policy/proposals/[id]': { right: 'policy.read' },
	'publish /(desk)/admin/policy/proposals/[id]': { right: 'policy.approve' },
	'close /(desk)/admin/policy/proposals/[id]': { right: 'policy.propose' },
	'load /(desk)/admin/policy/refinements/[id]': { right: 'policy.read' },
	'propose /(desk)/admin/policy/refinements/[id]': { right: 'policy.propose' },
	'reject /(desk)/admin/policy/refinements/[id]': { right: 'policy.propose' },
	'load /(desk)/admin/parts': { right: 'parts.manage' },
	'default /(desk)/admin/parts': { right: 'parts.manage' },
	'load /(desk)/admin/catalogue': { right: 'catalogue.manage' },
	'settle /(desk)/admin/catalogue': { right: 'catalogue.manage' },
	'symptom /(desk)/admin/catalogue': { right: 'catalogue.manage' },
	'load /(desk)/admin/catalogue/causes/[id]': { right: 'catalogue.manage' },
	'default /(desk)/admin/catalogue/causes/[id]': { right: 'catalogue.manage' },
	'load /(desk)/admin/catalogue/import': { right: 'catalogue.manage' },
	'look /(desk)/admin/catalogue/import': { right: 'catalogue.manage' },
	'take /(desk)/admin/catalogue/import': { right: 'catalogue.manage' },
	'load /(desk)/admin/templates': { right: 'templates.manage' },
	'load /(desk)/admin/templates/[id]': { right: 'templates.manage' },
	'retire /(desk)/admin/templates/[id]': { right: 'templates.manage' },
	'offer /(desk)/admin/templates/[id]': { right: 'templates.manage' },
	'load /(desk)/admin/templates/draft': { right: 'templates.manage' },
	'default /(desk)/admin/templates/draft': { right: 'templates.manage' },
	'load /(desk)/admin/templates/import': { right: 'templates.manage' },
	'default /(desk)/admin/templates/import': { right: 'templates.manage' },
	'load /(desk)/admin/connectors': { right: 'connectors.manage' },
	'load /(desk)/admin/connectors/new': { right: 'connectors.manage' },
	'default /(desk)/admin/connectors/new': { right: 'connectors.manage' },
	'load /(desk)/admin/connectors/[id]': { right: 'connectors.manage' },
	'details /(desk)/admin/connectors/[id]': { right: 'connectors.manage' },
	'secret /(desk)/admin/connectors/[id]': { right: 'connectors.manage' },
	'pause /(desk)/admin/connectors/[id]': { right: 'connectors.manage' },
	'resume /(desk)/admin/connectors/[id]': { right: 'connectors.manage' },
	'again /(desk)/admin/connectors/[id]': { right: 'connectors.manage' },
	'remove /(desk)/admin/connectors/[id]': { right: 'connectors.manage' },
	'load /(desk)/admin/sources': { right: 'connectors.manage' },
	'add /(desk)/admin/sources': { right: 'connectors.manage' },
	'remove /(desk)/admin/sources': { right: 'connectors.manage' },
	'load /(desk)/admin/seeds': { right: 'checks.read' },
	'load /(desk)/admin/seeds/new': { right: 'checks.define' },
	'default /(desk)/admin/seeds/new': { right: 'checks.define' },
	'load /(desk)/admin/seeds/[id]': { right: 'checks.read' },
	'default /(desk)/admin/seeds/[id]': { right: 'checks.define' },
	'load /(desk)/admin/seeds/people/[id]': { right: 'checks.read' },
	'seen /(desk)/admin/seeds/people/[id]': { right: 'oversight.relax' },
	'relax /(desk)/admin/seeds/people/[id]': { right: 'oversight.relax' },
	'load /(desk)/admin/rules': { right: 'site.configure' },
	'default /(desk)/admin/rules': { right: 'site.configure' },
	'load /(desk)/admin/sign-ins': { right: 'sign-ins.read' },
	'load /(desk)/admin/quarantine': { right: 'quarantine.resolve' },
	'releaseAll /(desk)/admin/quarantine': { right: 'quarantine.resolve' },
	'dismissAll /(desk)/admin/quarantine': { right: 'quarantine.resolve' },
	'load /(desk)/admin/quarantine/[device]/[seq]/[hash]': { right: 'quarantine.resolve' },
	'release /(desk)/admin/quarantine/[device]/[seq]/[hash]': { right: 'quarantine.resolve' },
	'correct /(desk)/admin/quarantine/[device]/[seq]/[hash]': { right: 'quarantine.resolve' },
	'dismiss /(desk)/admin/quarantine/[device]/[seq]/[hash]': { right: 'quarantine.resolve' },
	'load /(desk)/admin/import': { right: 'queue.import' }
};

type Handler = (event: RequestEvent) => unknown;
interface Entrance {
	name: string;
	route: string;
	method: string;
	/** Form actions are told apart by the query, as browsers send them. */
	search: string;
	handle: Handler;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fallback'];

async function findEntrances(): Promise<Entrance[]> {
	const servers = import.meta.glob<Record<string, Handler>>('/src/routes/**/+server.ts');
	const pages = import.meta.glob<{ load?: Handler; actions?: Record<string, Handler> }>(
		'/src/routes/**/+page.server.ts'
	);
	const found: Entrance[] = [];
	const add = (route: string, verb: string, method: string, search: string, handle: Handler) =>
		found.push({ name: `${verb} ${route}`, route, method, search, handle });
	for (const [file, load] of Object.entries(servers)) {
		const module = await load();
		for (const method of METHODS) if (module[method]) add(routeOf(file), method, method, '', module[method]);
	}
	for (const [file, load] of Object.entries(pages)) {
		const module = await load();
		if (module.load) add(routeOf(file), 'load', 'GET', '', module.load);
		for (const [name, handle] of Object.entries(module.actions ?? {})) {
			add(routeOf(file), name, 'POST', name === 'default' ? '' : `?/${name}`, handle);
		}
	}
	return found;
}

function routeOf(file: string): string {
	return file.replace(/^\/src\/routes/, '').replace(/\/\+(page\.)?server\.ts$/, '') || '/';
}

const entrances = await findEntrances();
let site: TestSite;
let device: Device;

beforeAll(async () => {
	site = await TestSite.open();
	const tablet = await site.enrol('Tablet');
	device = { id: tablet.id, name: 'Tablet', publicKey: site.server.key.publicKey, revoked: false };
});

afterAll(() => site.close());

/** A photo that the site does not have. */
const PHOTO = 'a'.repeat(64);

interface Caller {
	role?: Role;
	tablet?: boolean;
}

/** The request as the hooks hand it on. Its content is nonsense: rights are checked before anything is read. */
function eventFor({ route, method, search }: Entrance, { role, tablet }: Caller): RequestEvent {
	const path =
		route
			.replace(/\/\(\w+\)/g, '')
			.replace('[id]', PHOTO)
			.replace('[position]', '1') || '/';
	const url = new URL(`http://localhost${path}${search}`);
	const body = ['GET', 'HEAD'].includes(method) ? {} : { body: new URLSearchParams({ nothing: '' }) };
	return {
		url,
		request: new Request(url, { method, ...body }),
		route: { id: route },
		params: { id: PHOTO, position: '1' },
		locals: {
			server: site.server,
			siteId: site.id,
			account: role ? { ...site.admin, role } : null,
			device: tablet ? { device, skewMs: 0 } : null,
			signedBody: null,
			requestId: 'request'
		},
		cookies: { get: () => undefined, getAll: () => [], set: () => undefined, delete: () => undefined },
		getClientAddress: () => '192.0.2.1',
		setHeaders: () => undefined,
		depends: () => undefined,
		parent: () => Promise.resolve({})
	} as unknown as RequestEvent;
}

/** 401 or 403 with its reason where the caller was refused; null where they were let on, whatever came of it. */
async function refusal(entrance: Entrance, caller: Caller): Promise<{ status: number; code: string } | null> {
	const answer = await call(entrance, caller);
	return answer && [401, 403].includes(answer.status) ? answer : null;
}

async function call(entrance: Entrance, caller: Caller): Promise<{ status: number; code: string } | null> {
	const isApi = entrance.route.startsWith('/api/') || entrance.route === '/metrics';
	try {
		const answer = await entrance.handle(eventFor(entrance, caller));
		if (!(answer instanceof Response) || answer.status < 400) return null;
		if (entrance.method === 'HEAD') return { status: answer.status, code: '' };
		const { status, code } = v.parse(Problem, await answer.json());
		return { status, code };
	} catch (error) {
		if (isHttpError(error) && !isApi) return { status: error.status, code: error.body.message };
		if (isRedirect(error)) return null;
		// A server function that refuses where the route did not: the page would show a failure instead of words.
		if (error instanceof ProblemError) throw new Error(`${entrance.name} lets ${error.code} through`, { cause: error });
		return null;
	}
}

it('has a right for every way into the server, and none for what is not there', () => {
	expect(entrances.map(({ name }) => name).sort()).toEqual(Object.keys(ACCESS).sort());
});

describe.each(entrances)('$name', (entrance) => {
	const access = ACCESS[entrance.name] ?? 'tablet';

	it.each(ROLES)('as %s', async (role) => {
		const refused = await refusal(entrance, { role });
		if (access === 'anyone') return expect(refused).toBeNull();
		if (access === 'tablet' || access === 'token') return expect(refused?.status).toBe(401);
		if (mayDo(access.right, role)) return expect(refused).toBeNull();
		return expect(refused).toEqual({ status: 403, code: 'forbidden' });
	});

	it('as nobody', async () => {
		const refused = await refusal(entrance, {});
		if (access === 'anyone') return expect(refused).toBeNull();
		return expect(refused?.status).toBe(401);
	});

	it('as a tablet', async () => {
		const refused = await refusal(entrance, { tablet: true });
		const open = access === 'anyone' || access === 'tablet' || (access !== 'token' && access.tablet === true);
		if (open) return expect(refused).toBeNull();
		return expect([401, 403]).toContain(refused?.status);
	});
});
