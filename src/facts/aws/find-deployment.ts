import { AccountApi } from './account-api';
import { ServiceDeploymentBrief } from './api';
import { CREATED_SLACK_MS, deploymentIdOf } from './ecs';
import { Reader } from './reader';
import { listServiceDeployments } from './service-deployments';
import { ServiceUnderWatch } from './service-under-watch';
import { lastPart } from '../arn';
import { Deployment, Service, Unavailable } from '../model';
import { isOlderRevision, originOf, primaryOf } from '../rollback';
import { isSteadySince, isWithoutState } from '../steady';
import { hasStages } from '../strategy';
import { NOT_LISTED_YET, notRead, wasDenied } from '../unavailable';

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
  /** ... or if ECS is rolling it back. */
  readonly orRolledBack?: boolean;
}

/** The deployment that was found. */
interface FoundDeployment {
  readonly deploymentId: string;
  readonly serviceDeploymentArn?: string;
}

interface Candidate extends FoundDeployment {
  readonly createdAt: number;
  readonly open: boolean;
  /** Whether it is open is concluded from the service: ECS shows no state of it. */
  readonly isWithoutState?: boolean;
  readonly rollsBack?: boolean;
  readonly revisionArn?: string;
}

type Finder = Pick<Reader, 'reading'> & { readonly aws: Reader['aws'] & Partial<Pick<AccountApi, 'describeServiceRevisions'>> };

/** undefined: the service has no such deployment, or it could not be read; then `reading` says so. */
export async function findDeployment(
  finder: Finder, watched: ServiceUnderWatch, wanted: WantedDeployment,
): Promise<FoundDeployment | undefined> {
  if (wanted.deployment) return byName(finder, watched, wanted.deployment);
  // What a deleted service has deployed is not what a person waits for. A service of the same name may follow it.
  if (isDeleted(watched.service) || isAtRest(watched.service, wanted)) return undefined;
  const all = (await candidates(finder, watched) ?? [])
    .filter((one) => wanted.sinceMs === undefined || one.createdAt >= wanted.sinceMs || isWantedOpen(one, wanted))
    .sort((a, b) => b.createdAt - a.createdAt);
  const [found] = wanted.taskDefinition === undefined ? all : await ofDefinition(finder, watched.service, all, wanted.taskDefinition);
  return found && !mayBeOver(finder, found, wanted) ? foundOf(found) : undefined;
}

/** It is taken because it is open, and the list, which shows that, is read at a later look. */
function mayBeOver({ reading }: Finder, { createdAt, isWithoutState: unclear }: Candidate, { sinceMs }: WantedDeployment): boolean {
  const isOld = sinceMs !== undefined && createdAt < sinceMs;
  return unclear === true && isOld && notRead(reading, 'service deployments').some((one) => !wasDenied(one));
}

function isWantedOpen({ open, rollsBack }: Candidate, { orOpen, orRolledBack }: WantedDeployment): boolean {
  return orOpen === true && open && (!rollsBack || orRolledBack === true);
}

/** DRAINING until its tasks have ended, INACTIVE from then on, for as long as DescribeServices returns it (Amazon ECS API Reference). */
export function isDeleted({ status }: Service): boolean {
  return status === 'DRAINING' || status === 'INACTIVE';
}

function foundOf({ deploymentId, serviceDeploymentArn }: Candidate): FoundDeployment {
  return { deploymentId, ...(serviceDeploymentArn && { serviceDeploymentArn }) };
}

/**
 * The newest deployment, if it began after this one. A deployment with which ECS rolls back is not taken for a newer one.
 * @returns undefined: there is none, or it could not be read; then `reading` says so
 */
export async function newerDeployment(
  finder: Pick<Finder, 'aws' | 'reading'>, watched: ServiceUnderWatch, deploymentId: string,
): Promise<FoundDeployment | undefined> {
  const all = [...await candidates(finder, watched) ?? []].sort((a, b) => b.createdAt - a.createdAt);
  const [newest] = all;
  const mine = all.find((one) => one.deploymentId === deploymentId);
  return mine && newest.createdAt > mine.createdAt ? foundOf(newest) : undefined;
}

/**
 * No deployment began since then, by what the service lists itself: a rolling update is always in it, and so is the rollback of one. The
 * services of a cluster are looked at again and again until one of them is deployed, and this saves a call for each.
 */
function isAtRest(service: Service, { sinceMs }: WantedDeployment): boolean {
  const { deployments = [], currentServiceDeployment } = service;
  if (sinceMs === undefined || !deployments.length || hasStages(service) || currentServiceDeployment) return false;
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
  const found = (await candidates(finder, watched) ?? []).find((one) => one.deploymentId === deploymentId);
  return found && foundOf(found);
}

/**
 * The deployments from which the wanted one is chosen; without that of a rollback, which has no service deployment of its own. undefined:
 * they are not known, and `reading` says why.
 */
async function candidates(finder: Finder, watched: ServiceUnderWatch): Promise<readonly Candidate[] | undefined> {
  const briefs = await listServiceDeployments(finder, watched);
  const listed = (briefs ?? []).flatMap(candidateOf).sort((a, b) => b.createdAt - a.createdAt);
  if (!briefs || !listed.length) return byServiceAlone(finder, watched, briefs !== undefined);
  const unlisted = await notListedYet(finder, watched, briefs, listed);
  return unlisted && [...unlisted, ...listed];
}

/** What the service lists itself, if that shows which deployment is the newest. */
function byServiceAlone({ reading }: Finder, { service }: ServiceUnderWatch, isRead: boolean): readonly Candidate[] | undefined {
  const { deployments = [] } = service;
  const origin = originOf(service);
  if (origin.kind === 'deployed') return deployments.flatMap((one) => listedByService(service, one));
  if (origin.kind === 'rollback' && origin.failed) {
    return deployments.filter((one) => one !== primaryOf(service)).flatMap((one) => listedByService(service, one));
  }
  if (!deployments.length && isRead) return [];
  if (isRead) reading.unavailable.push(NOT_LISTED);
  return undefined;
}

/** Without `reading` the reason would be missing why nothing is known. */
const NOT_LISTED: Unavailable = {
  what: 'service deployments', error: NOT_LISTED_YET, message: 'ECS does not list the newest deployment of the service yet',
};

/**
 * A deployment that the service shows and that the list of service deployments lacks. ECS lists a new one some seconds late, and that of a
 * rollback never. Empty: there is none. undefined: not known yet.
 */
async function notListedYet(
  finder: Finder, { service }: ServiceUnderWatch, briefs: readonly ServiceDeploymentBrief[], [newest]: readonly Candidate[],
): Promise<readonly Candidate[] | undefined> {
  const current = service.currentServiceDeployment;
  const primary = primaryOf(service);
  const isUnlisted = current !== undefined && !briefs.some((one) => one.serviceDeploymentArn === current);
  if (isUnlisted) {
    const described = await describe(finder, current);
    if (described) return [described];
  }
  const isListed = (id: string | undefined) => briefs.some((one) => deploymentIdOf(one.targetServiceRevisionArn) === id);
  const isNew = primary?.id !== undefined && Date.parse(primary.createdAt ?? '') > newest.createdAt && !isListed(primary.id);
  if (!isNew) return isUnlisted ? later(finder) : [];
  const [found] = listedByService(service, primary);
  const origin = originOf(service);
  // What has failed is the newest of the list, unless the list lacks it, too.
  const lacksFailed = origin.kind === 'rollback' && !(origin.failed && isListed(origin.failed.id));
  if (isUnlisted) return lacksFailed ? rolledBack(finder, service, current) : [{ ...found, serviceDeploymentArn: current }];
  const before = briefs.find((one) => deploymentIdOf(one.targetServiceRevisionArn) === newest.deploymentId);
  if (isNewerThanFailed(service, primary, before)) return [found];
  if (isRolledBackBy(primary, before)) return [];
  const isBeforeIt = before?.status === 'SUCCESSFUL';
  if (isBeforeIt && lacksFailed) return rolledBack(finder, service);
  if (before?.status === 'STOPPED' || (isBeforeIt && origin.kind === 'rollback')) return [found];
  if (origin.kind === 'unclear') return later(finder);
  return origin.kind === 'deployed' ? [found] : [];
}

/** The deployment that ECS has given up, which the service shows and the list lacks. */
function rolledBack(finder: Finder, service: Service, arn?: string): readonly Candidate[] | undefined {
  const origin = originOf(service);
  const failed = origin.kind === 'rollback' ? origin.failed : undefined;
  if (!failed) return later(finder);
  return listedByService(service, failed).map((one) => ({ ...one, ...arn && { serviceDeploymentArn: arn } }));
}

function later({ reading }: Finder): undefined {
  reading.unavailable.push(NOT_LISTED);
  return undefined;
}

/** ECS rolls back while the service deployment is open. */
function isRolledBackBy({ createdAt = '' }: Deployment, { status = '', finishedAt = '' }: ServiceDeploymentBrief = {}): boolean {
  return status.startsWith('ROLLBACK_') && !(Date.parse(createdAt) > Date.parse(finishedAt));
}

/** ECS rolls back to a revision that was deployed before, so never to a newer one than that of the deployment that failed. */
function isNewerThanFailed({ deployments = [] }: Service, primary: Deployment, before?: ServiceDeploymentBrief): boolean {
  const failed = deployments.find(({ id }) => id === deploymentIdOf(before?.targetServiceRevisionArn));
  return before?.status?.startsWith('ROLLBACK_') === true && failed !== undefined && isOlderRevision(failed, primary);
}

async function describe({ aws, reading }: Finder, arn: string): Promise<Candidate | undefined> {
  const answer = await reading.attempt('service deployment', () => aws.describeServiceDeployments({ serviceDeploymentArns: [arn] }));
  const [found] = answer?.serviceDeployments ?? [];
  return found && candidateOf({ ...found, serviceDeploymentArn: arn, targetServiceRevisionArn: found.targetServiceRevision?.arn })[0];
}

function listedByService(service: Service, deployment: Deployment): readonly Candidate[] {
  const { id, createdAt, status, rolloutState = '' } = deployment;
  if (!id) return [];
  const unclear = isWithoutState(deployment);
  const isOver = unclear ? isSteadySince(service, deployment) : ['COMPLETED', 'FAILED'].includes(rolloutState);
  const open = status === 'PRIMARY' && !isOver;
  return [{ deploymentId: id, createdAt: Date.parse(createdAt ?? '') || 0, open, isWithoutState: unclear }];
}

const OPEN: ReadonlySet<string | undefined> = new Set(['PENDING', 'IN_PROGRESS', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS']);

function candidateOf(brief: ServiceDeploymentBrief): readonly Candidate[] {
  const { targetServiceRevisionArn: revisionArn, serviceDeploymentArn, createdAt, startedAt, status } = brief;
  const deploymentId = deploymentIdOf(revisionArn);
  if (!deploymentId) return [];
  const began = Date.parse(createdAt ?? startedAt ?? '') || 0;
  const rollsBack = status?.startsWith('ROLLBACK_') === true;
  return [{ deploymentId, serviceDeploymentArn, createdAt: began, open: OPEN.has(status), rollsBack, ...(revisionArn && { revisionArn }) }];
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
