/** What the screen needs from the shutter on. Loaded once a part is in hand, so that finding one starts sooner. */
export { passesBy } from './passes-by';
export { default as GoOn } from './GoOn.svelte';
export { default as PassingCard } from './PassingCard.svelte';
export { default as PhotoStage } from './PhotoStage.svelte';
export { default as SuggestionCard } from './SuggestionCard.svelte';
export { default as UndoBar } from './UndoBar.svelte';
export { default as UnusableCard } from './UnusableCard.svelte';
export { default as Verdicts } from './Verdicts.svelte';
export { default as VerdictSheet } from './VerdictSheet.svelte';
export { default as FirstCallPanel } from './FirstCallPanel.svelte';
export { default as RevealActions } from './RevealActions.svelte';
export { default as RevealCard } from './RevealCard.svelte';
export { default as SecondLooks } from './SecondLooks.svelte';
export { default as TightenedNotice } from './TightenedNotice.svelte';
