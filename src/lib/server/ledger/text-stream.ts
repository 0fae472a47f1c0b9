/** Texts as the bytes of an answer: the next is asked for when the caller has taken the one before. */
export function streamOf(texts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			const next = await texts.next();
			if (next.done) controller.close();
			else controller.enqueue(encoder.encode(next.value));
		},
		async cancel() {
			await texts.return();
		}
	});
}
