/** Ids made on the tablet: UUIDv7 (RFC 9562), so that they sort by time and the server's indexes stay fast. */
export { v7 as newId } from 'uuid';
