/** Bringing queue files in at the desk: how far it has come, and what came of each file. */
import { importQueueFile, type ImportProgress, type ImportReport } from '$lib/sync/files';

export type ImportResult = { file: string } & (
	{ kind: 'done'; report: ImportReport } | { kind: 'stopped' } | { kind: 'failed'; error: unknown }
);

export class QueueImport {
	#file = $state<string | null>(null);
	#progress = $state<ImportProgress | null>(null);
	#results = $state<ImportResult[]>([]);
	#stop: AbortController | null = null;

	/** The file at hand; null when none is. */
	get file(): string | null {
		return this.#file;
	}

	/** Null while the file is being read. */
	get progress(): ImportProgress | null {
		return this.#progress;
	}

	get results(): readonly ImportResult[] {
		return this.#results;
	}

	/** Brings them in one after the other. Never throws: what went wrong is in the results. */
	async start(files: readonly File[]): Promise<void> {
		if (this.#stop) return;
		const stop = new AbortController();
		this.#stop = stop;
		this.#results = [];
		for (const file of files) {
			if (stop.signal.aborted) break;
			this.#file = file.name;
			this.#progress = null;
			this.#results.push(await this.#bring(file, stop.signal));
		}
		this.#file = null;
		this.#stop = null;
	}

	/** What was taken until then stays. */
	stop(): void {
		this.#stop?.abort();
	}

	async #bring(file: File, signal: AbortSignal): Promise<ImportResult> {
		try {
			const onProgress = (progress: ImportProgress) => (this.#progress = progress);
			return { file: file.name, kind: 'done', report: await importQueueFile({ file, signal, onProgress }) };
		} catch (error) {
			if (signal.aborted) return { file: file.name, kind: 'stopped' };
			return { file: file.name, kind: 'failed', error };
		}
	}
}
