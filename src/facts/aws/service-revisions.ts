import { AccountApi } from './account-api';
import { deploymentIdOf, readTaskDefinition } from './ecs';
import { Reader } from './reader';
import { Cache, Reading } from './reading';
import { Deployment, Frame, ServiceRevision } from '../model';

type RevisionsApi = Pick<AccountApi, 'describeServiceRevisions'>;

/**
 * The frame with the service revisions of its deployment and of the one that it replaces: the settings of the service beside the task
 * definition, and the digests of the images (Amazon ECS API Reference, ServiceRevision). A first deployment replaces none.
 */
export async function withServiceRevisions(aws: RevisionsApi, frame: Frame): Promise<Frame> {
  const [target, source] = revisionArns(frame);
  if (frame.serviceRevisions || !target || !source || target === source) return frame;
  const reading = new Reading();
  const serviceRevisions = await readRevisions(aws, reading, new Cache(), [target, source]);
  const unavailable = [...frame.unavailable ?? [], ...reading.unavailable];
  return { ...frame, ...(serviceRevisions && { serviceRevisions }), unavailable };
}

/**
 * The facts with the task definitions of the deployment itself and of the one that it replaced. A service lists a deployment for a while
 * after its end, and its stopped tasks are kept for about one hour; after that, only the service revisions name both (Amazon ECS API
 * Reference, ServiceDeployment). What the service runs now is another one.
 */
export async function withOwnDefinitions(
  aws: RevisionsApi, reader: Reader, deploymentId: string | undefined, facts: Partial<Frame>,
): Promise<Partial<Frame>> {
  const { service, tasks } = facts;
  const listed = service?.deployments?.find(({ id }) => id === deploymentId);
  const [target, source] = revisionArns(facts);
  if (!deploymentId || !target || deploymentIdOf(target) !== deploymentId) return facts;
  const hasTasks = tasks?.some(({ startedBy }) => startedBy === deploymentId);
  if (listed ? !isOldest(listed, facts) : hasTasks && !isReplaced(facts)) return facts;
  const { taskDefinition, previousTaskDefinition: _, ...rest } = facts;
  // The service names the definition of a deployment that it lists.
  const others = listed && taskDefinition ? { ...rest, taskDefinition } : rest;
  const arns = [target, ...source && source !== target ? [source] : []];
  const serviceRevisions = await readRevisions(aws, reader.reading, reader.cache, arns);
  if (!serviceRevisions) return hasTasks && !listed ? facts : others;
  const [mine, previous] = await Promise.all([target, source].map((arn) => (
    readTaskDefinition(reader, serviceRevisions.find((one) => arn && one.serviceRevisionArn === arn)?.taskDefinition))));
  return {
    ...others,
    serviceRevisions,
    ...(mine && { taskDefinition: mine }),
    ...(previous && { previousTaskDefinition: previous }),
  };
}

/** All that the service lists beside it began after it. That of a rollback runs what ran before it. */
function isOldest({ id, createdAt = '' }: Deployment, { service, serviceDeployment }: Partial<Frame>): boolean {
  const others = (service?.deployments ?? []).filter((one) => one.id !== id);
  if (!others.length || serviceDeployment?.status?.startsWith('ROLLBACK_')) return false;
  return others.every((one) => Date.parse(one.createdAt ?? '') > Date.parse(createdAt));
}

/** A newer deployment has begun since: what the service lists beside this one did not run before it. */
function isReplaced({ service, serviceDeployment }: Partial<Frame>): boolean {
  const { status, finishedAt = '' } = serviceDeployment ?? {};
  if (status === 'STOPPED' || status === 'SUCCESSFUL') return true;
  return (service?.deployments ?? []).some(({ createdAt = '' }) => Date.parse(createdAt) > Date.parse(finishedAt));
}

function revisionArns({ serviceDeployment }: Partial<Frame>): readonly [string | undefined, string | undefined] {
  const { targetServiceRevision, sourceServiceRevisions: [source] = [] } = serviceDeployment ?? {};
  return [targetServiceRevision?.arn, source?.arn];
}

/** undefined: they could not be read. The task definition of a revision never changes, so that a look does not read it again. */
async function readRevisions(
  aws: RevisionsApi, reading: Reading, cache: Cache, serviceRevisionArns: string[],
): Promise<readonly ServiceRevision[] | undefined> {
  const key = serviceRevisionArns.join(' ');
  const known = cache.get<readonly ServiceRevision[]>(key);
  if (known) return known;
  const answer = await reading.attempt('service revisions', () => aws.describeServiceRevisions({ serviceRevisionArns }));
  if (answer?.serviceRevisions) cache.set(key, answer.serviceRevisions);
  return answer?.serviceRevisions;
}
