/** For pages: the tus library comes with the first photo to send. A service worker may not import later and has it built in. */
import { NetworkFailed } from './errors';
import type { LoadTransfer } from './transfer';

/** @throws NetworkFailed where the library is not on the tablet yet and cannot be fetched now */
export const lazyTransfer: LoadTransfer = async () => {
	try {
		return (await import('./transfer')).transferPhoto;
	} catch (error) {
		throw new NetworkFailed(error instanceof Error ? error.message : String(error));
	}
};
