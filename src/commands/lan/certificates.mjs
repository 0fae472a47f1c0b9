// A certificate authority of this installation's own, and the server certificate that it signs. Browsers give camera and
// service worker to https only, and no public authority signs the addresses of a local network.
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';
import { PRIVATE_RANGES } from './addresses.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
/** Apple's devices refuse server certificates that live longer than 398 days. */
const SERVER_DAYS = 397;
const RENEW_BEFORE_DAYS = 30;

/** @typedef {{ key: string, cert: string }} Identity PEM texts. */

/** @returns {string} A new RSA key as PEM; Node's own generator is many times faster than one in JavaScript. */
function newKey() {
	return generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
	}).privateKey;
}

/** A certificate with what both kinds share; the caller names issuer and extensions and signs. */
function draft(/** @type {forge.pki.rsa.PrivateKey} */ key, /** @type {string} */ name, /** @type {number} */ days) {
	const cert = forge.pki.createCertificate();
	cert.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
	// Positive, as RFC 5280 (4.1.2.2) asks: the first bit stays zero.
	cert.serialNumber = `00${randomBytes(16).toString('hex')}`;
	cert.validity.notBefore = new Date(Date.now() - DAY_MS);
	cert.validity.notAfter = new Date(Date.now() + (days - 1) * DAY_MS);
	cert.setSubject([
		{ name: 'commonName', value: name },
		{ name: 'organizationName', value: 'Countersign' }
	]);
	return cert;
}

/**
 * Name constraints (RFC 5280, 4.2.1.10): who gets hold of the authority's key can pose as a machine of a local network, but
 * not as a bank.
 */
function localOnly() {
	const { asn1 } = forge;
	const context = asn1.Class.CONTEXT_SPECIFIC;
	const subtree = (/** @type {number} */ tag, /** @type {string} */ bytes) =>
		asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [asn1.create(context, tag, false, bytes)]);
	const names = ['local', 'localhost'].map((name) => subtree(2, name));
	const ranges = PRIVATE_RANGES.map(({ address, mask }) => subtree(7, String.fromCharCode(...address, ...mask)));
	const permitted = asn1.create(context, 0, true, [...names, ...ranges]);
	return {
		id: '2.5.29.30',
		critical: true,
		value: asn1.toDer(asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [permitted])).getBytes()
	};
}

/** @returns {Identity} */
function makeAuthority() {
	const key = forge.pki.privateKeyFromPem(newKey());
	const cert = draft(key, `Countersign ${randomBytes(3).toString('hex')}`, AUTHORITY_DAYS);
	cert.setIssuer(cert.subject.attributes);
	cert.setExtensions([
		{ name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
		{ name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
		{ name: 'subjectKeyIdentifier' },
		localOnly()
	]);
	cert.sign(key, forge.md.sha256.create());
	return { key: forge.pki.privateKeyToPem(key), cert: forge.pki.certificateToPem(cert) };
}

/** @returns {Identity} */
function makeServer(
	/** @type {Identity} */ authority,
	/** @type {string[]} */ addresses,
	/** @type {string[]} */ names
) {
	const key = forge.pki.privateKeyFromPem(newKey());
	const issuer = forge.pki.certificateFromPem(authority.cert);
	const cert = draft(key, names[0] ?? 'localhost', SERVER_DAYS);
	cert.setIssuer(issuer.subject.attributes);
	cert.setExtensions([
		{ name: 'basicConstraints', cA: false, critical: true },
		{ name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
		{ name: 'extKeyUsage', serverAuth: true },
		{
			name: 'subjectAltName',
			altNames: [...names.map((value) => ({ type: 2, value })), ...addresses.map((ip) => ({ type: 7, ip }))]
		},
		{ name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() }
	]);
	cert.sign(forge.pki.privateKeyFromPem(authority.key), forge.md.sha256.create());
	return { key: forge.pki.privateKeyToPem(key), cert: forge.pki.certificateToPem(cert) };
}

/** @returns {Identity | null} */
function read(/** @type {string} */ folder, /** @type {string} */ name) {
	const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
	if (!existsSync(key) || !existsSync(cert)) return null;
	return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

/** @returns {Identity} */
function write(/** @type {string} */ folder, /** @type {string} */ name, /** @type {Identity} */ identity) {
	writeFileSync(join(folder, `${name}.key`), identity.key, { mode: 0o600 });
	writeFileSync(join(folder, `${name}.crt`), identity.cert, { mode: 0o644 });
	return identity;
}

function isFresh(/** @type {string} */ cert) {
	return Date.parse(new X509Certificate(cert).validTo) - Date.now() > RENEW_BEFORE_DAYS * DAY_MS;
}

/**
 * The authority and a server certificate for these addresses and names, kept in `folder`. The authority is made once, so
 * that a tablet trusts it once; the server certificate is renewed when an address is new or it is about to expire.
 *
 * @param {string} folder
 * @param {string[]} addresses IPv4 addresses.
 * @param {string[]} names
 * @returns {{ authority: string, server: Identity }} PEM texts; the authority's key stays in its file.
 */
export function ensureCertificates(folder, addresses, names) {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const found = read(folder, 'authority');
	const authority = found && isFresh(found.cert) ? found : write(folder, 'authority', makeAuthority());
	const current = read(folder, 'server');
	const parsed = current && new X509Certificate(current.cert);
	const fits =
		parsed &&
		isFresh(parsed.toString()) &&
		parsed.checkIssued(new X509Certificate(authority.cert)) &&
		addresses.every((address) => parsed.checkIP(address) !== undefined) &&
		names.every((name) => parsed.checkHost(name) !== undefined);
	const server = current && fits ? current : write(folder, 'server', makeServer(authority, addresses, names));
	return { authority: authority.cert, server };
}
