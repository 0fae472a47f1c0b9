/** Letters and digits as shortcuts, beside hardware scanners that type whole codes. */

/** A scanner types a whole code within milliseconds: a key counts as a shortcut only when it stays alone. */
const ALONE_MS = 120;

function isTyping(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
	);
}

/** Tells of keys that were pressed alone, in lower case, while no sheet is open; the returned function ends it. For an `$effect`. */
export function onLoneKey(press: (key: string) => void): () => void {
	let waiting: ReturnType<typeof setTimeout> | undefined;
	let lastKeyAt = -Infinity;

	function onkeydown(event: KeyboardEvent) {
		const burst = event.timeStamp - lastKeyAt < ALONE_MS;
		lastKeyAt = event.timeStamp;
		clearTimeout(waiting);
		if (burst || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
		if (document.querySelector('dialog[open]')) return;
		waiting = setTimeout(() => press(event.key.toLowerCase()), ALONE_MS);
	}

	// Capturing: the listener for hardware scanners keeps the later keys of a burst to itself.
	addEventListener('keydown', onkeydown, { capture: true });
	return () => {
		removeEventListener('keydown', onkeydown, { capture: true });
		clearTimeout(waiting);
	};
}
