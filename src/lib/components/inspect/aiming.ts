/** What the screen needs from a part in hand to the shutter. Loaded while nobody has scanned one yet, so that the page opens sooner. */
export { default as AimActions } from './AimActions.svelte';
export { default as ModelStatus } from './ModelStatus.svelte';
export { default as SubjectCard } from './SubjectCard.svelte';
export { seedsHere } from '$lib/state/second-look/seeds-here';
