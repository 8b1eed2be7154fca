import { DiagnosisResource, StackOperation, StoredMessage } from './model';
import { DIAGNOSIS_FOLLOWS, FUNCTION_ID, LOG_STREAM, MAX_RESPONSE_BYTES } from '../../contract';
import { AccountApi, FoundLine, StackResource } from '../../facts/aws/account-api';
import { foreignLines } from '../../presentation/foreign';
import { Fault, faultOfError, isFatal } from '../aws/faults';
import { Ended, EXIT } from '../exit';

/** CloudFormation's words around the reason of a custom resource. */
const OF_CUSTOM_RESOURCE = /^Received response status \[FAILED\] from custom resource\. Message returned: ([^]*?)( \(RequestId: [\w-]+\))?$/;

/** The message in the event of a diagnosis that has failed. undefined: it failed for another reason (no answer, no function). */
export function messageInEvent({ reason, logicalId }: DiagnosisResource): StoredMessage | undefined {
  const message = OF_CUSTOM_RESOURCE.exec(reason ?? '')?.[1];
  return message === undefined ? undefined : { lines: clean(message.split('\n')), source: 'event', where: logicalId };
}

/** The other members of the answer, and the longest line that is left out of a reason to make it fit (presentation/reason.ts). */
const NEAR_THE_LIMIT = MAX_RESPONSE_BYTES - 500 - 700;

/** The answer had no room for more, or CloudFormation has cut it: the log can have more lines. */
export function mayBeCut({ reason = '' }: DiagnosisResource): boolean {
  return !OF_CUSTOM_RESOURCE.exec(reason)?.[2] || Buffer.byteLength(JSON.stringify(reason)) > NEAR_THE_LIMIT;
}

/** The whole diagnoses in the logs of the functions of one stack, by the path of the service; the last one of each counts. */
export interface StoredInLog {
  readonly messages: ReadonlyMap<string, StoredMessage>;
  readonly faults: readonly Fault[];
}

/** Pages. A watch of an hour logs some hundred lines. */
const MAX_PAGES = 20;
/** The last look comes some seconds after CloudFormation has turned back; so do log lines. */
const LATE_MS = 120_000;

/** @param until ISO 8601; absent: now */
export async function messagesInLog(
  aws: AccountApi, stackId: string, { root }: StackOperation, until: string | undefined, now: string,
): Promise<StoredInLog> {
  try {
    const logGroupName = await logGroupOf(aws, stackId);
    if (!logGroupName) return { messages: new Map(), faults: [] };
    const lines = await linesOf(aws, {
      logGroupName, startTime: Date.parse(root.startedAt), endTime: until === undefined ? Date.parse(now) : Date.parse(until) + LATE_MS,
    });
    return { messages: diagnosesIn(lines, logGroupName), faults: [] };
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    const { fault } = error;
    if (isFatal(fault)) throw new Ended(EXIT.credentials, fault.line);
    // The log group was deleted, or has never had a line.
    return { messages: new Map(), faults: fault.kind === 'absent' ? [] : [fault] };
  }
}

class Unread extends Error {
  constructor(readonly fault: Fault) {
    super(fault.line);
  }
}

/**
 * The log group of the function: the one that the library makes, or that of `DeploymentWatcher.configure(scope, { logGroup })`, which the
 * template of the stack names. undefined: the stack has no function.
 */
async function logGroupOf(aws: AccountApi, StackName: string): Promise<string | undefined> {
  const resources = await resourcesOf(aws, StackName);
  const ofFunction = resources.filter(({ LogicalResourceId }) => LogicalResourceId?.startsWith(FUNCTION_ID));
  const own = ofFunction.find(({ ResourceType }) => ResourceType === 'AWS::Logs::LogGroup');
  const watcher = ofFunction.find(({ ResourceType }) => ResourceType === 'AWS::Lambda::Function');
  if (own || !watcher) return own?.PhysicalResourceId;
  const { TemplateBody = '' } = await aws.getTemplate({ StackName })
    .catch((error: unknown) => { throw new Unread(faultOfError('stack template', error)); });
  const name = logGroupInTemplate(TemplateBody, watcher.LogicalResourceId ?? '');
  if (typeof name === 'string') return name;
  const referred = resources.find(({ LogicalResourceId }) => LogicalResourceId === name?.Ref)?.PhysicalResourceId;
  if (referred) return referred;
  const line = `log of the diagnosis not read: the template does not say the name of the log group, only ${JSON.stringify(name)}`;
  throw new Unread({ kind: 'other', line });
}

async function resourcesOf(aws: AccountApi, StackName: string) {
  const resources: StackResource[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.listStackResources({ StackName, ...(NextToken && { NextToken }) })
      .catch((error: unknown) => { throw new Unread(faultOfError('stack resources', error)); });
    for (const resource of answer.StackResourceSummaries ?? []) resources.push(resource);
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return resources;
}

/** A name, or a function of CloudFormation. */
type LogGroupName = string | { readonly Ref?: string } | undefined;

function logGroupInTemplate(body: string, logicalId: string): LogGroupName {
  interface Function { readonly Properties?: { readonly LoggingConfig?: { readonly LogGroup?: LogGroupName } } }
  const { Resources }: { readonly Resources?: { readonly [logicalId: string]: Function } } = JSON.parse(body);
  return Resources?.[logicalId]?.Properties?.LoggingConfig?.LogGroup;
}

async function linesOf(
  aws: AccountApi, input: { readonly logGroupName: string; readonly startTime: number; readonly endTime: number },
): Promise<readonly FoundLine[]> {
  const lines: FoundLine[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.filterLogEvents({ ...input, ...(nextToken && { nextToken }) })
      .catch((error: unknown) => { throw new Unread(faultOfError('log of the diagnosis', error)); });
    for (const line of answer.events ?? []) lines.push(line);
    nextToken = answer.nextToken;
    if (!nextToken) break;
  }
  return lines;
}

/** A function writes to one stream at a time, so that the lines of a diagnosis are next to each other in their stream. */
function diagnosesIn(lines: readonly FoundLine[], where: string): ReadonlyMap<string, StoredMessage> {
  const messages = new Map<string, StoredMessage>();
  const open = new Map<string, { readonly path: string; readonly lines: string[] }>();
  for (const { logStreamName: stream = '', message = '' } of lines) {
    const line = message.replace(/\n$/, '');
    const known = open.get(stream);
    if (line.endsWith(DIAGNOSIS_FOLLOWS)) open.set(stream, { path: line.slice(0, -DIAGNOSIS_FOLLOWS.length), lines: [] });
    else known?.lines.push(line);
    if (!known || !line.startsWith(LOG_STREAM)) continue;
    open.delete(stream);
    messages.set(known.path, { lines: clean(known.lines), source: 'log', where });
  }
  return messages;
}

/** It was redacted when it was written. It is redacted again, because anybody may have written to an event or a log. */
function clean(lines: readonly string[]): readonly string[] {
  return foreignLines(lines.join('\n')).filter(Boolean);
}
