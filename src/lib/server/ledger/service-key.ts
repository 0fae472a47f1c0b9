/** The server signs its own entries with a key that never leaves its data folder. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PublicKey } from '$lib/domain/site';
import * as v from 'valibot';
import { writeFileDurably } from '../durable-file';

export interface ServiceKey {
	readonly publicKey: PublicKey;
	/** ECDSA P-256 over SHA-256, 64 bytes r‖s. */
	sign(bytes: Uint8Array): Uint8Array;
}

/** Reads the key of a data folder; a new folder gets a new key, readable by its owner alone. */
export async function openServiceKey(dataDir: string): Promise<ServiceKey> {
	const file = join(dataDir, 'service-key.pem');
	let pem: string;
	try {
		pem = await readFile(file, 'utf8');
		await chmod(file, 0o600);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
		await writeFileDurably(file, pem, 0o600);
	}
	return serviceKeyFrom(createPrivateKey(pem));
}

function serviceKeyFrom(privateKey: KeyObject): ServiceKey {
	const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
	return {
		publicKey: v.parse(PublicKey, { kty, crv, x, y }),
		sign: (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
	};
}
