/** The JSON Schema of exported rules, made from the schema that reads them: the two cannot drift apart. */
import { POLICY_SCHEMA_PATH, PolicyDocument } from '$lib/domain/policy/document';
import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema';

/** @param origin where the site's server is, such as `https://countersign.example` */
export function policyJsonSchema(origin: string): JsonSchema {
	// Left out, because JSON Schema has no word for them: trimmed texts, and checks across fields, which reading the document makes.
	const schema = toJsonSchema(PolicyDocument, {
		errorMode: 'ignore',
		overrideSchema: ({ jsonSchema, valibotSchema }) =>
			// A misspelt name is refused, not ignored.
			valibotSchema.type === 'object' ? { ...jsonSchema, additionalProperties: false } : undefined
	});
	return {
		...schema,
		$id: origin + POLICY_SCHEMA_PATH,
		title: 'Countersign policy',
		description:
			'Oversight rules, in order: the first whose conditions all hold decides which people a suggestion meets.'
	};
}
