import { test } from '../fixtures/test';
import { inspectScriptBytes } from '../bench/app/size';
import { enrol, readyForOffline, setUpDemoSite, signIn, chooseSamplePart, useSamplePicture, decide } from './journey';
test('zz size', async ({ tablet }) => {
	const { page } = tablet;
	await setUpDemoSite(page); await enrol(page); await signIn(page); await readyForOffline(page);
	await chooseSamplePart(page); await useSamplePicture(page); await decide(page, { verdict: 'accept' });
	console.log('SIZE', await inspectScriptBytes(tablet));
});
