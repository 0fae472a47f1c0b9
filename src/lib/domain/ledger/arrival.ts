/**
 * What a site's server notes when it takes an entry in, sealed one arrival after the other. A device signs what it states; number, time of
 * arrival and clock are the server's own words, and the order among devices is: the seal keeps them from being changed unseen, and one
 * seal stands for everything up to it.
 */

export interface Arrival {
	position: number;
	/** ISO 8601, by the server's clock. */
	receivedAt: string;
	/** How far the device's clock was ahead of the server's when it sent this, in milliseconds. */
	skewMs: number;
	/** Of the entry. */
	hash: string;
}

/** The text whose SHA-256, base64url, is the seal. `before`: the seal of the arrival before it; null for a site's first. */
export function sealedText(before: string | null, { position, receivedAt, skewMs, hash }: Arrival): string {
	return JSON.stringify(['countersign-arrival-v1', before, position, receivedAt, skewMs, hash]);
}
