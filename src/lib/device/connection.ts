/** Whether the device has a network. It says nothing about the server behind it. */

export function isOnline(): boolean {
	return navigator.onLine;
}

/** Calls back on every change; returns how to stop. */
export function watchConnection(changed: (online: boolean) => void): () => void {
	const report = () => changed(navigator.onLine);
	addEventListener('online', report);
	addEventListener('offline', report);
	return () => {
		removeEventListener('online', report);
		removeEventListener('offline', report);
	};
}
