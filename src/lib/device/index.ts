/** What the tablet itself can do: camera, key, storage, sound, connection. No other folder touches those browser interfaces. */
export { Camera, takePhoto, type CameraState, type TakenPhoto } from './camera';
export {
	CameraBusy,
	CameraDenied,
	CameraFailed,
	CameraInsecure,
	CameraMissing,
	CameraNotReady,
	type CameraError
} from './camera-errors';
export { isOnline, watchConnection } from './connection';
export { giveFeedback, type Feedback } from './feedback';
export { newId } from './ids';
export { Installer, isAppleTablet, isStandalone, type InstallWay } from './install';
export {
	hashPhoto,
	openPhoto,
	PhotoTooLarge,
	PhotoTypeRefused,
	PhotoUnreadable,
	sniffMediaType,
	type OpenedPhoto,
	type PhotoFile
} from './photo';
export { pinMatches } from './pin';
export { findPlace, PlaceDenied, PlaceUnknown, type FoundPlace } from './place';
export { atRest } from './rest';
export { generateSigningKey, InsecureConnection, publicKeyOf, signWith } from './signing-key';
export { keepForGood, runsLow, storageState, type StorageState } from './storage';
export { keepScreenOn } from './wake-lock';
export { keepWitness, readWitness, type KeptWitness } from './witness-store';
