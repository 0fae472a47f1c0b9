/** The places of a walk: each machine it leads to, with what is asked there. */
import { isAnswered } from '$lib/domain/audit/failing';
import type { Asked } from '$lib/domain/audit/reading';
import type { ScannedCode } from '$lib/scan/client';
import { identify, Refusal, resolve, type Register } from '$lib/scan/identify';

export interface Stop {
	assetId: string;
	/** In the order of the walk. */
	items: Asked[];
	/** Nothing there is open any more. */
	isDone: boolean;
}

export function stopsOf(asked: readonly Asked[]): Stop[] {
	const stops = new Map<string, Asked[]>();
	for (const it of asked) {
		const { assetId } = it.item;
		if (assetId !== null) stops.set(assetId, [...(stops.get(assetId) ?? []), it]);
	}
	return [...stops].map(([assetId, items]) => ({
		assetId,
		items,
		isDone: items.every(({ answer }) => isAnswered(answer))
	}));
}

/** The machine that a code names; null where it names none, or several things. */
export async function assetIdOf(code: ScannedCode, register: Register): Promise<string | null> {
	const identifier = identify(code);
	if (identifier instanceof Refusal) return null;
	const resolution = await resolve(identifier, register);
	return resolution.outcome === 'found' && resolution.subject.kind === 'asset' ? resolution.subject.assetId : null;
}
