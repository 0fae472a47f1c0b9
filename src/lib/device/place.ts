/** Where the tablet is, once and only when somebody asked for it: nothing follows anybody about. */
import { DomainError } from '$lib/domain/errors';

/** The person, or the device's owner, has not allowed this app to know where it is. */
export class PlaceDenied extends DomainError {
	readonly code = 'place-denied';
}

/** The tablet cannot tell where it is: no receiver, no sky, or it took too long. */
export class PlaceUnknown extends DomainError {
	readonly code = 'place-unknown';
}

/** Degrees (WGS 84) and metres, at a moment in ISO 8601. */
export interface FoundPlace {
	latitude: number;
	longitude: number;
	accuracyM: number;
	at: string;
}

/** Long enough for a receiver that starts cold under open sky. */
const WITHIN_MS = 20_000;

/** @throws PlaceDenied, PlaceUnknown */
export async function findPlace(): Promise<FoundPlace> {
	const { geolocation } = navigator as Partial<Navigator>;
	if (!geolocation || !globalThis.isSecureContext) throw new PlaceUnknown();
	return new Promise((resolve, reject) => {
		geolocation.getCurrentPosition(
			({ coords: { latitude, longitude, accuracy }, timestamp }) =>
				resolve({ latitude, longitude, accuracyM: accuracy, at: new Date(timestamp).toISOString() }),
			({ code, PERMISSION_DENIED }) => reject(code === PERMISSION_DENIED ? new PlaceDenied() : new PlaceUnknown()),
			{ enableHighAccuracy: true, timeout: WITHIN_MS, maximumAge: 60_000 }
		);
	});
}
