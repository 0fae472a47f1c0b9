import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportLedger } from '../ledger';
import { capture, TestSite } from '../test-site';
import { reportText, unusableWords } from './report';
import { verifyFile } from './verify-file';
import { UnusableExport } from '$lib/domain/ledger-export';

let site: TestSite;
let text: string;
const folder = mkdtempSync(join(tmpdir(), 'countersign-verify-'));
const file = join(folder, 'ledger.jsonl');

beforeAll(async () => {
	site = await TestSite.open('demo');
	const tablet = await site.enrol('Line 4');
	// Longer than what is read from the disk at once, and with letters of several bytes across its borders.
	const long = { text: 'Prüfstück 😀 '.repeat(20_000), symbology: 'DataMatrix', source: 'typed' as const };
	await site.push(tablet, [
		tablet.write('capture.recorded', { ...capture(), scanned: long }),
		...tablet.writeInspection()
	]);
	text = await new Response(exportLedger(site.server, site.id)).text();
});

afterAll(async () => {
	await site.close();
	rmSync(folder, { recursive: true });
});

async function verify(content: string | Buffer) {
	writeFileSync(file, content);
	return verifyFile(file);
}

it('reads a file as it was written, however it comes from the disk', async () => {
	const result = await verify(text);
	expect(result).toMatchObject({ sound: true, entries: text.split('\n').length - 3 });
	const words = reportText('ledger.jsonl', result);
	expect(words).toContain('Nothing was changed');
	expect(words).toMatch(/Line 4\s+4 entries\n/);
});

it('names what is wrong by line, record, device and number', async () => {
	const result = await verify(text.replace('"verdict":"accept"', '"verdict":"reject"'));
	expect(result.sound).toBe(false);
	const words = reportText('ledger.jsonl', result);
	expect(words).toMatch(/line \d+, record \d+, Line 4, no\. 4: the signature is not genuine/);
	expect(words).not.toContain('Nothing was changed');
});

it('says which numbers are missing', async () => {
	const lines = text.split('\n');
	const gone = lines.findIndex((line) => line.includes('"type":"suggestion.made"'));
	const words = reportText('ledger.jsonl', await verify(lines.toSpliced(gone, 1).join('\n')));
	expect(words).toMatch(/Line 4, no\. 4: records of this device are missing before it: no\. 3$/m);
});

it.each([
	['a byte order mark before it', (content: string) => `\ufeff${content}`],
	['other line breaks', (content: string) => content.replaceAll('\n', '\r\n')],
	['no line break at its end', (content: string) => content.trimEnd()]
])('does not take a file with %s for the one that was made', async (_, change) => {
	const result = await verify(change(text)).catch((error: unknown) => error);
	if (result instanceof UnusableExport) expect(unusableWords(result)).toContain('no exported ledger');
	else expect(result).toMatchObject({ sound: false });
});

it('is no reader of other files', async () => {
	await expect(verify(Buffer.from([0xff, 0xd8, 0xff, 0x0a, 0x00]))).rejects.toBeInstanceOf(UnusableExport);
	await expect(verify('')).rejects.toMatchObject({ reason: 'empty' });
	await expect(verifyFile(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
