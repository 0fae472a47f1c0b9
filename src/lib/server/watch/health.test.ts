import { describe, expect, it } from 'vitest';
import { readHealth } from './health';
import { FakeS3 } from '../photos/testing/fake-s3';
import { TestSite } from '../test-site';

describe('the health of a server', () => {
	it('says which part is down', async () => {
		const s3 = await FakeS3.start();
		const site = await TestSite.open('empty', { photos: s3.address });
		expect(await readHealth(site.server)).toEqual({ store: 'ok', photos: 'ok' });
		await s3.stop();
		expect(await readHealth(site.server)).toEqual({ store: 'ok', photos: 'down' });
		await s3.start();
		expect(await readHealth(site.server)).toEqual({ store: 'ok', photos: 'ok' });
		await site.close();
		expect(await readHealth(site.server)).toMatchObject({ store: 'down' });
		await s3.dispose();
	});
});
