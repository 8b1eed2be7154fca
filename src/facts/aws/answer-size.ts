import { pipeline, Readable, Transform } from 'stream';

/**
 * Bytes of an answer that are read. A page of AWS has at most about 1 MB (Amazon CloudWatch Logs API Reference, GetLogEvents). The largest
 * is a template, 1 MB too, in which each quote may be an XML entity of six bytes. The function has 256 MB for all that it reads at a time.
 */
const LARGEST = 8 * 1_048_576;

interface Received {
  readonly response: unknown;
}

type Handler<A, R extends Received> = (args: A) => Promise<R>;

/** The part of an SDK client that is used here. */
interface Middlewares {
  readonly middlewareStack: {
    add(
      middleware: <A, R extends Received>(next: Handler<A, R>) => Handler<A, R>,
      options: { step: 'deserialize'; name: string; priority: 'low' },
    ): void;
  };
}

/** The client then gives up an answer that is larger: an endless one would take all memory, and with it the answer to CloudFormation. */
export function limitAnswers<C>(client: C & Middlewares): C {
  client.middlewareStack.add((next) => async (args) => {
    const received = await next(args);
    const { response } = received;
    if (hasStream(response)) response.body = limited(response.body);
    return received;
  }, { step: 'deserialize', name: 'limitAnswers', priority: 'low' });
  return client;
}

function hasStream(response: unknown): response is { body: Readable } {
  return typeof response === 'object' && response !== null && 'body' in response && response.body instanceof Readable;
}

function limited(body: Readable): Readable {
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= LARGEST) done(null, chunk);
      else done(Object.assign(new Error(`the answer is larger than ${LARGEST / 1_048_576} MB`), { name: 'AnswerTooLarge' }));
    },
  });
  // An error of either ends both. The reader of `counted` gets it, so the callback has nothing to do.
  return pipeline(body, counted, () => undefined);
}
