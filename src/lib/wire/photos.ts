/**
 * `/api/photos` (tus 1.0.0). A photo is named by the SHA-256 of its bytes: it arrives once, whoever sends it and how often.
 *
 * - `HEAD /api/photos/<sha256>`: 200 with `Upload-Offset` and `Upload-Length` both the photo's length when the server holds all of it,
 *   404 when not. A bare 200 says nothing: guest networks answer so to anything.
 * - `POST /api/photos` with `PhotoMetadata` as `Upload-Metadata`: the upload's address comes back as `Location`.
 * - `PATCH` and `HEAD` on that address. The answer to the last `PATCH` is sent only after the photo is on disk and its hash was
 *   found right; another hash is `invalid-request`, and the upload is gone.
 * Calls carry the device's signature (`device-auth`), with an empty body hash.
 */
import { PHOTO_TYPES, PhotoHash } from '$lib/domain/capture';
import * as v from 'valibot';

export const PHOTOS_PATH = '/api/photos';

export const PhotoMetadata = v.object({ sha256: PhotoHash, mediaType: v.picklist(PHOTO_TYPES) });
export type PhotoMetadata = v.InferOutput<typeof PhotoMetadata>;
