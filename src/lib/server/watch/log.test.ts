import { describe, expect, it } from 'vitest';
import { ProblemError } from '../problem';
import { openLog } from './log';

function logged(write: (log: ReturnType<typeof openLog>) => void): Record<string, unknown> {
	const lines: string[] = [];
	write(openLog({ level: 'info', form: 'json', write: (line) => lines.push(line) }));
	expect(lines).toHaveLength(1);
	return JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
}

describe('the log', () => {
	it('is one object a line, with its time and level in words', () => {
		const line = logged((log) => log.info({ route: '/api/sync/push', status: 200 }, 'request'));
		expect(line).toMatchObject({ level: 'info', msg: 'request', route: '/api/sync/push', status: 200 });
		expect(Number.isNaN(Date.parse(String(line['time'])))).toBe(false);
	});

	it('keeps secrets out, also where somebody logs them by mistake', () => {
		const event = { headers: { authorization: 'S3CRET', cookie: 'S3CRET' }, body: 'S3CRET', pin: 'S3CRET' };
		const line = logged((log) => log.info({ event, password: 'S3CRET', form: { code: 'S3CRET' } }, 'oops'));
		expect(JSON.stringify(line)).not.toContain('S3CRET');
	});

	it('says of an error what it is, where it came from and what caused it, and nothing else it carries', () => {
		const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED', input: 'S3CRET' });
		const error = new ProblemError('unavailable', { detail: 'photo storage' }, { cause });
		const line = logged((log) => log.error({ error, requestId: 'r1' }, 'request failed'));
		expect(line).toMatchObject({
			requestId: 'r1',
			error: {
				name: 'ProblemError',
				stack: expect.stringContaining('log.test'),
				cause: { kind: 'ECONNREFUSED', message: 'connection refused' }
			}
		});
		expect(JSON.stringify(line)).not.toContain('S3CRET');
	});
});
