/** Photos: received in pieces, checked against their names, kept by content, given out unchanged. */
export { PhotoReceiver, type HeldPhoto } from './receiver';
