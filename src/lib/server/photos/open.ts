import { PhotoFiles } from './files';
import type { PhotoStore } from './photo-store';
import { readS3Address } from './s3/address';

/**
 * The storage that `PHOTOS` names, or files in the data folder where it names none.
 * Throws `PhotosAddressInvalid`. A storage that does not answer is no error here: the server starts and says so in `/api/health`.
 */
export async function openPhotoStore(dataDir: string, address: string | undefined): Promise<PhotoStore> {
	if (!address) return PhotoFiles.open(dataDir);
	const where = readS3Address(address, process.env);
	// A large package that most sites never need.
	const { PhotoBucket } = await import('./s3');
	return new PhotoBucket(where);
}
