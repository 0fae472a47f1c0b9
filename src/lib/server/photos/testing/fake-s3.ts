/** An S3 server on loopback, in this process and a temporary folder. For tests only. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface S3rver {
	run(): Promise<{ port: number }>;
	close(): Promise<void>;
}

/** The package brings no types. */
const S3rverServer: new (options: {
	port: number;
	address: string;
	silent: boolean;
	allowMismatchedSignatures: boolean;
	directory: string;
	configureBuckets: { name: string }[];
}) => S3rver = createRequire(import.meta.url)('@20minutes/s3rver');

export class FakeS3 {
	#port = 0;
	#server: S3rver;

	private constructor(private readonly directory: string) {
		this.#server = this.#make();
	}

	static async start(): Promise<FakeS3> {
		// The server takes these and no others.
		process.env['AWS_ACCESS_KEY_ID'] = 'S3RVER';
		process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER';
		const fake = new FakeS3(await mkdtemp(join(tmpdir(), 'countersign-s3-')));
		await fake.start();
		return fake;
	}

	/** What `PHOTOS` has to be. */
	get address(): string {
		return `s3://photos/site?endpoint=http://127.0.0.1:${this.#port}`;
	}

	/** Again on the same port, after `stop`. */
	async start(): Promise<void> {
		this.#port = (await this.#server.run()).port;
	}

	async stop(): Promise<void> {
		await this.#server.close();
		this.#server = this.#make();
	}

	async dispose(): Promise<void> {
		await this.stop();
		await rm(this.directory, { recursive: true, force: true });
	}

	#make(): S3rver {
		return new S3rverServer({
			port: this.#port,
			address: '127.0.0.1',
			silent: true,
			// It computes another one than the SDK for queries with slashes.
			allowMismatchedSignatures: true,
			directory: this.directory,
			configureBuckets: [{ name: 'photos' }]
		});
	}
}
