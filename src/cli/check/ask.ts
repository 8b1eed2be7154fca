import { AccountLook } from '../../facts/account-model';
import { inWords } from '../../facts/aws/reading';
import { wasDenied, wasThrottled } from '../../facts/unavailable';
import { Answer, Request } from '../../preflight/model';
import { foreign } from '../../presentation/foreign';
import { faultOfError, isFatal } from '../aws/faults';
import { Ended, EXIT } from '../exit';

/**
 * Error codes with which each service says that there is no such thing (API References of the services). The answer of HeadObject has no
 * text, and the SDK names its error after the status.
 */
const ABSENT: ReadonlySet<string> = new Set([
  'ImageNotFoundException', 'RepositoryNotFoundException', 'ResourceNotFoundException', 'NoSuchEntity', 'NoSuchEntityException',
  'TargetGroupNotFound', 'TargetGroupNotFoundException', 'FileSystemNotFound', 'AccessPointNotFound', 'NamespaceNotFound',
  'NoSuchKey', 'NoSuchBucket', 'NotFound', 'InvalidSubnetID.NotFound', 'NoSuchResourceException', 'ClusterNotFoundException',
]);

/** Calls at the same time. */
const AT_ONCE = 12;

interface Asker {
  readonly ask: (request: Request) => Promise<Answer>;
  /** Calls that got an answer of AWS, a refusal included. */
  readonly answered: () => number;
  readonly made: () => number;
  /** Why the last call without an answer got none. */
  readonly reason: () => string | undefined;
}

/** Asks AWS, a dozen things at the same time. @throws Ended if the credentials are the fault */
export function askerOf(look: AccountLook): Asker {
  const turns = turnsOf(AT_ONCE);
  let [made, answered] = [0, 0];
  let reason: string | undefined;
  const ask = async ({ call, input, region }: Request): Promise<Answer> => {
    made++;
    try {
      const output = await turns(() => look(call, input, region));
      answered++;
      return { kind: 'output', output };
    } catch (error) {
      const answer = answerOf(error);
      if (answer.kind === 'unread') reason = answer.reason;
      else answered++;
      return answer;
    }
  };
  return { ask, made: () => made, answered: () => answered, reason: () => reason };
}

function answerOf(error: unknown): Answer {
  const fault = faultOfError('service', error);
  if (isFatal(fault)) throw new Ended(EXIT.credentials, fault.line);
  const { name, message } = inWords(error);
  const said = foreign(message.replace(/\s+/g, ' '));
  if (ABSENT.has(name)) return { kind: 'absent', code: name, message: said };
  if (wasDenied({ error: name }) || isForbidden(error)) {
    return { kind: 'denied', action: /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(said)?.[1] ?? '' };
  }
  if (wasThrottled({ error: name })) return { kind: 'unread', reason: `AWS throttles the calls (${foreign(name)})` };
  return { kind: 'unread', reason: `not read: ${[foreign(name), said].filter(Boolean).join(': ')}` };
}

/** HeadObject has no body that could name the error. */
function isForbidden(error: unknown): boolean {
  return (Object(error) as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 403;
}

function turnsOf(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => { waiting.push(resolve); });
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
