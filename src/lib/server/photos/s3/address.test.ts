import { describe, expect, it } from 'vitest';
import { PhotosAddressInvalid, readS3Address } from './address';

describe('the address photos are kept at', () => {
	it('is a bucket, perhaps a folder in it, and where the server is', () => {
		expect(readS3Address('s3://photos', {})).toEqual({
			bucket: 'photos',
			prefix: '',
			endpoint: null,
			region: 'us-east-1',
			pathStyle: false
		});
		const address = 's3://photos/plant/one?endpoint=http://10.0.0.7:9000&region=eu-central-1';
		expect(readS3Address(address, {})).toEqual({
			bucket: 'photos',
			prefix: 'plant/one/',
			endpoint: 'http://10.0.0.7:9000',
			region: 'eu-central-1',
			pathStyle: true
		});
	});

	it('leaves to AWS’s own variables what it does not say', () => {
		const env = { AWS_ENDPOINT_URL_S3: 'https://minio.example', AWS_REGION: 'eu-west-1' };
		expect(readS3Address('s3://photos?path-style=false', env)).toMatchObject({
			endpoint: 'https://minio.example',
			region: 'eu-west-1',
			pathStyle: false
		});
	});

	it('is refused with the reason when it cannot be one, or would show keys to everyone', () => {
		for (const text of [
			'photos',
			'https://photos',
			's3://',
			's3://photos?endpoint=minio',
			's3://photos?ednpoint=http://x'
		])
			expect(() => readS3Address(text, {})).toThrow(PhotosAddressInvalid);
		expect(() => readS3Address('s3://key:secret@photos', {})).toThrow(/AWS_SECRET_ACCESS_KEY/);
	});
});
