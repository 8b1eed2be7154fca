import { AsyncLocalStorage } from 'async_hooks';

/** One call: the SDK makes it again after a throttle, an error of the network or one that it takes for such. */
interface Call {
  turn(): Promise<void>;
  attempts: number;
}

/** The SDK knows nothing of turns, and a turn nothing of attempts: what runs in a call finds it here. */
const calls = new AsyncLocalStorage<Call>();

/** The part of an SDK client that is used here. */
interface Middlewares {
  readonly middlewareStack: {
    addRelativeTo(
      middleware: <A, R>(next: (args: A) => Promise<R>) => (args: A) => Promise<R>,
      options: { relation: 'after'; toMiddleware: 'retryMiddleware'; name: string; override: true },
    ): void;
  };
}

/** Makes a call that has had its turn. Each further attempt of the SDK takes a turn of its own: AWS counts attempts, not calls. */
export function inTurn<T>(turn: () => Promise<void>, call: () => Promise<T>): Promise<T> {
  return calls.run({ turn, attempts: 0 }, call);
}

/** The client then asks for those turns. Before the request is signed, because a signature is valid for some minutes only. */
export function takingTurns<C extends Middlewares>(client: C): C {
  client.middlewareStack.addRelativeTo((next) => async (args) => {
    const call = calls.getStore();
    if (call && call.attempts++ > 0) await call.turn();
    return next(args);
  }, { relation: 'after', toMiddleware: 'retryMiddleware', name: 'takeTurn', override: true });
  return client;
}
