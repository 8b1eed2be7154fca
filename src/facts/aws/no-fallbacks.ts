/**
 * Replaces parts of `@smithy/core` in the watcher's bundle (scripts/bundle-watcher.mjs) that the SDK only falls back on. A client with a
 * `retryStrategy` makes none of its own (`resolveRetryConfig`), and each client of the watcher has one.
 */
export class AdaptiveRetryStrategy {
  constructor() {
    throw new Error('each client of the watcher has a retry strategy');
  }
}

/** SHA-256 in JavaScript, for a Node.js whose `crypto` has none; the one of Lambda has it (`Sha256Node`). */
export class Sha256Js {
  constructor() {
    throw new Error('this Node.js has no SHA-256');
  }
}

/**
 * Lambda gives the Region to the function in its environment (AWS Lambda Developer Guide, defined runtime environment variables), so
 * nobody asks the metadata of an instance for it.
 */
export const getInstanceMetadataRegion = () => Promise.resolve(undefined);
