/** Verifies an exported ledger, line by line, from nothing but the file: no server, no network, the same in a browser and in Node. */
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64Url, hashCanonical, sealedText, toBase64Url, type BodyOf, type Verify } from '../ledger';
import type { PublicKey, Site } from '../site';
import { checkChain, type ChainLink } from './chains';
import type { ExportFault, ExportFaultCode } from './faults';
import { endBytes, entryLineText, type ExportDevice, type ExportHeader } from './format';
import { readHeader, readLine, type ReadLine } from './read-line';
import { keyFingerprint, samePublicKey } from './keys';

export interface DeviceResult {
	id: string;
	name: string;
	entries: number;
	/** Records of its in quarantine that its chain goes on from. */
	aside: number;
	faults: number;
}

export interface ExportVerification {
	sound: boolean;
	site: Site;
	madeAt: string;
	/** Whether the file says that it holds the whole ledger: otherwise gaps are no faults. */
	whole: boolean;
	head: ExportHeader['head'];
	entries: number;
	devices: DeviceResult[];
	/** Photos that its captures name. They are not in the file. */
	photos: number;
	/** RFC 7638 thumbprint of the key by which the server signs: compare it with the one its ledger page shows. */
	serverKey: string;
	/** The first thousand, in the order of the file; what concerns the file as a whole comes first. */
	faults: ExportFault[];
	faultCount: number;
}

interface Seen extends ChainLink {
	device: string;
	before: string | null;
	seal: string;
}

const FAULTS_LISTED = 1000;
const encoder = new TextEncoder();

export class ExportVerifier {
	readonly #verifyFor: (key: PublicKey) => Verify;
	readonly #verifiers = new Map<string, Verify>();
	readonly #devices = new Map<string, ExportDevice>();
	readonly #seen: Seen[] = [];
	readonly #positions = new Set<number>();
	readonly #photos = new Set<string>();
	readonly #faults: ExportFault[] = [];
	readonly #faultyLines = new Set<number>();
	readonly #bytes = sha256.create();
	#header: ExportHeader | null = null;
	#end: Extract<ReadLine, { kind: 'end' }> | null = null;
	#goesOn = false;
	#line = 0;
	#newest = -1;

	/** @param verifyFor checks signatures by a key (ECDSA P-256 over SHA-256) */
	constructor(verifyFor: (key: PublicKey) => Verify) {
		this.#verifyFor = verifyFor;
	}

	/** Takes the next line, without its line break. Throws `UnusableExport` where the first is no export's. */
	async take(text: string): Promise<void> {
		this.#line++;
		if (!this.#header) {
			this.#header = readHeader(text);
			for (const device of this.#header.devices) this.#devices.set(device.id, device);
		} else if (this.#end) {
			this.#goesOn = true;
			return;
		} else {
			const read = readLine(text);
			if (read.kind === 'end') {
				this.#end = read;
				return;
			}
			if (read.kind === 'entry') await this.#takeEntry(text, read);
			else this.#report('unreadable-line', { position: read.position });
		}
		this.#bytes.update(encoder.encode(`${text}\n`));
	}

	/**
	 * @param complete whether the file's last line ended with a line break
	 * @param expectedKey the `serverKey` that is known from elsewhere
	 */
	async finish(complete: boolean, expectedKey?: string): Promise<ExportVerification> {
		const header = this.#header ?? readHeader('');
		await this.#checkFile(header, complete, expectedKey);
		if (header.whole) this.#checkArrivals(header);
		const devices = this.#checkChains(header);
		const faults = this.#faults.sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
		return {
			sound: faults.length === 0,
			site: header.site,
			madeAt: header.madeAt,
			whole: header.whole,
			head: header.head,
			entries: this.#seen.length,
			devices: devices.map((device) => ({
				...device,
				faults: faults.filter((fault) => fault.device === device.id).length
			})),
			photos: this.#photos.size,
			serverKey: keyFingerprint(serviceKey(header)),
			faults: faults.slice(0, FAULTS_LISTED),
			faultCount: faults.length
		};
	}

	async #takeEntry(text: string, { line, signed, whole, hash }: Extract<ReadLine, { kind: 'entry' }>): Promise<void> {
		const { position, receivedAt, skewMs, before, seal, entry } = line;
		const about = { position, device: entry.device, seq: entry.seq };
		const arrival = { position, receivedAt, skewMs, hash };
		const known = this.#devices.get(entry.device);
		const genuine = known && (await this.#verify(known.publicKey, entry.sig, encoder.encode(signed)));
		if (!known) this.#report('unknown-device', about);
		else if (!genuine) this.#report('bad-signature', about);
		// A change of the entry itself has broken its signature already.
		else if (
			hashCanonical(encoder.encode(sealedText(before, arrival))) !== seal ||
			entryLineText(arrival, before, seal, whole) !== text
		)
			this.#report('altered-line', about);
		if (entry.site !== this.#header?.site.id) this.#report('wrong-site', about);
		if (this.#positions.has(position)) this.#report('duplicate', about);
		else if (position < this.#newest) this.#report('out-of-order', about);
		if (entry.type === 'device.enrolled') this.#checkEnrolment(entry.body, about);
		if (entry.type === 'capture.recorded') this.#countPhoto(entry.body);
		this.#positions.add(position);
		this.#newest = Math.max(this.#newest, position);
		const { device, seq, prev } = entry;
		this.#seen.push({ line: this.#line, position, device, seq, prev, hash, before, seal });
	}

	/** A device's own entry is where its key is from; the first line only repeats it. */
	#checkEnrolment(body: Record<string, unknown>, about: Partial<ExportFault>): void {
		const { id, publicKey } = body as Partial<BodyOf<'device.enrolled'>>;
		const known = id === undefined ? undefined : this.#devices.get(id);
		if (!known || !publicKey || !samePublicKey(known.publicKey, publicKey)) this.#report('foreign-key', about);
	}

	#countPhoto(body: Record<string, unknown>): void {
		const { photo } = body as Partial<BodyOf<'capture.recorded'>>;
		if (photo) this.#photos.add(photo.sha256);
	}

	async #checkFile(header: ExportHeader, complete: boolean, expectedKey: string | undefined): Promise<void> {
		const key = serviceKey(header);
		const report = (code: ExportFaultCode) => this.#report(code, { line: null });
		if (expectedKey !== undefined && keyFingerprint(key) !== expectedKey) report('other-server');
		if (this.#goesOn) report('after-the-end');
		if (!this.#end || !complete) report('truncated');
		if (!this.#end) return;
		const { exact } = this.#end;
		const { end, sig } = this.#end.end;
		if (end.sha256 !== toBase64Url(this.#bytes.digest())) report('file-altered');
		if (!exact || !(await this.#verify(key, sig, endBytes(end)))) report('bad-end');
		if (end.entries !== this.#seen.length) report('count-differs');
	}

	/** Every arrival is there, each sealed onto the one before it. What follows on a line that was named already is not named, too. */
	#checkArrivals({ head }: ExportHeader): void {
		let before: { seal: string | null; line: number } = { seal: null, line: 1 };
		const inOrder = this.#seen.toSorted((one, other) => one.position - other.position);
		for (const seen of inOrder) {
			const isExplained = [before.line, seen.line, seen.line - 1].some((line) => this.#faultyLines.has(line));
			if (seen.before !== before.seal && !isExplained) this.#report('not-consecutive', seen);
			before = seen;
		}
		const last = inOrder.at(-1);
		const ends = (last?.seal ?? null) === head.seal;
		if (!ends && this.#end && !(last && this.#faultyLines.has(last.line))) this.#report('head-differs', { line: null });
	}

	#checkChains(header: ExportHeader): Omit<DeviceResult, 'faults'>[] {
		const byDevice = Map.groupBy(this.#seen, ({ device }) => device);
		const aside = Map.groupBy(header.aside, ({ device }) => device);
		return header.devices.flatMap(({ id, name }) => {
			const own = byDevice.get(id) ?? [];
			const checked = checkChain(own, aside.get(id) ?? [], header.whole);
			for (const fault of checked.faults) this.#report(fault.code, { ...fault, device: id });
			return own.length === 0 ? [] : [{ id, name, entries: own.length, aside: checked.aside }];
		});
	}

	async #verify(key: PublicKey, signature: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
		const name = `${key.x}.${key.y}`;
		const verify = this.#verifiers.get(name) ?? this.#verifyFor(key);
		this.#verifiers.set(name, verify);
		return verify(fromBase64Url(signature), bytes);
	}

	#report(code: ExportFaultCode, about: Partial<ExportFault>): void {
		const { line = this.#line, position = null, device = null, seq = null, missingFrom } = about;
		this.#faults.push({ code, line, position, device, seq, ...(missingFrom !== undefined && { missingFrom }) });
		if (line !== null) this.#faultyLines.add(line);
	}
}

function serviceKey({ devices }: ExportHeader): PublicKey {
	const own = devices.find(({ service }) => service);
	if (!own) throw new TypeError('a header names the server');
	return own.publicKey;
}
