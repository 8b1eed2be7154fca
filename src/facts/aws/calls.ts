/** A call to AWS, with its retries. */
interface Call {
  /** `ECS`, `CloudFormation`, ... */
  readonly service: string;
  readonly operation: string;
}

/** One call that has ended. */
export interface AwsCall extends Call {
  readonly ms: number;
  readonly attempts: number;
  /** Name of the error, as AWS gave it; absent: the call succeeded. */
  readonly error?: string;
}

/** One call that has not ended for a while. */
export interface SlowCall extends Call {
  readonly ms: number;
  /** Where it was sent; absent: nothing was sent yet, because a request is signed first, and credentials can come from elsewhere. */
  readonly host?: string;
}

export interface CallListener {
  readonly onCall?: (call: AwsCall) => void;
  /** Is told once of each call that lasts longer than `SLOW_MS`. */
  readonly onSlow?: (call: SlowCall) => void;
}

/** A person wonders. AWS answers most calls within a second. */
const SLOW_MS = 10_000;

interface Handled {
  readonly output: unknown;
}

interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
}

type Handler<A> = (args: A) => Promise<Handled>;

/** The part of an SDK client that is used here. */
interface Middlewares {
  readonly middlewareStack: {
    add(
      middleware: <A>(next: Handler<A>, context: Context) => Handler<A>,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
  };
}

type Sender<A extends { request: unknown }, R> = (args: A) => Promise<R>;

interface SenderMiddlewares {
  readonly middlewareStack: {
    add(
      middleware: <A extends { request: unknown }, R>(next: Sender<A, R>, context: Context) => Sender<A, R>,
      options: { step: 'deserialize'; name: string; priority: 'low' },
    ): void;
  };
}

/** The client then reports each of its calls. */
export function listenTo<C>(client: C & Middlewares & SenderMiddlewares, { onCall, onSlow }: CallListener): C {
  if (!onCall && !onSlow) return client;
  const hosts = onSlow ? hostsOf(client) : new WeakMap<Context, string>();
  client.middlewareStack.add((next, context) => async (args) => {
    const { clientName = '', commandName = '' } = context;
    const call = { service: clientName.replace(/Client$/, ''), operation: commandName.replace(/Command$/, '') };
    const start = performance.now();
    const ms = () => Math.round(performance.now() - start);
    const timer = onSlow && setTimeout(() => onSlow({ ...call, ms: ms(), ...hostOf(hosts.get(context)) }), SLOW_MS);
    timer?.unref();
    const report = (metadata: { attempts?: number } | undefined, error?: string) => (
      onCall?.({ ...call, ms: ms(), attempts: metadata?.attempts ?? 1, ...(error && { error }) })
    );
    try {
      const handled = await next(args);
      report((handled.output as { $metadata?: { attempts?: number } }).$metadata);
      return handled;
    } catch (error) {
      report((error as { $metadata?: { attempts?: number } }).$metadata, error instanceof Error ? error.name : 'Error');
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }, { step: 'initialize', name: 'reportCalls', priority: 'high' });
  return client;
}

/** Where each call was sent. The context of a call is one object in all steps. */
function hostsOf({ middlewareStack }: SenderMiddlewares): WeakMap<Context, string> {
  const hosts = new WeakMap<Context, string>();
  middlewareStack.add((next, context) => (args) => {
    const { hostname, port } = args.request as { readonly hostname?: string; readonly port?: number };
    if (hostname) hosts.set(context, port ? `${hostname}:${port}` : hostname);
    return next(args);
  }, { step: 'deserialize', name: 'noteHost', priority: 'low' });
  return hosts;
}

function hostOf(host: string | undefined): { readonly host?: string } {
  return host === undefined ? {} : { host };
}
