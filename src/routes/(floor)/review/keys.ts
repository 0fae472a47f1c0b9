/** Keys that move about the desk, answered at once. Those that decide are `onLoneKey`'s: a scanner's burst must never decide anything. */

export type DeskKey = 'next' | 'previous' | 'heat' | 'mark' | 'help';

const KEYS: Readonly<Record<string, DeskKey>> = {
	j: 'next',
	arrowdown: 'next',
	k: 'previous',
	arrowup: 'previous',
	h: 'heat',
	m: 'mark',
	'?': 'help'
};

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key means; null for the others, and while somebody types or a sheet is open. */
export function deskKey({ key, ctrlKey, metaKey, altKey }: Pressed, isTyping: boolean): DeskKey | null {
	if (isTyping || ctrlKey || metaKey || altKey) return null;
	return KEYS[key.toLowerCase()] ?? null;
}

/** Whether keys belong to what has the focus: a field, a sheet, or a group of choices that arrows move in. */
export function takesKeys(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	return target.isContentEditable || target.closest('input, textarea, select, dialog, [role="application"]') !== null;
}
