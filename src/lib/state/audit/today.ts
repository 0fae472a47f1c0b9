/** The day it is at the tablet, as an ISO date. @param now ms since 1970 */
export function today(now: number): string {
	const at = new Date(now);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
