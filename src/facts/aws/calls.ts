/** One call to AWS, with its retries, when it has ended. */
export interface AwsCall {
  /** `ECS`, `CloudFormation`, ... */
  readonly service: string;
  readonly operation: string;
  readonly ms: number;
  readonly attempts: number;
  /** Error name as AWS gave it. */
  readonly error?: string;
}

export type OnCall = (call: AwsCall) => void;

interface Handled {
  readonly output: unknown;
}

interface Middlewares {
  readonly middlewareStack: {
    add(
      middleware: <A>(next: (args: A) => Promise<Handled>, context: { clientName?: string; commandName?: string }) => (args: A) => Promise<Handled>,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
  };
}

/** The client tells of each of its calls. */
export function listenTo<C>(client: C & Middlewares, onCall: OnCall | undefined): C {
  if (!onCall) return client;
  client.middlewareStack.add((next, { clientName = '', commandName = '' }) => async (args) => {
    const start = performance.now();
    const tell = (metadata: { attempts?: number } | undefined, error?: string) => onCall({
      service: clientName.replace(/Client$/, ''),
      operation: commandName.replace(/Command$/, ''),
      ms: Math.round(performance.now() - start),
      attempts: metadata?.attempts ?? 1,
      ...(error && { error }),
    });
    try {
      const handled = await next(args);
      tell((handled.output as { $metadata?: { attempts?: number } }).$metadata);
      return handled;
    } catch (error) {
      tell((error as { $metadata?: { attempts?: number } }).$metadata, error instanceof Error ? error.name : 'Error');
      throw error;
    }
  }, { step: 'initialize', name: 'tellOfCalls', priority: 'high' });
  return client;
}
