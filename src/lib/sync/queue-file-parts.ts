/**
 * Reads a queue file of any size. Its photos make up almost all of it, more than a browser can hold in one text, so each is read by
 * itself; what is left of the file without them is small.
 */

/** The file without its photos, as JSON text, and how many those are. */
export async function readOutline(file: Blob): Promise<{ text: string; photos: number }> {
	const outline: string[] = [];
	let photos = 0;
	for await (const { kind, text } of partsOf(file)) {
		if (kind === 'outline') outline.push(text);
		else photos++;
	}
	return { text: outline.join(''), photos };
}

/** The photos one after the other, each as JSON text. */
export async function* readPhotos(file: Blob): AsyncGenerator<string> {
	for await (const part of partsOf(file)) if (part.kind === 'photo') yield part.text;
}

interface Part {
	kind: 'outline' | 'photo';
	text: string;
}

/** The list of photos stands under this name in the outermost object. */
const PHOTOS = 'photos';

/** Looks at brackets and strings alone: what is no JSON comes out as it is, for the parser to refuse. */
async function* partsOf(file: Blob): AsyncGenerator<Part> {
	let depth = 0;
	let inString = false;
	/** The last string of the outermost object: before a list, its name. */
	let name = '';
	let inPhotos = false;
	let photo: string[] | null = null;
	for await (const text of textsOf(file)) {
		/** Where what has not been given out yet begins. */
		let from = 0;
		for (let at = 0; at < text.length; at++) {
			if (inString) {
				const end = nextMark(text, at);
				if (depth === 1) name += text.slice(at, end);
				at = end;
				if (text[at] === '\\') at++;
				else if (text[at] === '"') inString = false;
				continue;
			}
			switch (text[at]) {
				case '"':
					inString = true;
					if (depth === 1) name = '';
					break;
				case '{':
				case '[':
					depth++;
					if (depth === 2 && text[at] === '[' && name === PHOTOS) {
						yield { kind: 'outline', text: text.slice(from, at + 1) };
						inPhotos = true;
						from = at + 1;
					} else if (inPhotos && depth === 3) {
						photo = [];
						from = at;
					}
					break;
				case '}':
				case ']':
					depth--;
					if (inPhotos && depth === 2 && photo) {
						yield { kind: 'photo', text: [...photo, text.slice(from, at + 1)].join('') };
						photo = null;
					} else if (inPhotos && depth === 1) {
						inPhotos = false;
						from = at;
					}
					break;
			}
		}
		if (photo) photo.push(text.slice(from));
		else if (!inPhotos) yield { kind: 'outline', text: text.slice(from) };
	}
}

/** Where the next quotation mark or backslash stands; the end of the text when there is none. */
function nextMark(text: string, at: number): number {
	const mark = /["\\]/g;
	mark.lastIndex = at;
	return mark.exec(text)?.index ?? text.length;
}

/** The file piece by piece. None ends in a backslash: what it escapes is then in the same piece. */
async function* textsOf(file: Blob): AsyncGenerator<string> {
	const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
	let kept = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		const text = kept + value;
		const escapes = /\\+$/.exec(text)?.[0].length ?? 0;
		kept = escapes % 2 === 1 ? '\\' : '';
		yield kept === '' ? text : text.slice(0, -1);
	}
	if (kept !== '') yield kept;
}
