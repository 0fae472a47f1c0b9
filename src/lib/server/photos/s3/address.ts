/** `PHOTOS=s3://bucket/prefix?endpoint=…&region=…&path-style=…`: where photos go. */

export interface S3Address {
	bucket: string;
	/** Ends with a slash, or is empty. */
	prefix: string;
	/** Of an S3-compatible server; null for Amazon's own. */
	endpoint: string | null;
	region: string;
	/** `https://host/bucket` instead of `https://bucket.host`: what most compatible servers want. */
	pathStyle: boolean;
}

/** `PHOTOS` is no address that photos can be kept at. */
export class PhotosAddressInvalid extends Error {
	override readonly name = 'PhotosAddressInvalid';
	constructor(readonly reason: string) {
		super(
			`PHOTOS must be s3://bucket or s3://bucket/prefix, with ?endpoint=…&region=…&path-style=… if needed: ${reason}`
		);
	}
}

const OPTIONS = new Set(['endpoint', 'region', 'path-style']);

/** What the address leaves out comes from the variables that AWS's own tools read. Throws `PhotosAddressInvalid`. */
export function readS3Address(text: string, env: Readonly<Record<string, string | undefined>>): S3Address {
	const url = URL.parse(text);
	if (url?.protocol !== 's3:' || url.hostname === '') throw new PhotosAddressInvalid('no s3:// address with a bucket');
	// It would be printed in logs and seen in process lists.
	if (url.username || url.password)
		throw new PhotosAddressInvalid('keys belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
	for (const option of url.searchParams.keys()) {
		if (!OPTIONS.has(option)) throw new PhotosAddressInvalid(`nothing is known about "${option}"`);
	}
	const endpoint = url.searchParams.get('endpoint') ?? env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'] ?? null;
	if (endpoint !== null && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
		throw new PhotosAddressInvalid('the endpoint is no http address');
	const pathStyle = url.searchParams.get('path-style');
	const folders = decodeURIComponent(url.pathname).split('/').filter(Boolean);
	return {
		bucket: url.hostname,
		prefix: folders.map((folder) => `${folder}/`).join(''),
		endpoint,
		region: url.searchParams.get('region') ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
		pathStyle: pathStyle === null ? endpoint !== null : pathStyle === 'true'
	};
}
