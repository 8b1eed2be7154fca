import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { limitAnswers } from '../answer-size';
import { listenTo } from '../calls';
import { ClientSettings } from '../client-config';
import { isUnknownOperation } from '../reading';

const silent = () => undefined;

/** Many calls are made at the same time: the pauses after a throttle grow, up to 4 s, and are random. */
const ATTEMPTS = 7;
/** Further attempts after any other error, such as a network that is not there. */
const OTHER_RETRIES = 2;

class Retries extends ConfiguredRetryStrategy {
  public async refreshRetryTokenForRetry(...[token, info]: Parameters<ConfiguredRetryStrategy['refreshRetryTokenForRetry']>) {
    const isOver = info.errorType !== 'THROTTLING' && token.getRetryCount() >= OTHER_RETRIES;
    if (isOver || isUnknownOperation(info.error)) throw new Error('no further attempt');
    return super.refreshRetryTokenForRetry(token, info);
  }
}

type Attended = Parameters<typeof limitAnswers>[0] & Parameters<typeof listenTo>[0];

/** What every client of the SDK takes. */
interface Config extends Pick<ClientSettings, 'region' | 'profile' | 'endpoint' | 'credentials'> {
  readonly forcePathStyle?: boolean;
  readonly requestHandler: object;
  readonly retryStrategy: Retries;
}

/** One client of a service for each Region, made at its first call. */
export function perRegion<C extends Attended>(
  make: (config: Config) => C, { requestTimeoutMs: ms = 20_000, onCall, onSlow, region: usual, ...given }: ClientSettings,
): (region: string | undefined) => C {
  const clients = new Map<string | undefined, C>();
  return (region) => {
    const where = region ?? usual;
    const config = (): Config => ({
      ...given,
      ...(where && { region: where }),
      requestHandler: {
        connectionTimeout: ms,
        requestTimeout: ms,
        socketTimeout: ms,
        throwOnRequestTimeout: true,
        logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
      },
      retryStrategy: new Retries(ATTEMPTS, (attempt: number) => Math.random() * Math.min(4000, 200 * 2 ** attempt)),
    });
    const client = clients.get(where) ?? listenTo(limitAnswers(make(config())), { onCall, onSlow });
    clients.set(where, client);
    return client;
  };
}
