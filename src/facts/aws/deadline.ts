import { AsyncLocalStorage } from 'async_hooks';
import { Readable } from 'stream';

interface Received {
  readonly response: unknown;
}

/** The part of an SDK client that is used here. */
interface Middlewares {
  readonly middlewareStack: {
    add(
      middleware: <A, R extends Received>(next: (args: A) => Promise<R>) => (args: A) => Promise<R>,
      options: { step: 'deserialize'; name: string; priority: 'low'; override: true },
    ): void;
  };
}

/** The steps of a client do not see the signal of a call: what runs in a call finds it here. */
const signals = new AsyncLocalStorage<AbortSignal>();

export function inTime<T>(signal: AbortSignal, call: () => T): T {
  return signals.run(signal, call);
}

/** The signal of this call. */
export function signalOfCall(): AbortSignal {
  return signals.getStore() ?? new AbortController().signal;
}

/**
 * The client then stops to read an answer when the signal of its call says so. The handler of the SDK drops the signal at the beginning
 * of an answer, and its limit of a silent socket begins anew with each byte: an endpoint that sends one byte now and then would hold the
 * call.
 */
export function endingAnswers<C extends Middlewares>(client: C): C {
  client.middlewareStack.add((next) => async (args) => {
    const received = await next(args);
    const { body } = received.response as { readonly body?: unknown };
    const signal = signals.getStore();
    if (!(body instanceof Readable) || !signal) return received;
    const end = () => { body.destroy(signal.reason as Error); };
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    body.once('close', () => signal.removeEventListener('abort', end));
    return received;
  }, { step: 'deserialize', name: 'endAnswers', priority: 'low', override: true });
  return client;
}

/** Ends after that time, or with `leave`. The timer keeps it: Node.js 20 collects what only `AbortSignal.any()` refers to. */
export function deadline(ms: number, leave?: AbortSignal): AbortSignal {
  const control = new AbortController();
  const late = () => control.abort(new DOMException(`no whole answer within ${ms / 1000} s`, 'TimeoutError'));
  setTimeout(late, ms).unref();
  if (leave?.aborted) control.abort(leave.reason);
  leave?.addEventListener('abort', () => control.abort(leave.reason), { signal: control.signal });
  return control.signal;
}
