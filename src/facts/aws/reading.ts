import { FactName, Unavailable } from '../model';
import { notRead, wasThrottled } from '../unavailable';
import { wholeTokens } from '../whole-tokens';

/** What one look could not read. A read that fails does not stop the others, and none throws. */
export class Reading {
  public readonly unavailable: Unavailable[] = [];

  /** undefined: it could not be read; `unavailable` holds the error. */
  public async attempt<T>(what: FactName, read: () => Promise<T>, more: { container?: string } = {}): Promise<T | undefined> {
    try {
      return await withRetries(read);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      const known = this.unavailable.some((u) => u.what === what && u.container === more.container && u.error === name);
      if (!known) this.unavailable.push({ what, ...more, error: name, message: wholeTokens(wordsOf(error, message), 300) });
      return undefined;
    }
  }

  /** After a throttle, a look does not make another call in place of the failed one. */
  public isThrottled(...names: readonly FactName[]): boolean {
    return notRead(this, ...names).some(wasThrottled);
  }
}

/**
 * The SDK throws a SyntaxError for a body that is not JSON: a page of a proxy, or of another implementation of the API that does not know
 * the operation. Its second line is for programmers.
 */
function wordsOf(error: unknown, message: string): string {
  if (!(error instanceof SyntaxError)) return message;
  const { httpStatusCode } = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata ?? {};
  return `the answer (HTTP ${httpStatusCode ?? '?'}) is not one of AWS: ${message.split('\n')[0]}`;
}

/**
 * Each of these is three attempts of the SDK, 15 with the first: when AWS throttles two calls of three, one read in four hundred still
 * fails.
 */
const RETRIES_WHEN_THROTTLED = 4;
const RETRIES_WHEN_GARBLED = 2;

/**
 * Retries in addition to the SDK's own. The SDK does not retry when a complete answer cannot be parsed. When its attempts are all
 * throttled, trying again lengthens the look by less than the wait for the next look.
 */
export async function withRetries<T>(call: () => Promise<T>): Promise<T> {
  for (let garbled = 0, throttled = 0; ;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
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
