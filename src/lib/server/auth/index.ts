/** Who is asking: desk accounts, enrolled tablets, and PINs for the floor. */
export * from './accounts';
export { AttemptLimit } from './attempts';
export { authenticateDevice, type RequestDevice, type SignedRequest } from './device';
export { drawPin, makePinVerifier, PIN_ITERATIONS, savePin } from './pin';
export { inTheNameOf, refuseUnlessMay } from './rights';
export { noteSignIn, type SignInAttempt } from './sign-ins';
