import { newlyFollowed } from './advance';
import { Looked } from './look';
import { Followed, FollowNews } from './model';
import { shortName } from './text';
import { AccountApi } from '../../facts/aws/account-api';
import { readService } from '../../facts/aws/ecs';
import { newerDeployment } from '../../facts/aws/find-deployment';
import { newReader } from '../../facts/aws/reader';
import { Cache } from '../../facts/aws/reading';
import { withTurn } from '../../facts/aws/reading-plan';
import { Service } from '../../facts/model';
import { faultOf, passes } from '../aws/faults';

/**
 * A service of a whole cluster whose deployment is over: with a newer deployment, if one has begun, or as it was. Never throws. `now`: ISO
 * 8601.
 */
export async function lookForNewer(
  over: Followed, { aws, cache, at }: { readonly aws: AccountApi; readonly cache: Cache; readonly at: () => string }, now: string,
): Promise<Looked> {
  const { cluster, service: name, memory: { deploymentId = '', serviceDeploymentArn, concurrent }, turn = 0 } = over;
  const reader = newReader(aws, cache, now);
  const { reading } = reader;
  const service = await readService(reader, cluster, name);
  const shown = service && shownBy(service);
  const mayBeNewer = service && shown !== over.shown && showsAnother(service, { deploymentId, serviceDeploymentArn });
  const newer = mayBeNewer ? await newerDeployment({ aws, reading }, { service, cluster }, deploymentId) : undefined;
  const faults = reading.unavailable.map(faultOf);
  if (!newer) return { followed: { ...over, ...!faults.some(passes) && { shown: shown ?? '' } }, news: [], faults };
  const memory = withTurn({ ...newer, concurrent }, now, turn);
  const followed: Followed = { ...newlyFollowed({ cluster, service: name }, now), memory, turn };
  const news: FollowNews = { kind: 'notice', at: at(), text: `${shortName(over)}: another deployment has begun, ${newer.deploymentId}` };
  return { followed, news: [news], faults };
}

/** What DescribeServices shows of deployments. As long as it is the same, no other one has begun. */
function shownBy({ deployments = [], currentServiceDeployment = '' }: Service): string {
  return `${deployments.map(({ id }) => id).join(',')} ${currentServiceDeployment}`;
}

/** With some strategies ECS does not list a deployment with the service, but names its service deployment while that runs. */
function showsAnother(
  { deployments = [], currentServiceDeployment }: Service, mine: { readonly deploymentId: string; readonly serviceDeploymentArn?: string },
): boolean {
  const isOther = currentServiceDeployment !== undefined && currentServiceDeployment !== mine.serviceDeploymentArn;
  return isOther || deployments.some(({ id, status }) => status === 'PRIMARY' && id !== mine.deploymentId);
}
