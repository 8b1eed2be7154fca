import { AccountApi } from './account-api';
import { readDetails } from './details';
import { deploymentIdOf, readService } from './ecs';
import { findDeployment, WantedDeployment } from './find-deployment';
import { Look } from './look';
import { Memory } from './memory';
import { newReader, Reader } from './reader';
import { Cache } from './reading';
import { planReading, ReadingPlan } from './reading-plan';
import { listServiceDeployments } from './service-deployments';
import { serviceFrom } from './service-look';
import { withOwnDefinitions } from './service-revisions';
import { deploymentOf, ServiceUnderWatch } from './service-under-watch';
import { withShortTexts } from '../long-texts';
import { Frame, Service, ServiceDeployment } from '../model';
import { replacedSince } from '../replaced';
import { notRead, wasDenied } from '../unavailable';

interface DeploymentLookRequest {
  /** Name or ARN. */
  readonly cluster: string;
  /** Name or ARN. */
  readonly service: string;
  readonly wanted: WantedDeployment;
  /** ISO 8601. */
  readonly now: string;
  /** From the previous look; empty at the first. */
  readonly memory: Memory;
  /** Read tasks, targets and the service deployment at every look, not only when they are due or something goes wrong. */
  readonly thorough?: boolean;
}

type FactsOfService = Partial<Frame> & { readonly service: Service | null | undefined };

/**
 * What is needed to judge one deployment that no stack operation started. The first look finds it and keeps it: later ones stay with it,
 * whatever else is deployed. Without `memory.deploymentId` it was not found. Never throws: what could not be read is in
 * `frame.unavailable`.
 */
export async function lookAtDeployment(aws: AccountApi, cache: Cache, request: DeploymentLookRequest): Promise<Look> {
  const { cluster, service: nameOrArn, now } = request;
  const reader = newReader(aws, cache, now);
  const { unavailable } = reader.reading;
  const known = await readService(reader, cluster, nameOrArn);
  // If DescribeServices is denied, service deployments and tasks can still be listed by the name of the service.
  const service = known === undefined && unavailable.some(wasDenied) ? serviceFrom(nameOrArn) : known;
  const memory: Memory = { ...request.memory, since: request.memory.since ?? now };
  if (!service) return { frame: frameOf(memory, { service: known }, reader), memory };
  const found = await pinned(aws, reader, memory, { service, cluster }, request.wanted);
  if (!found.deploymentId) return { frame: frameOf(found, { service: known }, reader), memory: found };
  const watched: ServiceUnderWatch = { service, cluster, deploymentId: found.deploymentId };
  const { facts, memory: after } = await readDetails(reader, found, watched, planOf(watched, found, request, known === undefined));
  const entry = facts.serviceDeployment ? undefined : await entryInList(reader, watched);
  const own = await withOwnDefinitions(aws, reader, found.deploymentId, entry ? { ...facts, serviceDeployment: entry } : facts);
  return { frame: frameOf(after, { ...own, service: known }, reader), memory: after };
}

async function pinned(
  aws: AccountApi, { reading }: Reader, memory: Memory, watched: ServiceUnderWatch, wanted: WantedDeployment,
): Promise<Memory> {
  if (memory.deploymentId) return memory;
  return { ...memory, ...await findDeployment({ aws, reading }, watched, wanted) };
}

/** A newer deployment of the service may have replaced this one: only its service deployment shows how it ended. */
function planOf(watched: ServiceUnderWatch, memory: Memory, { now, thorough }: DeploymentLookRequest, blind: boolean): ReadingPlan {
  if (blind) return { tasks: true, serviceDeployment: true, failing: false };
  const plan = planReading(watched, thorough ? { ...memory, tasksAt: LONG_AGO } : memory, now);
  const isReplaced = replacedSince(watched.service, watched.deploymentId) !== undefined;
  // ECS names a service deployment with the service only while it runs: beside a deployment that is COMPLETED, it bakes.
  const mayBake = deploymentOf(watched)?.rolloutState === 'COMPLETED' && Boolean(watched.service.currentServiceDeployment);
  // The counts of a deployment that is complete need its tasks, too.
  const all = thorough === true;
  return { ...plan, tasks: plan.tasks || all, serviceDeployment: plan.serviceDeployment || isReplaced || mayBake || all };
}

/**
 * If DescribeServiceDeployments has failed at the look that shows the end of the deployment: its entry in the list, which has its status.
 * undefined: no such look, or it could not be read either.
 */
async function entryInList(reader: Reader, watched: ServiceUnderWatch): Promise<ServiceDeployment | undefined> {
  const failed = notRead(reader.reading, 'service deployment');
  const isOver = replacedSince(watched.service, watched.deploymentId) !== undefined || deploymentOf(watched)?.rolloutState === 'COMPLETED';
  // A denied call was replaced by the list already.
  if (!isOver || !failed.length || failed.every(wasDenied)) return undefined;
  const all = await listServiceDeployments(reader, watched);
  return all?.find(({ targetServiceRevisionArn }) => deploymentIdOf(targetServiceRevisionArn) === watched.deploymentId);
}

const LONG_AGO = new Date(0).toISOString();

function frameOf({ deploymentId }: Memory, facts: FactsOfService, reader: Reader): Frame {
  const { unavailable } = reader.reading;
  return withShortTexts({ at: reader.now, operation: { deploymentId: deploymentId ?? null }, ...facts, unavailable });
}
