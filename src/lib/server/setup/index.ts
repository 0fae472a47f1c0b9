/** The first run: an empty site, or one with samples to try everything on. */
export * from './create-site';
