import { AwsApi } from './api';
import { StackView } from './cloudformation';
import { readConcurrentDeployments } from './concurrent-deployments';
import { currentStack, isOfEarlierOperation, stackForVerdict } from './current-stack';
import { Findings, readDetails } from './details';
import { readService } from './ecs';
import { Memory } from './memory';
import { newReader, Reader } from './reader';
import { Cache } from './reading';
import { planReading } from './reading-plan';
import { clusterOf } from './service-arn';
import { ServiceUnderWatch } from './service-under-watch';
import { permissionsChanged } from './stack-events';
import { findStartedDeployment, findUnlistedDeployment } from './started-deployment';
import { DENIED } from '../denied';
import { withShortTexts } from '../long-texts';
import { Frame, Operation, Service } from '../model';
import { isInProgress } from '../operation';

export interface LookRequest {
  readonly stackId: string;
  /** Logical id of the AWS::ECS::Service. */
  readonly serviceLogicalId: string;
  /** Name or ARN of its cluster, for a service whose ARN does not contain it. */
  readonly cluster?: string;
  /** ISO 8601. */
  readonly now: string;
  /** From the previous look; empty at the first. */
  readonly memory: Memory;
  /** Read everything again, however recent it is: for a final decision. */
  readonly fresh?: boolean;
  /** Estimate how many other services are deployed at the same time. */
  readonly countConcurrent?: boolean;
  /** All other facts are a moment old: read only the stack, unless it now names another service. */
  readonly stackOnly?: boolean;
  /** Read the deployment that the looks before have found, although its stack operation is over; the stack is not read again. */
  readonly past?: boolean;
  /** Read tasks and targets at every look, for a person who watches them. */
  readonly thorough?: boolean;
}

export interface Look {
  readonly frame: Frame;
  readonly memory: Memory;
}

/**
 * Reads what is needed to judge the deployment of one service in one stack operation. Never throws: what could not be read is in
 * `frame.unavailable`.
 */
export async function look(aws: AwsApi, cache: Cache, request: LookRequest): Promise<Look> {
  const reader = newReader(aws, cache, request.now);
  const stack = request.past ? request.memory.stack : await currentStack(reader, request);
  const { facts, memory } = await lookAtOperation(reader, request, remembered(request, stack));
  const frame: Frame = { at: request.now, operation: operationOf(memory), ...facts, unavailable: reader.reading.unavailable };
  return { frame: withShortTexts(frame), memory };
}

function remembered({ memory, now }: LookRequest, stack: StackView | undefined): Memory {
  const { deploymentId, serviceDeploymentArn, ...rest } = memory;
  // If the previous look still saw the previous operation, the deployment that it found is not ours.
  const sameOperation = !isOfEarlierOperation(memory.stack, stack);
  return {
    ...rest,
    ...(sameOperation && deploymentId && { deploymentId }),
    ...(sameOperation && serviceDeploymentArn && { serviceDeploymentArn }),
    since: memory.since ?? now,
    ...(stack && { stack }),
  };
}

async function lookAtOperation(reader: Reader, request: LookRequest, memory: Memory): Promise<Findings> {
  const { stack } = memory;
  const isOver = stack && !isInProgress(stack.stackStatus);
  // In a rollback a deployment that was not found until now can be one of the rollback.
  if (isOver && !(request.past && memory.deploymentId)) return { facts: {}, memory };
  const arn = stack?.serviceArn ?? memory.serviceArn;
  if (request.stackOnly && arn === memory.serviceArn) return { facts: {}, memory };
  // Without a physical id there is no service yet. If CloudFormation could not be read, even that is not known.
  if (!arn) return { facts: stack && !reader.reading.unavailable.length ? { service: null } : {}, memory };

  const known = arn === memory.serviceArn ? memory : forReplacement(memory, arn);
  const cluster = clusterOf(arn, request.cluster);
  const service = await readService(reader, cluster, arn);
  if (service) return lookWithService(reader, request, known, service, cluster);
  if (service === null || reader.reading.isThrottled('service')) return { facts: { service }, memory: known };
  return lookWithoutService(reader, known, { service: { serviceArn: arn }, cluster });
}

/** CloudFormation now names another service: facts about the old one do not apply to it. */
function forReplacement({ since, stack, permissionsChanged: changed, concurrent }: Memory, serviceArn: string): Memory {
  return { since, stack, serviceArn, ...changed !== undefined && { permissionsChanged: changed }, ...concurrent && { concurrent } };
}

const LONG_AGO = new Date(0).toISOString();

async function lookWithService(reader: Reader, request: LookRequest, known: Memory, service: Service, cluster: string): Promise<Findings> {
  const deploymentId = known.deploymentId ?? await findStartedDeployment(reader, known.stack, { service, cluster });
  const watched: ServiceUnderWatch = { service, cluster, deploymentId };
  const counts = request.countConcurrent && deploymentId;
  const concurrent = counts ? await readConcurrentDeployments(reader, known.concurrent, watched) : known.concurrent;
  const memory: Memory = { ...known, deploymentId, ...(concurrent && { concurrent }) };
  const plan = planReading(watched, request.fresh || request.thorough ? { ...memory, tasksAt: LONG_AGO } : memory, reader.now);
  const [details, latestStack] = await Promise.all([
    readDetails(reader, memory, watched, plan),
    plan.failing ? stackForVerdict(reader, { ...request, memory }) : undefined,
  ]);
  const changed = await whetherPermissionsChanged(reader, request, memory, details.facts);
  return {
    facts: details.facts,
    memory: { ...details.memory, ...latestStack && { stack: latestStack }, ...changed !== undefined && { permissionsChanged: changed } },
  };
}

/**
 * DescribeServices is denied: the service deployment shows the state of the deployment, and ListTasks finds its tasks by the service's
 * name.
 */
async function lookWithoutService(reader: Reader, known: Memory, watched: ServiceUnderWatch): Promise<Findings> {
  const deploymentId = known.deploymentId ?? await findUnlistedDeployment(reader, known.stack, watched);
  if (!deploymentId) return { facts: {}, memory: known };
  const plan = { tasks: true, serviceDeployment: true, failing: false };
  const details = await readDetails(reader, { ...known, deploymentId }, { ...watched, deploymentId }, plan);
  const { service: _, ...facts } = details.facts;
  return { facts, memory: details.memory };
}

/**
 * Asked once, when a task or its application was denied something: IAM takes a moment until a new permission is effective. Not on a create,
 * where everything is new. undefined: not asked, or it could not be read.
 */
async function whetherPermissionsChanged(
  reader: Reader, { stackId }: LookRequest, { permissionsChanged: known, stack }: Memory, facts: Partial<Frame>,
): Promise<boolean | undefined> {
  if (known !== undefined || stack?.stackStatus !== 'UPDATE_IN_PROGRESS' || !stack.startedAt || !taskWasDenied(facts)) return known;
  return permissionsChanged(reader, stackId, stack.startedAt);
}

function taskWasDenied({ tasks, logs }: Partial<Frame>): boolean {
  const reasons = (tasks ?? []).flatMap((t) => [t.stoppedReason, ...(t.containers ?? []).map((c) => c.reason)]);
  const lines = Object.values(logs ?? {}).flatMap((byTask) => Object.values(byTask).flat().map((line) => line.message));
  return [...reasons, ...lines].some((text) => DENIED.test(text ?? ''));
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
