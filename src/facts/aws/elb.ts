import { AwsApi } from './api';
import { Cache, Reading } from './reading';
import { Frame, Service, TargetGroup } from '../model';

/** More target groups than this say nothing more about one deployment. */
const MAX_GROUPS = 5;

export function targetGroupArns(service: Service): readonly string[] {
  const arns = (service.loadBalancers ?? []).flatMap((b) => [b.targetGroupArn, b.advancedConfiguration?.alternateTargetGroupArn]);
  return [...new Set(arns.filter((arn): arn is string => Boolean(arn)))].slice(0, MAX_GROUPS);
}

/** Target groups of the service and the health of their targets; empty where it has none or they cannot be read. */
export async function readTargets(aws: AwsApi, reading: Reading, cache: Cache, service: Service, now: string): Promise<Pick<Frame, 'targetGroups' | 'targetHealth'>> {
  const arns = targetGroupArns(service);
  if (!arns.length) return {};
  const [targetGroups, ...health] = await Promise.all([
    readGroups(aws, reading, cache, arns, now),
    ...arns.map((TargetGroupArn) => reading.attempt('target health', () => aws.describeTargetHealth({ TargetGroupArn }))),
  ]);
  const read = arns.flatMap((arn, i) => (health[i] ? [[arn, health[i].TargetHealthDescriptions ?? []] as const] : []));
  return { ...(targetGroups && { targetGroups }), ...(read.length && { targetHealth: Object.fromEntries(read) }) };
}

/** The settings of a target group: once a minute is often enough. */
async function readGroups(
  aws: AwsApi, reading: Reading, cache: Cache, arns: readonly string[], now: string,
): Promise<readonly TargetGroup[] | undefined> {
  const key = `target groups ${now.slice(0, 'yyyy-mm-ddThh:mm'.length)} ${arns.join(' ')}`;
  const known = cache.get<readonly TargetGroup[]>(key);
  if (known) return known;
  const answer = await reading.attempt('target groups', () => aws.describeTargetGroups({ TargetGroupArns: [...arns] }));
  if (answer?.TargetGroups) cache.set(key, answer.TargetGroups);
  return answer?.TargetGroups;
}
