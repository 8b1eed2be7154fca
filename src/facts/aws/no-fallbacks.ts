/**
 * Replaces parts of `@smithy/core` in the watcher's bundle (scripts/bundle-watcher.mjs) that the SDK only falls back on. A client with a
 * `retryStrategy` makes none of its own (`resolveRetryConfig`), and each client of the watcher has one.
 */
export class AdaptiveRetryStrategy {
  constructor() {
    throw new Error('each client of the watcher has a retry strategy');
  }
}

/** What signs hashes by itself (plain-signer.ts). */
export const Sha256Node = undefined;

/**
 * Lambda gives the Region to the function in its environment (AWS Lambda Developer Guide, defined runtime environment variables), so
 * nobody asks the metadata of an instance for it.
 */
export const getInstanceMetadataRegion = () => Promise.resolve(undefined);

/** The mode in which the SDK is if nothing sets one: time-outs and retries are those of the clients (`makeClients`). */
export const resolveDefaultsModeConfig = () => () => Promise.resolve('legacy');

/** For Amazon S3 only (`resolveParams`), which the watcher never calls. */
export const resolveParamsForS3 = (): never => {
  throw new Error('the watcher does not use Amazon S3');
};

/**
 * Numbers of documents that JavaScript cannot represent. Only `hookDetails` of the lifecycle hooks of a service is a document, and nothing
 * reads it; Node.js before 22 reads all numbers of an answer as plain ones, too.
 */
export const needsReviver = () => false;

/** Extensions of a client may change its configuration; the clients of the watcher have none (`resolveRuntimeExtensions`). */
export const resolveRuntimeExtensions = <C>(config: C): C => config;

/** Logs each call to the logger of the client, which has none (`NoOpLogger`). */
export const getLoggerPlugin = () => ({ applyToStack: () => undefined });

/**
 * AWS stops a function that calls itself through Amazon SQS, SNS or S3 by a header (AWS Lambda Developer Guide, recursive loop detection).
 * The watcher calls none of them.
 */
export const getRecursionDetectionPlugin = getLoggerPlugin;

/** What a step of a request is given, as far as the user agent is concerned (`BuildMiddleware`). */
interface Step {
  readonly request: { readonly headers: { [name: string]: string } };
}

interface Stack {
  add(middleware: (next: (step: Step) => unknown) => (step: Step) => unknown, options: { readonly step: 'build' }): void;
}

/**
 * AWS CloudTrail records who called by this name. The SDK's names versions, features and the operating system, which tells nobody that it
 * was the watcher.
 */
export const getUserAgentPlugin = () => ({
  applyToStack: (stack: Stack): void => {
    stack.add((next) => (step) => {
      step.request.headers['user-agent'] = 'cdk-diagnosed-fargate';
      return next(step);
    }, { step: 'build' });
  },
});

export const resolveUserAgentConfig = <C>(config: C): C => config;

export const createDefaultUserAgentProvider = (): void => undefined;

/** The time of a Retry-After header (RFC 9110). Other times are read in plain-json.ts and plain-query.ts. */
export const parseRfc7231DateTime = (text: string): Date => new Date(text);

/** For the logger of a client, which has none. */
export const schemaLogFilter = (_schema: unknown, data: unknown): unknown => data;

/** The construct sets the version of Node.js on which the function runs, and an update of this package moves it on. */
export const emitWarningIfUnsupportedVersion = (): void => undefined;

export const state = {};

/**
 * Each client of the watcher has a retry strategy (`makeClients`), so no mode and no number of attempts
 * is looked up. The number is for a header.
 */
export const resolveRetryConfig = <C extends { readonly retryStrategy: unknown }>(input: C) => {
  const { retryStrategy } = input;
  return Object.assign(input, { maxAttempts: () => Promise.resolve(3), retryStrategy: () => Promise.resolve(retryStrategy) });
};

const fromNowhere = { environmentVariableSelector: () => undefined, configFileSelector: () => undefined, default: undefined };
export const NODE_MAX_ATTEMPT_CONFIG_OPTIONS = fromNowhere;
export const NODE_RETRY_MODE_CONFIG_OPTIONS = fromNowhere;

/** A part of the user agent of the SDK. */
export const NODE_APP_ID_CONFIG_OPTIONS = fromNowhere;

/** Which way to sign comes first, and each service of the watcher has one only. */
export const NODE_AUTH_SCHEME_PREFERENCE_OPTIONS = { ...fromNowhere, default: [] };

/** What the SDK also exports from these modules. Nothing that the watcher calls reads it. */
const unread = undefined;
export {
  unread as _parseEpochTimestamp, unread as _parseRfc3339DateTimeWithOffset, unread as _parseRfc7231DateTime,
  unread as CONFIG_MAX_ATTEMPTS, unread as CONFIG_RETRY_MODE, unread as crtAvailability, unread as dateToUtcString,
  unread as DEFAULT_UA_APP_ID, unread as defaultUserAgent, unread as ENV_MAX_ATTEMPTS, unread as ENV_RETRY_MODE,
  unread as getUserAgentMiddlewareOptions, unread as jsonReviver, unread as loggerMiddleware, unread as loggerMiddlewareOptions,
  unread as parseEpochTimestamp, unread as parseRfc3339DateTime, unread as parseRfc3339DateTimeWithOffset,
  unread as recursionDetectionMiddleware, unread as UA_APP_ID_ENV_NAME, unread as UA_APP_ID_INI_NAME,
  unread as userAgentMiddleware,
};
