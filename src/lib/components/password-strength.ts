/** How hard a password is to guess, in three steps: a hint while typing, never a rule beside the shortest length. */

export type Strength = 'too-short' | 'weak' | 'good' | 'strong';

/** `known` are words a guesser would try first: the site's name, the person's, the username. */
export function passwordStrength(password: string, shortest: number, known: readonly string[] = []): Strength {
	if (password.length < shortest) return 'too-short';
	const plain = known
		.flatMap((words) => words.toLowerCase().split(/\s+/))
		.filter((word) => word.length >= 3)
		.reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase());
	const bits = new Set(plain).size * Math.log2(alphabetSize(plain === password.toLowerCase() ? password : plain));
	if (bits < 45) return 'weak';
	return bits < 75 ? 'good' : 'strong';
}

/** How many signs one would have to try at each place. */
function alphabetSize(password: string): number {
	const kinds: [RegExp, number][] = [
		[/[a-z]/, 26],
		[/[A-Z]/, 26],
		[/\d/, 10],
		[/[^a-zA-Z\d]/, 33]
	];
	return kinds.reduce((size, [kind, signs]) => size + (kind.test(password) ? signs : 0), 1);
}
