import { describe, expect, it } from 'vitest';
import { shellEntries, shellPage } from './shell';

const files = {
	build: ['/_app/immutable/entry/start.abc.js', '/_app/immutable/entry/start.abc.js.map'],
	files: ['/models/backbone/model.json', '/samples/part/1.png', '/screenshots/a.png', '/robots.txt', '/icons/icon.svg'],
	prerendered: ['/inspect', '/queue'],
	version: '42'
};

describe('what is on the tablet before anybody asks', () => {
	it('is the code, the models, the icons and the floor pages, and no sample or screenshot', () => {
		expect(shellEntries(files)).toEqual([
			{ url: '/_app/immutable/entry/start.abc.js', revision: null },
			{ url: '/models/backbone/model.json', revision: '42' },
			{ url: '/icons/icon.svg', revision: '42' },
			{ url: '/inspect', revision: '42' },
			{ url: '/queue', revision: '42' }
		]);
	});

	it('serves a floor page with or without a slash, and leaves desk pages to the server', () => {
		expect(shellPage('/inspect', files.prerendered)).toBe('/inspect');
		expect(shellPage('/inspect/', files.prerendered)).toBe('/inspect');
		expect(shellPage('/ledger', files.prerendered)).toBeNull();
		expect(shellPage('/', files.prerendered)).toBeNull();
	});
});
