/** A browser verifies a file as the command does: with its own cryptography, and what it is given in pieces. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UnusableExport } from '../../../src/lib/domain/ledger-export';
import { exportLedger } from '../../../src/lib/server/ledger';
import { TestSite } from '../../../src/lib/server/test-site';
import { faultText } from '../../../src/routes/(desk)/ledger/verify/fault-words';
import { verifyBlob } from '../../../src/routes/(desk)/ledger/verify/verify-file';

let site: TestSite;
let text: string;

beforeAll(async () => {
	site = await TestSite.open('demo');
	const tablet = await site.enrol('Line 4');
	for (let i = 0; i < 60; i++) await site.push(tablet, tablet.writeInspection());
	text = await new Response(exportLedger(site.server, site.id)).text();
});

afterAll(() => site.close());

const verify = (content: string, options: { serverKey?: string; signal?: AbortSignal; onread?: () => void } = {}) =>
	verifyBlob(new Blob([content]), { signal: new AbortController().signal, onread: () => undefined, ...options });

it('finds a file sound as it was made', async () => {
	expect(await verify(text)).toMatchObject({ sound: true, entries: text.split('\n').length - 3 });
});

it('names what is wrong in words', async () => {
	const { sound, faults, devices } = await verify(text.replace('"class":"crack"', '"class":"fray"'));
	expect(sound).toBe(false);
	const words = faults.map((fault) => faultText(fault, devices));
	expect(words[0]).toBe('The file: it is not the one that the server signed');
	expect(words[1]).toMatch(/^Line \d+, Record \d+, no\. \d of Line 4: the signature is not genuine$/);
});

it('does not take a file for one when it is none, and not another server’s for this one’s', async () => {
	await expect(verify('a,b\n')).rejects.toBeInstanceOf(UnusableExport);
	expect((await verify(text, { serverKey: 'x' })).faults.map(({ code }) => code)).toEqual(['other-server']);
});

it('ends at once when it is stopped', async () => {
	const stop = new AbortController();
	await expect(verify(text, { signal: stop.signal, onread: () => stop.abort() })).rejects.toThrow('aborted');
});
