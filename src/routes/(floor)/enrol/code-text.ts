/** The one-time code in what was typed or scanned: the code itself, or the address that the QR code holds. */
export function codeIn(text: string): string {
	const trimmed = text.trim();
	if (!URL.canParse(trimmed)) return trimmed;
	return new URL(trimmed).searchParams.get('code') ?? trimmed;
}
