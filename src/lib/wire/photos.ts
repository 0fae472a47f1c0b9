/**
 * `/api/photos` (tus 1.0.0). A photo is named by the SHA-256 of its bytes: it arrives once, whoever sends it and how often.
 * Sounds go the same way.
 *
 * - `HEAD /api/photos/<sha256>`: 200 with `Upload-Offset` and `Upload-Length` both the photo's length when the server holds all of it,
 *   404 when not. A bare 200 says nothing: guest networks answer so to anything.
 * - `POST /api/photos` with `PhotoMetadata` as `Upload-Metadata`: the upload's address comes back as `Location`.
 * - `PATCH` and `HEAD` on that address. The answer to the last `PATCH` is sent only after the photo is on disk and its hash was
 *   found right; another hash is `invalid-request`, and the upload is gone.
 * Calls carry the device's signature (`device-auth`), with an empty body hash.
 *
 * - `PUT /api/photos/<sha256>/thumbnail`: a small JPEG or WebP ahead of the photo, so that others see something within seconds on a slow
 *   network. Its body is signed. A preview, not evidence: it is in no record, and goes once the photo is there.
 * - `GET /api/photos/<sha256>/thumbnail`: made from the photo once that is there, before that what the tablet sent.
 */
import { PhotoHash } from '$lib/domain/capture';
import { FILE_TYPES } from '$lib/domain/sound';
import * as v from 'valibot';

export const PHOTOS_PATH = '/api/photos';

/** Where a photo's preview lies. */
export const thumbnailPath = (sha256: string) => `${PHOTOS_PATH}/${sha256}/thumbnail`;
/** More than tablets send, so that a later app may send better ones. */
export const MAX_THUMBNAIL_BODY_BYTES = 64 * 1024;

export const PhotoMetadata = v.object({ sha256: PhotoHash, mediaType: v.picklist(FILE_TYPES) });
export type PhotoMetadata = v.InferOutput<typeof PhotoMetadata>;
