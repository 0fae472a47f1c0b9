/** Listens for hardware scanners, which type what they read as a keyboard does. */
import type { ScannedCode } from '../shared/code';
import { codeFromText } from './typed';
import { BURST_PAUSE_MS, WedgeBuffer, type WedgeOptions } from './wedge-buffer';

/**
 * Listens on the whole page until the signal is aborted. What a person types stays where it is typed: in text fields
 * only bursts that begin with the prefix key are taken. Elsewhere a first character is held back for a moment and then
 * sent again, so that shortcuts work and a burst does not set them off.
 */
export function listenForWedge(report: (code: ScannedCode) => void, signal: AbortSignal, options: WedgeOptions): void {
	const buffer = new WedgeBuffer(options);
	const sentAgain = new WeakSet<Event>();
	let held: ReturnType<typeof setTimeout> | undefined;

	const onKey = (event: KeyboardEvent) => {
		if (event.isComposing || sentAgain.has(event)) return;
		const { key, code, ctrlKey, altKey, metaKey, repeat, timeStamp, target } = event;
		const inField = isTextField(event.composedPath()[0]);
		const verdict = buffer.press({ key, code, ctrlKey, altKey, metaKey, repeat, timeStamp, inField });
		if (verdict.do === 'leave') return;
		clearTimeout(held);
		event.stopImmediatePropagation();
		if (verdict.do === 'hold') {
			held = setTimeout(() => {
				const again = new KeyboardEvent('keydown', event);
				sentAgain.add(again);
				target?.dispatchEvent(again);
			}, BURST_PAUSE_MS);
			return;
		}
		event.preventDefault();
		if (verdict.do === 'end') report(codeFromText(verdict.text, 'wedge'));
	};
	window.addEventListener('keydown', onKey, { capture: true, signal });
	signal.addEventListener('abort', () => clearTimeout(held), { once: true });
}

const TEXTLESS_INPUTS = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

function isTextField(target: EventTarget | undefined): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target instanceof HTMLInputElement) return !TEXTLESS_INPUTS.has(target.type);
	return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
