/** What a page tells the bar above it: given by the floor's layout, set by the page that knows. */
import type { Mode } from '$lib/domain/policy';
import { createContext } from 'svelte';

export class Bar {
	#mode = $state<Mode | null>(null);

	/** The oversight mode that holds for what is on the screen; null where no suggestion is in question. */
	get mode(): Mode | null {
		return this.#mode;
	}

	set mode(mode: Mode | null) {
		this.#mode = mode;
	}
}

export const [getBar, setBar] = createContext<Bar>();
