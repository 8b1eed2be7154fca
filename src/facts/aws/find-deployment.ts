import { AccountApi } from './account-api';
import { ServiceDeploymentBrief } from './api';
import { CREATED_SLACK_MS, deploymentIdOf } from './ecs';
import { Reader } from './reader';
import { listServiceDeployments } from './service-deployments';
import { ServiceUnderWatch } from './service-under-watch';
import { lastPart } from '../arn';
import { Deployment, Service } from '../model';
import { hasStages } from '../strategy';

/** Which deployment of a service a person means; empty: the newest. */
export interface WantedDeployment {
  /** ARN of its service deployment, or its id `ecs-svc/...`. */
  readonly deployment?: string;
  /** `family:revision` that it deploys. */
  readonly taskDefinition?: string;
  /** It began at this time or later, in milliseconds since the epoch. */
  readonly sinceMs?: number;
  /** It may have begun before `sinceMs` if it is still in progress. */
  readonly orOpen?: boolean;
}

/** The deployment that was found. */
interface FoundDeployment {
  readonly deploymentId: string;
  readonly serviceDeploymentArn?: string;
}

interface Candidate extends FoundDeployment {
  readonly createdAt: number;
  readonly open: boolean;
  readonly revisionArn?: string;
}

type Finder = Pick<Reader, 'reading'> & { readonly aws: Reader['aws'] & Partial<Pick<AccountApi, 'describeServiceRevisions'>> };

/** undefined: the service has no such deployment, or it could not be read; then `reading` says so. */
export async function findDeployment(
  finder: Finder, watched: ServiceUnderWatch, wanted: WantedDeployment,
): Promise<FoundDeployment | undefined> {
  if (wanted.deployment) return byName(finder, watched, wanted.deployment);
  if (isAtRest(watched.service, wanted)) return undefined;
  const all = (await candidates(finder, watched))
    .filter(({ createdAt, open }) => wanted.sinceMs === undefined || createdAt >= wanted.sinceMs || (wanted.orOpen === true && open))
    .sort((a, b) => b.createdAt - a.createdAt);
  const [found] = wanted.taskDefinition === undefined ? all : await ofDefinition(finder, watched.service, all, wanted.taskDefinition);
  return found && foundOf(found);
}

function foundOf({ deploymentId, serviceDeploymentArn }: Candidate): FoundDeployment {
  return { deploymentId, ...(serviceDeploymentArn && { serviceDeploymentArn }) };
}

/**
 * The newest deployment, if it began after this one. It is looked for in the list of service deployments only. A deployment with which ECS
 * rolls back has no service deployment, so it is not taken for a newer one.
 * @returns undefined: there is none, or it could not be read; then `reading` says so
 */
export async function newerDeployment(
  finder: Pick<Finder, 'aws' | 'reading'>, watched: ServiceUnderWatch, deploymentId: string,
): Promise<FoundDeployment | undefined> {
  const all = (await listServiceDeployments(finder, watched) ?? []).flatMap(candidateOf).sort((a, b) => b.createdAt - a.createdAt);
  const [newest] = all;
  const mine = all.find((one) => one.deploymentId === deploymentId);
  return mine && newest.createdAt > mine.createdAt ? foundOf(newest) : undefined;
}

/**
 * No deployment began since then, by what the service lists itself: a rolling update is always in it, and so is the rollback of one. The
 * services of a cluster are looked at again and again until one of them is deployed, and this saves a call for each.
 */
function isAtRest(service: Service, { sinceMs }: WantedDeployment): boolean {
  const { deployments = [] } = service;
  if (sinceMs === undefined || !deployments.length || hasStages(service)) return false;
  const before = sinceMs - CREATED_SLACK_MS;
  return deployments.every(({ rolloutState, createdAt }) => rolloutState === 'COMPLETED' && Date.parse(createdAt ?? '') < before);
}

async function byName(finder: Finder, watched: ServiceUnderWatch, name: string): Promise<FoundDeployment | undefined> {
  if (name.startsWith('ecs-svc/')) return byId(finder, watched, name);
  if (!isOf(watched, name)) return undefined;
  const { aws, reading } = finder;
  const answer = await reading.attempt('service deployment', () => aws.describeServiceDeployments({ serviceDeploymentArns: [name] }));
  const deploymentId = deploymentIdOf(answer?.serviceDeployments?.[0]?.targetServiceRevision?.arn);
  return deploymentId ? { deploymentId, serviceDeploymentArn: name } : undefined;
}

/**
 * `...:service-deployment/prod/web/AbC` belongs to `...:service/prod/web` (Amazon ECS Developer Guide, ARN formats). ARNs of old services
 * are without the cluster.
 */
function isOf({ service }: ServiceUnderWatch, deploymentArn: string): boolean {
  const [cluster, name] = deploymentArn.split('/').slice(1);
  const [, ...owner] = service.serviceArn?.split('/') ?? [];
  return !owner.length || owner.join('/') === (owner.length > 1 ? `${cluster}/${name}` : name);
}

/** An id that neither the service nor the list of its service deployments has is not taken for one that was replaced. */
async function byId(finder: Finder, watched: ServiceUnderWatch, deploymentId: string): Promise<FoundDeployment | undefined> {
  if (watched.service.deployments?.some(({ id }) => id === deploymentId)) return { deploymentId };
  const found = (await candidates(finder, watched)).find((one) => one.deploymentId === deploymentId);
  return found && foundOf(found);
}

/**
 * A deployment that a rollback of ECS starts has no service deployment of its own, so the list of service deployments comes first. Where it
 * is empty or cannot be read, the service lists its deployments itself.
 */
async function candidates(finder: Finder, watched: ServiceUnderWatch): Promise<readonly Candidate[]> {
  const listed = (await listServiceDeployments(finder, watched) ?? []).flatMap(candidateOf);
  return listed.length ? listed : (watched.service.deployments ?? []).flatMap(listedByService);
}

function listedByService({ id, createdAt, status, rolloutState = '' }: Deployment): readonly Candidate[] {
  if (!id) return [];
  const open = status === 'PRIMARY' && !['COMPLETED', 'FAILED'].includes(rolloutState);
  return [{ deploymentId: id, createdAt: Date.parse(createdAt ?? '') || 0, open }];
}

const OPEN: ReadonlySet<string | undefined> = new Set(['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS']);

function candidateOf(brief: ServiceDeploymentBrief): readonly Candidate[] {
  const { targetServiceRevisionArn: revisionArn, serviceDeploymentArn, createdAt, startedAt, status } = brief;
  const deploymentId = deploymentIdOf(revisionArn);
  if (!deploymentId) return [];
  const began = Date.parse(createdAt ?? startedAt ?? '') || 0;
  return [{ deploymentId, serviceDeploymentArn, createdAt: began, open: OPEN.has(status), ...(revisionArn && { revisionArn }) }];
}

/** DescribeServiceRevisions takes at most 20 (Amazon ECS API Reference). */
const REVISIONS_PER_CALL = 20;

/** The service names the task definitions of its current deployments only; those of the others are in their service revisions. */
async function ofDefinition(
  { aws, reading }: Finder, service: Service, all: readonly Candidate[], wanted: string,
): Promise<readonly Candidate[]> {
  const known = new Map((service.deployments ?? []).map((d) => [d.id, d.taskDefinition]));
  const isWanted = (arn: string | undefined) => arn !== undefined && lastPart(arn) === lastPart(wanted);
  const found = all.filter(({ deploymentId }) => isWanted(known.get(deploymentId)));
  const unknown = all.filter((one) => !known.has(one.deploymentId) && one.revisionArn).slice(0, REVISIONS_PER_CALL);
  const { describeServiceRevisions } = aws;
  if (found.length || !unknown.length || !describeServiceRevisions) return found;
  const serviceRevisionArns = unknown.map((one) => one.revisionArn ?? '');
  const answer = await reading.attempt('service revisions', () => describeServiceRevisions({ serviceRevisionArns }));
  const definitions = new Map((answer?.serviceRevisions ?? []).map((r) => [r.serviceRevisionArn, r.taskDefinition]));
  return unknown.filter(({ revisionArn }) => isWanted(definitions.get(revisionArn)));
}
