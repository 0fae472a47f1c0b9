import { FIRST_POLICY } from '$lib/domain/policy';
import { expect, it } from 'vitest';
import { policyJsonSchema } from './json-schema';

const schema = policyJsonSchema('https://site.example');

it('has the address it is served at, and is strict about names at every level', () => {
	expect(schema).toMatchObject({
		$id: 'https://site.example/api/policy/schema',
		additionalProperties: false,
		required: ['format', 'rules']
	});
	expect(JSON.stringify(schema)).not.toContain('"additionalProperties":true');
});

it('knows every field of a rule', () => {
	const text = JSON.stringify(schema);
	const [rule] = FIRST_POLICY.rules;
	for (const name of [
		...Object.keys(rule ?? {}),
		...Object.keys(rule?.then ?? {}),
		'vetoWindowS',
		'expiresAt',
		'sample',
		'sampled'
	]) {
		expect(text).toContain(`"${name}":`);
	}
});
