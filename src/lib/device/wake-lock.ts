/** Keeps the screen on while a person looks through the camera with both hands full. */

/** Holds the screen on until the returned function is called. The browser drops the lock with the tab hidden; it is taken again. */
export function keepScreenOn(): () => void {
	let lock: WakeLockSentinel | null = null;
	let released = false;

	const request = async () => {
		if (released || lock || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
		try {
			const granted = await navigator.wakeLock.request('screen');
			if (released) return void granted.release();
			lock = granted;
			granted.addEventListener('release', () => (lock = null), { once: true });
		} catch {
			// Refused, in battery saver for one: the screen's own timeout holds.
		}
	};

	const onVisibility = () => void request();
	document.addEventListener('visibilitychange', onVisibility);
	void request();
	return () => {
		released = true;
		document.removeEventListener('visibilitychange', onVisibility);
		void lock?.release();
		lock = null;
	};
}
