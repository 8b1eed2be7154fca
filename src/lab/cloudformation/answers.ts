import { VirtualClock } from '../clock';
import { Fault, FaultKind } from '../faults';
import { INVOCATION_MS } from '../lambda/host';
import { Random } from '../random';

/** The answer of a custom resource (CloudFormation User Guide, custom resource response objects). */
interface Answer {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly StackId?: string;
  readonly RequestId?: string;
  readonly LogicalResourceId?: string;
  readonly Data?: { readonly [name: string]: unknown };
}

interface Question {
  readonly requestId: string;
  readonly stackId: string;
  readonly logicalId: string;
}

/** The answer, and the size of the whole body in bytes. */
export interface Received {
  readonly answer: Answer;
  readonly bytes: number;
}

interface Open extends Question {
  readonly take: (received: Received) => void;
}

/** HTTP status, or what happened to the connection before the answer was accepted. */
export type PutOutcome = number | 'reset' | 'refused' | 'hang' | 'killCaller';

function isUnheard(kind: FaultKind): kind is FaultKind & PutOutcome {
  return ['reset', 'refused', 'hang', 'killCaller'].includes(kind);
}

const PATH = '/custom-resource-response/';

/**
 * Plays the presigned S3 address to which a custom resource puts its answer. S3 accepts every body. CloudFormation uses the first answer
 * that fits the question and ignores all others.
 */
export class AnswerDesk {
  private readonly open = new Map<string, Open>();
  /** Every body that was put, for tests. `effect` is false for late, second and foreign answers. */
  readonly received: { readonly at: number; readonly path: string; readonly body: string; readonly effect: boolean }[] = [];

  constructor(
    private readonly clock: VirtualClock, private readonly random: Random,
    private readonly endpoint: () => string, private readonly called: () => Fault | undefined,
  ) {}

  /** A new answer address. `take` is called at most once; after `close`, answers are late. */
  ask(question: Question, take: (received: Received) => void): { readonly url: string; close(): void } {
    const key = encodeURIComponent(`${question.stackId}|${question.logicalId}|${question.requestId}`);
    const path = PATH + key;
    this.open.set(path, { ...question, take });
    const date = new Date(this.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const url = `${this.endpoint()}${path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${date}&X-Amz-SignedHeaders=host&X-Amz-Expires=7200`
      + `&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE&X-Amz-Signature=${this.random.hex(64)}`;
    return { url, close: () => { this.open.delete(path); } };
  }

  /** Handles a PUT. undefined: the address is not one of ours. */
  put(url: string, body: string, elapsedMs = 0): PutOutcome | undefined {
    const path = url.split('?')[0];
    if (!path.startsWith(PATH)) return undefined;
    const fault = this.called();
    if (fault?.kind === '403' || fault?.kind === 'accessDenied') return 403;
    if (fault?.kind === '503') return 503;
    if (fault?.kind === '500') return 500;
    if (fault && isUnheard(fault.kind)) return fault.kind;
    if (fault?.kind === 'lost') return 200;
    const question = this.open.get(path);
    const answer = parse(body);
    const fits = question !== undefined && answer.RequestId === question.requestId && answer.StackId === question.stackId
      && answer.LogicalResourceId === question.logicalId;
    this.received.push({ at: this.clock.now() + elapsedMs, path, body, effect: fits });
    if (fits) {
      this.open.delete(path);
      // The answer takes effect at the end of the invocation that puts it, after its modelled time.
      const take = () => question.take({ answer, bytes: Buffer.byteLength(body) });
      this.clock.after(INVOCATION_MS + elapsedMs, () => { this.clock.after(0, take); });
    }
    return fault?.kind === 'cutAfterAcceptance' ? 'reset' : 200;
  }
}

function parse(body: string): Answer {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
