/** Conditions on lists, whose text is the same for any number of values: the store prepares it once, and nothing is compiled anew. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Reader } from '.';
import { isPostgres } from './locks';

/** That the column's value is among these; false for an empty list. */
export function isOneOf(
	reader: Reader,
	column: string,
	values: readonly string[] | readonly number[]
): RawBuilder<SqlBool> {
	const name = sql.ref(column);
	return isPostgres(reader)
		? sql<SqlBool>`${name} = any(${values})`
		: sql<SqlBool>`${name} in (select value from json_each(${JSON.stringify(values)}))`;
}

/** That the column's text holds this one, letter by letter. Upper and lower case are the caller's matter. */
export function holdsText(column: string, text: string): RawBuilder<SqlBool> {
	const pattern = `%${text.replaceAll(/[!%_]/g, '!$&')}%`;
	return sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '!'`;
}
