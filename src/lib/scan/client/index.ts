/** The page's only door to reading codes: camera, still, hardware scanner, typed text. */
export { ScanWorkerCrashed, UnreadablePicture } from './errors';
export { LiveReader, type LiveCode } from './live-reader';
export { Scanner } from './scanner';
export { readStill } from './still';
export { codeFromText } from './typed';
export { listenForWedge } from './wedge';
export type { WedgeOptions } from './wedge-buffer';
export type { ScannedCode } from '../shared/code';
export type { Symbology } from '../shared/protocol';
