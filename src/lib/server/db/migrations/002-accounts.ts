/** Desk accounts and their sessions, in the shape better-auth expects (its username plugin, and a link to the person). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreType } from '.';

export function accounts(store: StoreType): Migration {
	const time = store === 'sqlite' ? 'text' : 'timestamptz';
	const flag = store === 'sqlite' ? 'integer' : 'boolean';
	return {
		async up(db: Kysely<unknown>): Promise<void> {
			const schema = db.schema;
			await schema
				.createTable('user')
				.addColumn('id', 'text', (column) => column.primaryKey())
				.addColumn('name', 'text', (column) => column.notNull())
				.addColumn('email', 'text', (column) => column.notNull().unique())
				.addColumn('emailVerified', flag, (column) => column.notNull())
				.addColumn('image', 'text')
				.addColumn('createdAt', time, (column) => column.notNull())
				.addColumn('updatedAt', time, (column) => column.notNull())
				.addColumn('username', 'text', (column) => column.notNull().unique())
				.addColumn('displayUsername', 'text', (column) => column.notNull())
				.addColumn('personId', 'text', (column) => column.notNull().unique())
				.execute();
			await schema
				.createTable('session')
				.addColumn('id', 'text', (column) => column.primaryKey())
				.addColumn('token', 'text', (column) => column.notNull().unique())
				.addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
				.addColumn('expiresAt', time, (column) => column.notNull())
				.addColumn('ipAddress', 'text')
				.addColumn('userAgent', 'text')
				.addColumn('createdAt', time, (column) => column.notNull())
				.addColumn('updatedAt', time, (column) => column.notNull())
				.execute();
			await schema.createIndex('session_user').on('session').column('userId').execute();
			await schema
				.createTable('account')
				.addColumn('id', 'text', (column) => column.primaryKey())
				.addColumn('accountId', 'text', (column) => column.notNull())
				.addColumn('providerId', 'text', (column) => column.notNull())
				.addColumn('userId', 'text', (column) => column.notNull().references('user.id').onDelete('cascade'))
				.addColumn('accessToken', 'text')
				.addColumn('refreshToken', 'text')
				.addColumn('idToken', 'text')
				.addColumn('accessTokenExpiresAt', time)
				.addColumn('refreshTokenExpiresAt', time)
				.addColumn('scope', 'text')
				.addColumn('password', 'text')
				.addColumn('createdAt', time, (column) => column.notNull())
				.addColumn('updatedAt', time, (column) => column.notNull())
				.execute();
			await schema.createIndex('account_user').on('account').column('userId').execute();
			await schema
				.createTable('verification')
				.addColumn('id', 'text', (column) => column.primaryKey())
				.addColumn('identifier', 'text', (column) => column.notNull())
				.addColumn('value', 'text', (column) => column.notNull())
				.addColumn('expiresAt', time, (column) => column.notNull())
				.addColumn('createdAt', time, (column) => column.notNull())
				.addColumn('updatedAt', time, (column) => column.notNull())
				.execute();
			await schema.createIndex('verification_identifier').on('verification').column('identifier').execute();
		}
	};
}
