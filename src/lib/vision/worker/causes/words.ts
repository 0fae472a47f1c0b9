/** The words of a free text, cut to their stems, so that "leaks" and "leaking", "Lager" and "Lagers" count as one. English and German. */

export interface Word {
	stem: string;
	/** As somebody wrote it, in lower case. */
	written: string;
}

const LONGEST_TEXT = 2000;
const ENDINGS = /(?:ungen|ings?|ung|ed|es|en|er|em|e|s|n)$/;
const SHORTEST_STEM = 4;

/** Words that say nothing about a fault, and articles. */
const SILENT = new Set(
	(
		'a an and are as at be but by for from has have i in is it its of on or please that the then there this to was were ' +
		'will with am an auf aus bei beim bitte da das dem den der des die ein eine einem einen einer es hat im in ist mit ' +
		'noch oder schon sich sie sind und vom von war wir wird zu zum zur'
	).split(' ')
);

/** Each word of a text once, in the order in which they first stand. */
export function wordsOf(text: string): Word[] {
	const found = new Map<string, Word>();
	const written =
		text
			.slice(0, LONGEST_TEXT)
			.normalize('NFKC')
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? [];
	for (const word of written) {
		if (SILENT.has(word)) continue;
		const stem = stemOf(word);
		if (!found.has(stem)) found.set(stem, { stem, written: word });
	}
	return [...found.values()];
}

function stemOf(word: string): string {
	const plain = word.replaceAll('ß', 'ss');
	const stem = plain.replace(ENDINGS, '');
	return stem.length >= SHORTEST_STEM ? stem : plain;
}
