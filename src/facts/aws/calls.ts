/** One call to AWS that has ended, its retries included. */
export interface AwsCall {
  /** `ECS`, `CloudFormation`, ... */
  readonly service: string;
  readonly operation: string;
  readonly ms: number;
  readonly attempts: number;
  /** Name of the error, as AWS gave it; absent: the call succeeded. */
  readonly error?: string;
}

export type OnCall = (call: AwsCall) => void;

interface Handled {
  readonly output: unknown;
}

type Handler<A> = (args: A) => Promise<Handled>;

/** The part of an SDK client that is used here. */
interface Middlewares {
  readonly middlewareStack: {
    add(
      middleware: <A>(next: Handler<A>, context: { clientName?: string; commandName?: string }) => Handler<A>,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
  };
}

/** The client then reports each of its calls. */
export function listenTo<C>(client: C & Middlewares, onCall: OnCall | undefined): C {
  if (!onCall) return client;
  client.middlewareStack.add((next, { clientName = '', commandName = '' }) => async (args) => {
    const start = performance.now();
    const report = (metadata: { attempts?: number } | undefined, error?: string) => onCall({
      service: clientName.replace(/Client$/, ''),
      operation: commandName.replace(/Command$/, ''),
      ms: Math.round(performance.now() - start),
      attempts: metadata?.attempts ?? 1,
      ...(error && { error }),
    });
    try {
      const handled = await next(args);
      report((handled.output as { $metadata?: { attempts?: number } }).$metadata);
      return handled;
    } catch (error) {
      report((error as { $metadata?: { attempts?: number } }).$metadata, error instanceof Error ? error.name : 'Error');
      throw error;
    }
  }, { step: 'initialize', name: 'reportCalls', priority: 'high' });
  return client;
}
