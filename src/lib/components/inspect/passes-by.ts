import { mayPass } from '$lib/domain/checkpoint/passing';
import type { Consequence } from '$lib/domain/policy';

export type LettingPass = Exclude<Consequence, { mode: 'in-the-loop' }>;

/** The consequence, where it lets a suggestion of this class become final with no call; null where it does not. */
export function passesBy(then: Consequence | undefined, suggestedClass: string | null): LettingPass | null {
	return then && then.mode !== 'in-the-loop' && mayPass(then, suggestedClass) ? then : null;
}
