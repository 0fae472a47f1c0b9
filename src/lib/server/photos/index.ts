/** Photos: received in pieces, checked against their names, kept by content, given out to the site's people and tablets. */
export { deliverPhoto, type DeliveredPhoto } from './delivery';
export { readPhotoOf, readPhotoOfCapture, type PhotoOfEntry } from './of-entry';
export { openPhotoStore } from './open';
export { nameOf, type PhotoStore, type Shelf } from './photo-store';
export { PhotoReceiver, type HeldPhoto } from './receiver';
export { Thumbnails, type Thumbnail } from './thumbnails';
