/** The few calls of S3 that photos need, under one prefix; every failure is one a caller can act on. */
import {
	DeleteObjectsCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	S3Client,
	S3ServiceException
} from '@aws-sdk/client-s3';
import { ProblemError } from '../../problem';
import type { S3Address } from './address';

export interface FoundObject {
	key: string;
	changedMs: number;
}

const CONNECT_WITHIN_MS = 3000;
const ANSWER_WITHIN_MS = 20_000;
/** The SDK waits a little longer after each; more would keep a tablet waiting that can come again. */
const ATTEMPTS = 3;
/** What one `DeleteObjects` call takes. */
const MOST_DELETED = 1000;

export class Bucket {
	readonly #client: S3Client;

	constructor(private readonly address: S3Address) {
		const { endpoint, region, pathStyle } = address;
		this.#client = new S3Client({
			...(endpoint === null ? {} : { endpoint }),
			region,
			forcePathStyle: pathStyle,
			maxAttempts: ATTEMPTS,
			requestHandler: { connectionTimeout: CONNECT_WITHIN_MS, requestTimeout: ANSWER_WITHIN_MS },
			// The checksums that newer SDKs add by themselves are unknown to many compatible servers.
			requestChecksumCalculation: 'WHEN_REQUIRED',
			responseChecksumValidation: 'WHEN_REQUIRED'
		});
	}

	async has(key: string): Promise<boolean> {
		const found = await this.#call(() => this.#client.send(new HeadObjectCommand(this.#at(key))));
		return found !== null;
	}

	async read(key: string): Promise<ReadableStream<Uint8Array> | null> {
		const found = await this.#call(() => this.#client.send(new GetObjectCommand(this.#at(key))));
		return found?.Body ? (found.Body.transformToWebStream() as ReadableStream<Uint8Array>) : null;
	}

	async readBytes(key: string): Promise<Uint8Array | null> {
		return this.#call(async () => {
			const { Body } = await this.#client.send(new GetObjectCommand(this.#at(key)));
			return (await Body?.transformToByteArray()) ?? new Uint8Array();
		});
	}

	/** Appears whole or not at all; when it resolves, the storage has it for good. */
	async write(key: string, content: Uint8Array): Promise<void> {
		await this.#call(() => this.#client.send(new PutObjectCommand({ ...this.#at(key), Body: content })), 'must exist');
	}

	/** Every object below a folder, in order of their keys. */
	async list(folder: string): Promise<FoundObject[]> {
		const found: FoundObject[] = [];
		let from: string | undefined;
		do {
			const page = await this.#call(
				() =>
					this.#client.send(
						new ListObjectsV2Command({
							Bucket: this.address.bucket,
							Prefix: this.address.prefix + folder,
							...(from === undefined ? {} : { ContinuationToken: from })
						})
					),
				'must exist'
			);
			for (const { Key = '', LastModified } of page.Contents ?? []) {
				found.push({ key: Key.slice(this.address.prefix.length), changedMs: LastModified?.getTime() ?? 0 });
			}
			from = page.IsTruncated ? page.NextContinuationToken : undefined;
		} while (from !== undefined);
		return found;
	}

	async remove(keys: readonly string[]): Promise<void> {
		for (let start = 0; start < keys.length; start += MOST_DELETED) {
			const Objects = keys.slice(start, start + MOST_DELETED).map((key) => ({ Key: this.address.prefix + key }));
			await this.#call(() =>
				this.#client.send(new DeleteObjectsCommand({ Bucket: this.address.bucket, Delete: { Objects, Quiet: true } }))
			);
		}
	}

	async check(): Promise<void> {
		await this.#call(() => this.#client.send(new HeadBucketCommand({ Bucket: this.address.bucket })), 'must exist');
	}

	#at(key: string): { Bucket: string; Key: string } {
		return { Bucket: this.address.bucket, Key: this.address.prefix + key };
	}

	#call<T>(run: () => Promise<T>): Promise<T | null>;
	#call<T>(run: () => Promise<T>, missing: 'must exist'): Promise<T>;
	async #call<T>(run: () => Promise<T>, missing?: 'must exist'): Promise<T | null> {
		try {
			return await run();
		} catch (error) {
			if (!missing && error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
			throw new ProblemError('unavailable', { detail: `photo storage: ${reasonOf(error)}` }, { cause: error });
		}
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.name : String(error);
}
