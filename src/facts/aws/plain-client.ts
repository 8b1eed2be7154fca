/*
 * Parts of an SDK client in the form that the watcher needs (scripts/bundle-watcher.mjs): its clients are configured by their own settings
 * and by the environment, and what they add to the SDK's steps of a request is known when the bundle is made.
 */

type Handler = (args: object) => Promise<unknown>;
type Middleware = (next: Handler, context: object) => Handler;

interface Place {
  readonly name?: string;
  readonly aliases?: readonly string[];
  readonly override?: boolean;
  readonly step?: keyof typeof STEPS;
  readonly priority?: keyof typeof PRIORITIES;
  readonly relation?: 'before' | 'after';
  readonly toMiddleware?: string;
}

interface Entry extends Place {
  readonly middleware: Middleware;
}

interface Plugin {
  applyToStack(stack: Stack): void;
}

interface Stack extends Plugin {
  add(middleware: Middleware, place?: Place): void;
  addRelativeTo(middleware: Middleware, place: Place): void;
  use(plugin: Plugin): void;
  concat(from: Plugin): Stack;
  resolve(handler: Handler, context: object): Handler;
}

/** The steps of a request in the order in which they come to it (`MiddlewareStack` of Smithy). */
const STEPS = { initialize: 0, serialize: 1, build: 2, finalizeRequest: 3, deserialize: 4 };
const PRIORITIES = { high: 0, normal: 1, low: 2 };

/**
 * Replaces that of `@smithy/core`, without its ways to take something out again and to name what is in it. An entry that is relative to
 * another one, but to none in the stack, does not run; in the SDK it is an error.
 */
export function constructStack(): Stack {
  let entries: readonly Entry[] = [];
  const named = (name: string) => ({ name: own, aliases = [] }: Entry) => own === name || aliases.includes(name);
  const add = (middleware: Middleware, place: Place = {}) => {
    const names = [place.name, ...place.aliases ?? []].filter((name) => name !== undefined);
    entries = [...entries.filter((entry) => !names.some((name) => named(name)(entry))), { ...place, middleware }];
  };
  const around = (entry: Entry): readonly Entry[] => {
    const beside = (side: string) => entries.filter(({ relation, toMiddleware = '' }) => relation === side && named(toMiddleware)(entry));
    return [...beside('before').flatMap(around), entry, ...beside('after').reverse().flatMap(around)];
  };
  const stack: Stack = {
    add,
    addRelativeTo: add,
    applyToStack: (to) => entries.forEach(({ middleware, ...place }) => to.add(middleware, place)),
    use: (plugin) => plugin.applyToStack(stack),
    concat: (from) => {
      const both = constructStack();
      both.use(stack);
      both.use(from);
      return both;
    },
    resolve: (handler, context) => {
      const placeOf = ({ step = 'initialize', priority = 'normal' }: Entry) => STEPS[step] * 3 + PRIORITIES[priority];
      const absolute = entries.filter(({ toMiddleware }) => toMiddleware === undefined).sort((a, b) => placeOf(a) - placeOf(b));
      return absolute.flatMap(around).reduceRight((next, { middleware }) => middleware(next, context), handler);
    },
  };
  return stack;
}

interface Setting<T> {
  readonly environmentVariableSelector: (environment: NodeJS.ProcessEnv) => T | undefined;
  readonly default: T | (() => T | Promise<T>);
}

/**
 * Replaces that of `@smithy/core`: nobody puts shared configuration files next to the function. A variable with a value that the SDK does
 * not know counts as absent.
 */
export const loadConfig = <T>({ environmentVariableSelector, default: otherwise }: Setting<T>): (() => Promise<T>) => once(async () => {
  try {
    const value = environmentVariableSelector(process.env);
    if (value !== undefined) return value;
  } catch {
    // as if it were absent
  }
  return otherwise instanceof Function ? otherwise() : otherwise;
});

/** A value that is asked for until it is there. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => asked ??= ask().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
}

/** Replaces that of `@smithy/node-http-handler`: each body is a text, and no request waits for HTTP 100. */
export async function writeRequestBody(to: { end(body: string): void }, { body }: { readonly body: string }): Promise<void> {
  to.end(body);
}
