import { AwsApi } from './api';
import { permissionsChanged, readStack, StackView } from './cloudformation';
import { Crowd, readCrowd } from './crowd';
import { deploymentOf, newestDeploymentId, readService, readServiceDeployment, readTaskDefinition, readTasks, Watched } from './ecs';
import { readTargets } from './elb';
import { readLogs } from './logs';
import { isStaged, Needs, needs, patience } from './needs';
import { Cache, Reading } from './reading';
import { clusterOf } from './service-arn';
import { Frame, Operation, Service, ServiceDeployment, Task } from '../model';
import { isInProgress, touchesService } from '../operation';

/** What one look leaves for the next. Small plain JSON: it travels through the state machine. */
export interface Memory {
  /** When the first look was. */
  readonly since?: string;
  readonly stack?: StackView;
  readonly serviceArn?: string;
  /** The deployment that this operation started, once seen. */
  readonly deploymentId?: string;
  readonly serviceDeploymentArn?: string;
  /** Something has gone wrong with tasks: from then on they are read at every look. */
  readonly failing?: boolean;
  /** The stack operation has made or changed roles or policies, once that was asked. */
  readonly permissionsChanged?: boolean;
  /** When tasks and targets were last read. */
  readonly tasksAt?: string;
  readonly crowd?: Crowd;
}

export interface LookRequest {
  readonly stackId: string;
  /** Logical id of the AWS::ECS::Service. */
  readonly serviceLogicalId: string;
  /** ISO 8601. */
  readonly now: string;
  readonly memory: Memory;
  /** Everything is read anew, however lately it was: for a decision that is final. */
  readonly fresh?: boolean;
  /** Find out how many others are deployed at the same time. */
  readonly crowd?: boolean;
  /** Of everything else the facts are a moment old: only the stack is read anew, unless it now names another service. */
  readonly stackOnly?: boolean;
  /** Tasks and targets are read at every look, for somebody who watches them. */
  readonly thorough?: boolean;
}

export interface Look {
  readonly frame: Frame;
  readonly memory: Memory;
}

/** Reads what is needed to judge the deployment of one service in one stack operation. Never throws: see `frame.unavailable`. */
export async function look(aws: AwsApi, cache: Cache, request: LookRequest): Promise<Look> {
  const { now } = request;
  const reading = new Reading();
  const stack = await currentStack(aws, reading, request);
  const { deploymentId: pinned, serviceDeploymentArn, ...rest } = request.memory;
  // The look before showed the operation before: what it took for ours is not.
  const same = !isOlder(request.memory.stack, stack) && { ...(pinned && { deploymentId: pinned }), ...(serviceDeploymentArn && { serviceDeploymentArn }) };
  const memory: Memory = { ...rest, ...same, since: request.memory.since ?? now, ...(stack && { stack }) };
  const done = (facts: Partial<Frame>, more: Partial<Memory> = {}): Look => {
    const now2: Memory = { ...memory, ...more };
    return { frame: { at: now, operation: operationOf(now2), ...facts, unavailable: reading.unavailable }, memory: now2 };
  };
  if (stack && !isInProgress(stack.stackStatus)) return done({});

  const arn = stack?.serviceArn ?? memory.serviceArn;
  if (request.stackOnly && arn === memory.serviceArn) return done({});
  // Without a physical id there is nothing to look for; when CloudFormation could not be read, even that is not known.
  if (!arn) return done(stack && !reading.unavailable.length ? { service: null } : {});
  // A replacement: CloudFormation now names another service, and what was known of the old one is of no use.
  const known: Memory = arn === memory.serviceArn ? memory : { since: memory.since, stack, serviceArn: arn };
  const cluster = clusterOf(arn);
  const service = await readService(aws, reading, cluster, arn);
  if (service === null || (!service && reading.isThrottled('service'))) return done({ service }, known);
  if (!service) return done(...await withoutService(aws, reading, cache, known, stack, cluster, arn, now));

  const deploymentId = known.deploymentId ?? startedBy(stack, service) ?? await stagedDeployment(aws, reading, stack, { service, cluster });
  const watched: Watched = { service, cluster, deploymentId };
  const crowd = request.crowd && deploymentId ? await readCrowd(aws, known.crowd, watched, now) : known.crowd;
  const state: Memory = { ...known, deploymentId, ...(crowd && { crowd }) };
  const need = needs(watched, request.fresh || request.thorough ? { ...state, tasksAt: EPOCH } : state, now);
  const [[facts, next], latest] = await Promise.all([
    details(aws, reading, cache, state, watched, now, need),
    need.failing ? stackBeside(aws, reading, request, state, arn) : undefined,
  ]);
  // On a create everything is new anyway.
  const asks = known.permissionsChanged === undefined && stack?.stackStatus === 'UPDATE_IN_PROGRESS' && wasDenied(facts) && stack.startedAt;
  const changed = asks ? await permissionsChanged(aws, reading, request.stackId, asks) : known.permissionsChanged;
  return done(facts, { ...next, ...latest && { stack: latest }, ...changed !== undefined && { permissionsChanged: changed } });
}

/** A task or its application was refused something: then it matters whether IAM has just been told. */
function wasDenied({ tasks, logs }: Partial<Frame>): boolean {
  const reasons = (tasks ?? []).flatMap((t) => [t.stoppedReason, ...(t.containers ?? []).map((c) => c.reason)]);
  const lines = Object.values(logs ?? {}).flatMap((byTask) => Object.values(byTask).flat().map((line) => line.message));
  return [...reasons, ...lines].some((text) => /AccessDenied|not authorized to perform|403 Forbidden/i.test(text ?? ''));
}

/**
 * Where something goes wrong the verdict may be near, and none is given on an old view of the stack: that is read beside the tasks, for
 * where calls are throttled one after the other takes long. Among many at a time it is left until there is a verdict to be given.
 */
async function stackBeside(aws: AwsApi, reading: Reading, request: LookRequest, memory: Memory, arn: string): Promise<StackView | undefined> {
  if (memory.stack?.checkedAt === request.now || patience(memory) > 1) return undefined;
  const latest = await currentStack(aws, reading, { ...request, memory, fresh: true });
  // A replacement: these facts are those of the service before.
  return latest?.serviceArn === arn ? latest : undefined;
}

/** DescribeServices is refused: the service deployment tells the deployment and how it goes, and the tasks of both can be listed by name. */
async function withoutService(
  aws: AwsApi, reading: Reading, cache: Cache, known: Memory, stack: StackView | undefined, cluster: string, arn: string, now: string,
): Promise<[Partial<Frame>, Memory]> {
  const watched: Watched = { service: { serviceArn: arn }, cluster };
  const deploymentId = known.deploymentId ?? (stack && await newestSince(aws, reading, stack, watched));
  if (!deploymentId) return [{}, known];
  const state: Memory = { ...known, deploymentId };
  const [{ service: _, ...facts }, next] = await details(aws, reading, cache, state, { ...watched, deploymentId }, now, { tasks: true, serviceDeployment: true, failing: false });
  return [facts, next];
}

/** The rest of the look, as much of it as the state of the service calls for. */
export async function details(
  aws: AwsApi, reading: Reading, cache: Cache, known: Memory, watched: Watched, now: string, need: Needs,
): Promise<[Partial<Frame>, Memory]> {
  const { service } = watched;
  // What does not depend on the tasks is read beside them: where calls are throttled, one after the other takes long.
  const named = deploymentOf(watched)?.taskDefinition;
  const [serviceDeployment, tasks, targets, definition] = await Promise.all([
    need.serviceDeployment ? readServiceDeployment(aws, reading, watched, known.serviceDeploymentArn) : undefined,
    need.tasks ? readTasks(aws, reading, cache, watched) : undefined,
    need.tasks ? readTargets(aws, reading, cache, service, now) : {},
    need.tasks && named ? readTaskDefinition(aws, reading, cache, named) : undefined,
  ]);
  // In the order in which they failed: of the first and the latest the logs are read.
  const failed = (tasks ?? []).filter((t) => isFailed(t, watched)).sort((a, b) => stopMs(a) - stopMs(b));
  const [taskDefinition, previousTaskDefinition] = await Promise.all([
    need.tasks && !named ? readTaskDefinition(aws, reading, cache, definitionUnderWatch(watched, tasks)) : definition,
    failed.length || need.failing ? readTaskDefinition(aws, reading, cache, replacedDefinition(watched)) : undefined,
  ]);
  const logs = failed.length ? await readLogs(aws, reading, cache, failed, taskDefinition, now) : undefined;
  const facts: Partial<Frame> = {
    service,
    ...(serviceDeployment && { serviceDeployment }),
    ...(tasks && { tasks }),
    ...targets,
    ...(taskDefinition && { taskDefinition }),
    ...(previousTaskDefinition && { previousTaskDefinition }),
    ...(logs && { logs }),
  };
  return [facts, {
    ...known,
    serviceDeploymentArn: deploymentArn(serviceDeployment, watched) ?? known.serviceDeploymentArn,
    failing: known.failing || need.failing || failed.length > 0,
    tasksAt: tasks ? now : known.tasksAt,
  }];
}

/** CloudFormation names the running service deployment only while it runs, so its ARN is kept. */
function deploymentArn(read: ServiceDeployment | undefined, { service, deploymentId }: Watched): string | undefined {
  return read?.serviceDeploymentArn ?? (deploymentId && service.currentServiceDeployment) ?? undefined;
}

const EPOCH = new Date(0).toISOString();

const RECHECK_MS = 15_000;
/** An operation that has started no deployment by then (desired count, tags) mostly starts none. */
const PIN_MS = 120_000;

/** CloudFormation's view: as it was, or read anew when it is old or when the deployment of this operation is still to be found. */
async function currentStack(aws: AwsApi, reading: Reading, request: LookRequest): Promise<StackView | undefined> {
  const { stackId, serviceLogicalId, now, memory, fresh } = request;
  const { stack, since = now, deploymentId } = memory;
  const age = stack ? Date.parse(now) - Date.parse(stack.checkedAt) : Infinity;
  const finding = !deploymentId && Date.parse(now) - Date.parse(since) < PIN_MS;
  const old = fresh || age >= RECHECK_MS * patience(memory);
  if (stack && !finding && !old) return stack;
  const read = await readStack(aws, reading, { stackId, logicalId: serviceLogicalId, now, ...stack && { before: stack }, serviceOnly: !old, atOnce: fresh });
  // A status that could not be read this time is the one last seen; a resource likewise.
  if (!read || isOlder(read, stack)) return stack;
  return read.resourceStatus || !stack || !isInProgress(read.stackStatus) ? read : { ...stack, stackStatus: read.stackStatus };
}

/** A read that lags behind by seconds may still show the operation before this one, whose deployment would be taken for ours. */
function isOlder(read: StackView | undefined, known: StackView | undefined): boolean {
  return Date.parse(read?.startedAt ?? '') < Date.parse(known?.startedAt ?? '');
}

function operationOf({ stack, deploymentId, permissionsChanged: changed }: Memory): Operation {
  return {
    stackStatus: stack?.stackStatus ?? null,
    resourceStatus: stack?.resourceStatus ?? null,
    resourceStatusReason: stack?.resourceStatusReason ?? null,
    resourceStatusAt: stack?.resourceStatusAt ?? null,
    startedAt: stack?.startedAt ?? null,
    checkedAt: stack?.checkedAt ?? null,
    deploymentId: deploymentId ?? null,
    ...changed !== undefined && { permissionsChanged: changed },
  };
}

/** CloudFormation and ECS each have their own clock. */
const CLOCK_SLACK_MS = 10_000;

/**
 * The deployment that this operation started: the oldest that is not older than the operation (a circuit breaker's rollback is newer),
 * and only once CloudFormation has come to the service, so that somebody else's deployment is not taken for ours.
 */
function startedBy(stack: StackView | undefined, service: Service): string | undefined {
  if (!stack?.startedAt || !touchesService(stack)) return undefined;
  const start = Date.parse(stack.startedAt) - CLOCK_SLACK_MS;
  const created = (d: { createdAt?: string }) => Date.parse(d.createdAt ?? '');
  return (service.deployments ?? []).filter((d) => created(d) >= start).sort((a, b) => created(a) - created(b))[0]?.id;
}

/** The same for a strategy with stages, should ECS not list the deployment with the service. */
async function stagedDeployment(aws: AwsApi, reading: Reading, stack: StackView | undefined, watched: Watched): Promise<string | undefined> {
  return stack && isStaged(watched.service) ? newestSince(aws, reading, stack, watched) : undefined;
}

async function newestSince(aws: AwsApi, reading: Reading, stack: StackView, watched: Watched): Promise<string | undefined> {
  if (!stack.startedAt || !touchesService(stack)) return undefined;
  return newestDeploymentId(aws, reading, watched, Date.parse(stack.startedAt) - CLOCK_SLACK_MS);
}

function stopMs({ stoppingAt, stoppedAt, executionStoppedAt }: Task): number {
  return Date.parse(stoppingAt ?? executionStoppedAt ?? stoppedAt ?? '') || 0;
}

/** Stopped, of the deployment under watch, and not on anybody's wish. */
function isFailed(task: Task, { deploymentId }: Watched): boolean {
  const stopped = task.lastStatus === 'STOPPED' || task.desiredStatus === 'STOPPED' || Boolean(task.stoppedReason);
  const wished = task.stopCode === 'UserInitiated' || /^scaling activity initiated/i.test(task.stoppedReason ?? '');
  return stopped && !wished && Boolean(deploymentId) && task.startedBy === deploymentId;
}

function definitionUnderWatch(watched: Watched, tasks: readonly Task[] | undefined): string | undefined {
  return tasks?.find((t) => watched.deploymentId && t.startedBy === watched.deploymentId)?.taskDefinitionArn
    ?? watched.service.taskDefinition;
}

/** Of the newest deployment that was there before. */
function replacedDefinition(watched: Watched): string | undefined {
  const mine = deploymentOf(watched);
  const others = (watched.service.deployments ?? []).filter((d) => d.id !== watched.deploymentId && d.taskDefinition !== mine?.taskDefinition);
  return others.sort((a, b) => Date.parse(b.createdAt ?? '') - Date.parse(a.createdAt ?? ''))[0]?.taskDefinition;
}
