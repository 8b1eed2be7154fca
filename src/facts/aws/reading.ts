import { FactName, Unavailable } from '../model';
import { NOT_READ_TO_END, notRead, wasCutShort, wasThrottled } from '../unavailable';
import { wholeTokens } from '../whole-tokens';

/** What one look could not read. A read that fails does not stop the others, and none throws. */
export class Reading {
  public readonly unavailable: Unavailable[] = [];

  /** undefined: it could not be read; `unavailable` holds the error. */
  public async attempt<T>(what: FactName, read: () => Promise<T>, more: { container?: string } = {}): Promise<T | undefined> {
    try {
      return await withRetries(read);
    } catch (error) {
      const { name, message } = inWords(error);
      const known = this.unavailable.some((u) => u.what === what && u.container === more.container && u.error === name);
      if (!known) this.unavailable.push({ what, ...more, error: name, message: wholeTokens(message, 300) });
      return undefined;
    }
  }

  /** The fact has more pages than a look reads: what came is used, and the rest is not known. */
  public cutShort(what: FactName, message: string): void {
    if (!this.unavailable.some((u) => u.what === what && wasCutShort(u))) this.unavailable.push({ what, error: NOT_READ_TO_END, message });
  }

  /** After a throttle, a look does not make another call in place of the failed one. */
  public isThrottled(...names: readonly FactName[]): boolean {
    return notRead(this, ...names).some(wasThrottled);
  }
}

/** What the SDK adds to the message when it cannot parse an answer; the log of a function has no such field. */
const FOR_DEVELOPERS = /\s*Deserialization error: to see the raw response, inspect the hidden field \{error\}\.\$response on this object\.\s*$/;

/**
 * Name and message of an error. The SDK takes both from the answer, whatever kind of value the answer has there. It throws a SyntaxError
 * for a body that is not JSON: a page of a proxy, or of another implementation of the API that does not know the operation. Its second line
 * is for programmers. An answer without the name of an error, as of a gateway, is an `Unknown` one.
 */
export function inWords(error: unknown): { readonly name: string; readonly message: string } {
  const { name, message }: { readonly name: unknown; readonly message: unknown } = error instanceof Error
    ? error : { name: 'Error', message: error };
  const status = statusOf(error);
  const said = (typeof message === 'string' ? message : 'an error without a text').replace(FOR_DEVELOPERS, '');
  const strange = `the answer (HTTP ${status ?? '?'}) is not one of AWS`;
  const words = () => {
    if (error instanceof SyntaxError) return `${strange}: ${said.split('\n')[0]}`;
    if (status && /^Unknown(Error)?$/.test(said)) return strange;
    return status && status >= 500 ? `${said} (HTTP ${status})` : said;
  };
  return { name: typeof name === 'string' && name ? name : 'Error', message: words() };
}

function statusOf(error: unknown): number | undefined {
  const { $response, $metadata } = Object(error) as { $response?: { statusCode?: number }; $metadata?: { httpStatusCode?: number } };
  return $response?.statusCode ?? $metadata?.httpStatusCode;
}

/**
 * Each of these is three attempts of the SDK, 15 with the first: when AWS throttles two calls of three, one read in four hundred still
 * fails.
 */
const RETRIES_WHEN_THROTTLED = 4;
const RETRIES_WHEN_GARBLED = 2;

/**
 * The answer says that the operation is not there: a proxy, or another implementation of the API. AWS has an error of its own for that
 * (`UnknownOperationException`, HTTP 400), which is not retried either.
 */
export function isUnknownOperation(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 501;
}

/**
 * Retries in addition to the SDK's own. The SDK does not retry when a complete answer cannot be parsed. When its attempts are all
 * throttled, trying again lengthens the look by less than the wait for the next look.
 */
export async function withRetries<T>(call: () => Promise<T>): Promise<T> {
  for (let garbled = 0, throttled = 0; ;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error) || isUnknownOperation(error)) throw error;
      if (error instanceof SyntaxError) garbled++;
      else if (wasThrottled({ error: error.name })) throttled++;
      else throw error;
      if (garbled > RETRIES_WHEN_GARBLED || throttled > RETRIES_WHEN_THROTTLED) throw error;
    }
  }
}

/**
 * Facts that never change once read: stopped tasks, task definitions, complete logs. Lives as long as the process. When it is full, the
 * oldest entry goes.
 */
export class Cache {
  private readonly entries = new Map<string, unknown>();

  constructor(private readonly limit = 1000) {}

  public get<T>(key: string): T | undefined {
    return this.entries.get(key) as T | undefined;
  }

  public set(key: string, value: unknown): void {
    const oldest = this.entries.size >= this.limit ? this.entries.keys().next().value : undefined;
    if (oldest !== undefined) this.entries.delete(oldest);
    this.entries.set(key, value);
  }
}
