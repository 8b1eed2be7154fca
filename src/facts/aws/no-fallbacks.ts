import { randomUUID } from 'crypto';

/*
 * Replaces parts of the SDK in the watcher's bundle (scripts/bundle-watcher.mjs) that would be in it only for other places, or because
 * esbuild must take a call at the top of a module for one with an effect.
 */

/** The SDK has another way for places without this function. */
export const bindV4 = () => randomUUID;

/** For bodies that are blobs. The watcher sends and reads texts. */
export const bindUint8ArrayBlobAdapter = () => class {};

/** The time of a Retry-After header (RFC 9110). Other times are read in plain-json.ts and plain-query.ts. */
export const parseRfc7231DateTime = (text: string): Date => new Date(text);

/** What the SDK also exports from these modules. Nothing that the watcher calls reads it. */
const unread = undefined;
export {
  unread as awsEndpointFunctions, unread as dateToUtcString, unread as parseEpochTimestamp, unread as parseRfc3339DateTime,
  unread as parseRfc3339DateTimeWithOffset,
};
