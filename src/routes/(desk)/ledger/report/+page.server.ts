import { roleWords } from '$lib/components/words';
import { VERDICTS, type Verdict } from '$lib/domain/decision';
import { keyFingerprint } from '$lib/domain/ledger-export';
import { m } from '$lib/messages';
import {
	ledgerFilterFrom,
	listDevices,
	readLedgerPage,
	readRegister,
	requireRight,
	summarizeLedger,
	type LedgerSummary
} from '$lib/server';
import { contentInWords } from '../content';
import { actorName, deviceName, namesFrom } from '../names';
import { shownBy } from '../shown';
import type { PageServerLoad } from './$types';

/** More than this nobody reads on paper; a download holds all of it. */
const LISTED = 1000;

export const load: PageServerLoad = async (event) => {
	const { site, account } = requireRight(event, 'ledger.export');
	const { server } = event.locals;
	const { searchParams } = event.url;
	const filter = ledgerFilterFrom(searchParams);
	const [summary, page, register, devices] = await Promise.all([
		summarizeLedger(server, site, filter),
		readLedgerPage(server, site, filter, null, LISTED),
		readRegister(server, site),
		listDevices(server, site)
	]);
	const names = namesFrom({ parts: register?.parts ?? [], people: register?.people ?? [] });
	const serverId = devices.find(({ isServer }) => isServer)?.id ?? null;
	const shown = shownBy(searchParams);
	return {
		title: m.report_title(),
		siteName: register?.site.name ?? '',
		shown: {
			...shown,
			...(shown.device && { device: deviceName(shown.device, devices, serverId) }),
			...(shown.person && { person: names.person(shown.person) })
		},
		made: { at: server.now().toISOString(), person: account.name, role: roleWords(account.role) },
		serverKey: keyFingerprint(server.key.publicKey),
		summary,
		decisions: byPerson(summary, (id) => (id === null ? m.report_person_nobody() : names.person(id))),
		rows: page.rows.map(({ position, receivedAt, entry }) => ({
			position,
			receivedAt,
			type: entry.type,
			seq: entry.seq,
			device: deviceName(entry.device, devices, serverId),
			person: actorName(entry.actor, names),
			content: contentInWords(entry, names)
		}))
	};
};

interface PersonCounts {
	name: string;
	counts: Record<Verdict, number>;
	total: number;
}

/** Whoever decided most comes first. */
function byPerson({ decisions }: LedgerSummary, nameOf: (id: string | null) => string): PersonCounts[] {
	const people = Map.groupBy(decisions, ({ person }) => person);
	return [...people]
		.map(([person, own]) => {
			const of = (verdict: Verdict) => own.find((row) => row.verdict === verdict)?.count ?? 0;
			const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, of(verdict)])) as Record<Verdict, number>;
			return { name: nameOf(person), counts, total: own.reduce((sum, { count }) => sum + count, 0) };
		})
		.sort((one, other) => other.total - one.total || one.name.localeCompare(other.name));
}
