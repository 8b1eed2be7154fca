import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { limitAnswers } from './answer-size';
import { CallListener, listenTo } from './calls';
import { isUnknownOperation } from './reading';

const silent = () => undefined;

/** Three attempts of each call fit in the time of a look. */
const ATTEMPTS = 3;

/**
 * The SDK's own pauses after a throttle soon grow to seconds, and a look makes several calls one after the other: when two calls of three
 * were throttled, the verdict came four polls late. AWS refills its buckets every second (Amazon ECS API Reference, request throttling),
 * so within a look the pauses stay short and random. If AWS still throttles then, the next look comes later.
 */
const PAUSE_MS = { shortest: 100, longest: 500 };

/** The logger drops the handler's warnings about slow sockets: people read the log of the function. */
const CONFIG = {
  requestHandler: {
    connectionTimeout: 2000,
    requestTimeout: 5000,
    // silence within an answer; the SDK limits only the time until its beginning
    socketTimeout: 5000,
    throwOnRequestTimeout: true,
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  },
};

/** Those of the SDK, which also retries HTTP 501. */
class Retries extends ConfiguredRetryStrategy {
  public async refreshRetryTokenForRetry(...[token, info]: Parameters<ConfiguredRetryStrategy['refreshRetryTokenForRetry']>) {
    if (isUnknownOperation(info.error)) throw new Error('no further attempt');
    return super.refreshRetryTokenForRetry(token, info);
  }
}

/** Account and Region that are read; default: from the environment and the shared configuration files. */
export interface ClientSettings extends CallListener {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestTimeoutMs?: number;
}

/** Configuration of one client. */
export function configOf({ requestTimeoutMs, onCall: _call, onSlow: _slow, ...given }: ClientSettings) {
  const ms = requestTimeoutMs;
  const timeouts = ms ? { connectionTimeout: ms, requestTimeout: ms, socketTimeout: ms } : {};
  const requestHandler = { ...CONFIG.requestHandler, ...timeouts };
  // A retry strategy for each client: it counts the retries that are left, and the throttles of one service must not use up those of
  // another.
  return { ...CONFIG, requestHandler, ...given, retryStrategy: new Retries(ATTEMPTS, pauseMs) };
}

type Attended = Parameters<typeof limitAnswers>[0] & Parameters<typeof listenTo>[0];

export function attended<C extends Attended>(client: C, listener: CallListener): C {
  return listenTo(limitAnswers(client), listener);
}

function pauseMs(): number {
  return PAUSE_MS.shortest + Math.random() * (PAUSE_MS.longest - PAUSE_MS.shortest);
}
