import { PROBLEM_TYPE, Problem, PROTOCOL_VERSION } from '$lib/wire';
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../problem';
import { openLog } from '../watch';
import { endpoint, parseJson, readBytes } from './endpoint';

const lines: string[] = [];
const log = openLog({ level: 'info', form: 'json', write: (line) => lines.push(line) });
const event = (headers: Record<string, string> = {}) =>
	({
		request: new Request('http://localhost/api/x', { headers }),
		locals: { server: { log }, requestId: 'request-1' }
	}) as unknown as RequestEvent;

async function problemOf(response: Response): Promise<Problem> {
	expect(response.headers.get('content-type')).toBe(PROBLEM_TYPE);
	return v.parse(Problem, await response.json());
}

const body = (text: string) => new Request('http://localhost/', { method: 'POST', body: text });

describe('an API route', () => {
	it('answers what it refuses with a problem document', async () => {
		const route = endpoint(() => {
			throw new ProblemError('rate-limited', { retryAfterS: 1.2 });
		});
		const response = await route(event());
		expect(response.headers.get('retry-after')).toBe('2');
		expect(await problemOf(response)).toMatchObject({ status: 429, code: 'rate-limited' });
	});

	it('keeps to itself what went wrong inside, and logs it under the id of the request', async () => {
		const route = endpoint(() => Promise.reject(new Error('no such table: secrets')));
		const text = JSON.stringify(await problemOf(await route(event())));
		expect(text).toContain('internal');
		expect(text).not.toContain('secrets');
		const [line = '{}'] = lines.splice(0);
		const { requestId, error } = JSON.parse(line) as { requestId: string; error: { message: string; stack: string } };
		expect(requestId).toBe('request-1');
		expect(error.message).toBe('no such table: secrets');
		expect(error.stack).toContain('endpoint.test');
	});

	it('tells an app of another version to update', async () => {
		const route = endpoint(() => new Response('fine'));
		expect((await problemOf(await route(event({ 'countersign-protocol': String(PROTOCOL_VERSION + 1) })))).code).toBe(
			'unsupported-version'
		);
		expect(await (await route(event({ 'countersign-protocol': '1' }))).text()).toBe('fine');
		expect(await (await route(event())).text()).toBe('fine');
	});
});

describe('a body', () => {
	it('is refused as soon as it is longer than allowed, also when it does not say how long it is', async () => {
		const chunk = new TextEncoder().encode('x'.repeat(100));
		const endless = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
		const request = new Request('http://localhost/', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
		await expect(readBytes(request, 1000)).rejects.toMatchObject({ code: 'too-large' });
		expect(new TextDecoder().decode(await readBytes(body('hello'), 1000))).toBe('hello');
	});

	it('is refused with what is wrong and where', async () => {
		const schema = v.object({ name: v.string(), size: v.object({ width: v.number() }) });
		const read = async (text: string) => parseJson(schema, await readBytes(body(text), 1000));
		expect(await read('{"name":"a","size":{"width":1}}')).toEqual({ name: 'a', size: { width: 1 } });
		await expect(read('{"name":"a","size":{"width":"1"}}')).rejects.toMatchObject({
			facts: { issues: [{ path: 'size.width' }] }
		});
		await expect(read('not json')).rejects.toMatchObject({ code: 'invalid-request' });
	});
});
