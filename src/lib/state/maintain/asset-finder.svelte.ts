/** From a code to a machine: what was found, and what to say when that is not one machine. */
import type { Capture } from '$lib/domain/capture';
import type { Asset } from '$lib/domain/site';
import { codeFromText, type ScannedCode } from '$lib/scan/client';
import type { RefusalReason } from '$lib/scan/identify';
import type { Register } from '../register.svelte';

/** Why a code did not lead straight to a machine. */
export type AssetQuestion =
	| { kind: 'refused'; reason: RefusalReason }
	| { kind: 'unknown'; text: string }
	| { kind: 'no-code' }
	/** A part, a unit or a work order: those are inspected. */
	| { kind: 'no-machine'; text: string }
	| { kind: 'several'; assets: Asset[]; code: ScannedCode };

type Found = (asset: Asset, scanned: Capture['scanned']) => void;

export class AssetFinder {
	readonly #register: Register;
	readonly #found: Found;
	readonly #failed: (error: unknown) => void;
	#question = $state.raw<AssetQuestion | null>(null);
	#lookups = 0;

	constructor(register: Register, found: Found, failed: (error: unknown) => void) {
		this.#register = register;
		this.#found = found;
		this.#failed = failed;
	}

	get question(): AssetQuestion | null {
		return this.#question;
	}

	type(text: string): void {
		this.take(codeFromText(text, 'typed'));
	}

	/** Follows a code; of two in a row the later one counts. */
	take(code: ScannedCode): void {
		this.#follow(code).catch(this.#failed);
	}

	/** Looks for a code in a photo. @param read finds it; null when there is none */
	async readPhoto(read: () => Promise<ScannedCode | null>): Promise<void> {
		const code = await read().catch(() => null);
		if (code) this.take(code);
		else this.#question = { kind: 'no-code' };
	}

	choose(asset: Asset): void {
		const question = this.#question;
		if (question?.kind === 'several') this.#arrive(asset, question.code);
	}

	dismiss(): void {
		this.#question = null;
	}

	async #follow(code: ScannedCode): Promise<void> {
		const lookup = ++this.#lookups;
		const { identify, Refusal, resolve } = await import('$lib/scan/identify');
		const identifier = identify(code);
		if (identifier instanceof Refusal) {
			this.#question = { kind: 'refused', reason: identifier.reason };
			return;
		}
		const resolution = await resolve(identifier, this.#register);
		if (lookup !== this.#lookups) return;
		if (resolution.outcome === 'refused') {
			this.#question = { kind: 'refused', reason: resolution.refusal.reason };
			return;
		}
		const subjects =
			resolution.outcome === 'found'
				? [resolution.subject]
				: resolution.outcome === 'ambiguous'
					? resolution.matches
					: [];
		const assets = subjects.flatMap((subject) =>
			subject.kind === 'asset' ? (this.#register.assetById(subject.assetId) ?? []) : []
		);
		const [asset] = assets;
		if (asset && assets.length === 1) this.#arrive(asset, code);
		else if (assets.length > 1) this.#question = { kind: 'several', assets, code };
		else if (subjects.length > 0 || (resolution.outcome === 'unknown' && resolution.newUnit))
			this.#question = { kind: 'no-machine', text: code.text };
		else this.#question = { kind: 'unknown', text: code.text };
	}

	#arrive(asset: Asset, { text, symbology, source }: ScannedCode): void {
		this.#question = null;
		this.#found(asset, { text, symbology: symbology ?? '', source });
	}
}
