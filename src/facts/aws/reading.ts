import { FactName, Unavailable } from '../model';
import { notRead, wasThrottled } from '../unavailable';

/** One look's notes on what it could not read: each read stands for itself, and none of them throws. */
export class Reading {
  public readonly unavailable: Unavailable[] = [];

  /** undefined: could not be read, and `unavailable` says so. */
  public async attempt<T>(what: FactName, read: () => Promise<T>, more: { container?: string } = {}): Promise<T | undefined> {
    try {
      return await again(read);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      const known = this.unavailable.some((u) => u.what === what && u.container === more.container && u.error === name);
      // An HTML page from a proxy arrives as the message of a SyntaxError; its head is enough.
      if (!known) this.unavailable.push({ what, ...more, error: name, message: message.slice(0, 300) });
      return undefined;
    }
  }

  /** More calls are no remedy where there were too many. */
  public isThrottled(...names: readonly FactName[]): boolean {
    return notRead(this, ...names).some(wasThrottled);
  }
}

/** Three attempts each, those of the SDK: with two calls of three throttled, one read in four hundred still fails. */
const MORE_WHEN_THROTTLED = 4;
const MORE_WHEN_GARBLED = 2;

/**
 * The SDK repeats what fails on the way; an answer that arrives whole and cannot be read it takes for final. Who is throttled for longer
 * than that tries on: the look takes longer, but less long than the wait for the next one.
 */
export async function again<T>(call: () => Promise<T>): Promise<T> {
  for (let garbled = 0, throttled = 0; ;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const worth = error instanceof SyntaxError ? ++garbled <= MORE_WHEN_GARBLED : wasThrottled({ error: error.name }) && ++throttled <= MORE_WHEN_THROTTLED;
      if (!worth) throw error;
    }
  }
}

/** What never changes once read: stopped tasks, task definitions, logs of tasks long over. Lives as long as the process, bounded. */
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

export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
