/** Code 39 in full ASCII: pairs such as "+A" for "a" (ISO/IEC 16388, annex A). */

/**
 * The text that the pairs stand for; null where the code has no pairs, or none that it could have. Nothing in a code says
 * whether it is in full ASCII: "AB/C123" may be meant as it is or as "AB#123".
 */
export function fullAscii(text: string): string | null {
	if (!/[+$%/]/.test(text)) return null;
	let result = '';
	for (let at = 0; at < text.length; at++) {
		const shift = text.charAt(at);
		if (!'+$%/'.includes(shift)) {
			result += shift;
			continue;
		}
		const character = pairOf(shift, text.charAt(++at));
		if (character === null) return null;
		result += character;
	}
	return result;
}

function pairOf(shift: string, letter: string): string | null {
	if (!/^[A-Z]$/.test(letter)) return null;
	const place = letter.charCodeAt(0) - 65;
	if (shift === '+') return letter.toLowerCase();
	if (shift === '$') return String.fromCharCode(place + 1);
	if (shift === '/') return letter <= 'O' ? String.fromCharCode(33 + place) : letter === 'Z' ? ':' : null;
	return PERCENT.charAt(place) === '' ? null : PERCENT.charAt(place);
}

/** "%A" to "%W". */
const PERCENT = '\u001b\u001c\u001d\u001e\u001f;<=>?[\\]^_{|}~\u007f\u0000@`';
