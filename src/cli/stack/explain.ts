import { DiagnosisResource, ServiceExplanation, StackOperation, StoredMessage } from './model';
import { mayBeCut, messageInEvent, messagesInLog, StoredInLog } from './stored';
import { AccountApi } from '../../facts/aws/account-api';
import { Cache } from '../../facts/aws/reading';
import { clusterOf } from '../../facts/aws/service-arn';
import { isInProgress } from '../../facts/operation';
import { judgedByNetwork } from '../../network/with-verdict';
import { Fault, faultOf, isFatal } from '../aws/faults';
import { Ended, EXIT } from '../exit';
import { withNetwork } from '../network';
import { Report } from '../report';
import { explainService } from '../service-report';
import { hasCompleted, lastLook } from '../watch/look';
import { WatchedServiceState } from '../watch/model';

interface Explained {
  readonly explanations: readonly ServiceExplanation[];
  /** What could not be read. */
  readonly faults: readonly Fault[];
}

const NO_LOG: StoredInLog = { messages: new Map(), faults: [] };

/**
 * Why services of the operation have failed: first the diagnosis that the library wrote at the time, else what ECS still shows. A service
 * that was called off because something else failed is explained if tasks of it have failed, too.
 * @param withFacts read the facts of ECS beside a stored diagnosis, too: for a page
 */
export async function explainServices(
  aws: AccountApi, operation: StackOperation, now: string, withFacts: boolean,
): Promise<Explained> {
  const cache = new Cache();
  const logs = await readLogs(aws, operation, now);
  const faults = [...logs.values()].flatMap((log) => log.faults);
  const matched = new Set<StoredMessage>();
  const explanations = await Promise.all(operation.services.map(async (service): Promise<ServiceExplanation | undefined> => {
    const stored = storedFor(service, operation, logs.get(service.stackId) ?? NO_LOG);
    if (stored) matched.add(stored);
    const report = !stored || withFacts ? await reportOf(aws, cache, service, operation, now, faults) : undefined;
    const { stackName, logicalId, ended, status } = service;
    if (!stored && !report && !isBlamed(service, operation)) return undefined;
    return { stackName, logicalId, status: ended?.status ?? status, ...stored && { stored }, ...report && { report } };
  }));
  const fatal = faults.find(isFatal);
  if (fatal) throw new Ended(EXIT.credentials, fatal.line);
  return { explanations: [...explanations.flatMap((one) => one ?? []), ...unmatched(operation, logs, matched)], faults };
}

/** The service itself has failed; it was not only called off. */
function isBlamed({ stackId, logicalId }: WatchedServiceState, { failures }: StackOperation): boolean {
  return failures.some((event) => event.StackId === stackId && event.LogicalResourceId === logicalId);
}

/** The logs of the stacks whose diagnoses have not reported everything in an event. If nothing has failed, there is nothing to read. */
async function readLogs(aws: AccountApi, operation: StackOperation, now: string): Promise<ReadonlyMap<string, StoredInLog>> {
  const { stacks, diagnoses, root } = operation;
  if (isInProgress(root.status) || /^(CREATE|UPDATE|IMPORT)_COMPLETE/.test(root.status)) return new Map();
  const incomplete = new Set(diagnoses.filter(mayBeCut).map(({ stackId }) => stackId));
  return new Map(await Promise.all([...incomplete].map(async (stackId) => {
    const { status = '', since } = stacks.get(stackId) ?? {};
    return [stackId, await messagesInLog(aws, stackId, operation, status.endsWith('_IN_PROGRESS') ? undefined : since, now)] as const;
  })));
}

function storedFor(
  { stackId, logicalId }: WatchedServiceState, { diagnoses }: StackOperation, { messages }: StoredInLog,
): StoredMessage | undefined {
  const ofStack = diagnoses.filter((one) => one.stackId === stackId);
  // Without properties in the events: the only one of its stack.
  const diagnosis = ofStack.find((one) => one.serviceLogicalId === logicalId) ?? only(ofStack.filter((one) => !one.serviceLogicalId));
  if (!diagnosis) return undefined;
  const inLog = diagnosis.servicePath === undefined ? only([...messages.values()]) : messages.get(diagnosis.servicePath);
  return (mayBeCut(diagnosis) ? inLog : undefined) ?? messageInEvent(diagnosis);
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Diagnoses whose service is not known from the events: nothing that was found at the time is kept back. */
function unmatched(
  { diagnoses, stacks }: StackOperation, logs: ReadonlyMap<string, StoredInLog>, matched: ReadonlySet<StoredMessage>,
): readonly ServiceExplanation[] {
  const nameOf = (stackId: string) => stacks.get(stackId)?.name ?? '';
  const inLogs = [...logs].flatMap(([stackId, { messages }]) => [...messages]
    .filter(([path, message]) => !matched.has(message) && !diagnoses.some(({ servicePath }) => servicePath === path))
    .map(([path, stored]): ServiceExplanation => ({ stackName: nameOf(stackId), logicalId: path, status: '', stored })));
  const inEvents = diagnoses.flatMap((diagnosis: DiagnosisResource): ServiceExplanation[] => {
    const stored = diagnosis.serviceLogicalId ? undefined : messageInEvent(diagnosis);
    const isKnown = [...matched].some(({ where }) => where === diagnosis.logicalId);
    return stored && !isKnown ? [{ stackName: nameOf(diagnosis.stackId), logicalId: diagnosis.logicalId, status: '', stored }] : [];
  });
  return [...inLogs, ...inEvents];
}

/** What ECS shows of the deployment; undefined: nothing that explains a failure. */
async function reportOf(
  aws: AccountApi, cache: Cache, service: WatchedServiceState, { root }: StackOperation, now: string, faults: Fault[],
): Promise<Report | undefined> {
  const { arn, cluster, over, stackName, logicalId } = service;
  const name = { stack: stackName, logicalId };
  if (!over && arn && isInProgress(root.status)) {
    const report = await explainService(aws, { cluster: clusterOf(arn, cluster), service: arn }, now).catch((error: unknown) => {
      if (error instanceof Ended && error.code !== EXIT.credentials) return undefined;
      throw error;
    });
    return report && { ...report, name };
  }
  if (hasCompleted(service)) return undefined;
  const seen = await lastLook(aws, cache, service, now);
  for (const unread of seen.unread) faults.push(faultOf(unread));
  const { failed, timeline } = seen;
  if (!failed) return undefined;
  const frame = await withNetwork(aws, failed.frame, failed.diagnosis);
  return { name, frame, timeline, diagnosis: judgedByNetwork(frame, failed.diagnosis), lines: [], context: { because: failed.because } };
}
