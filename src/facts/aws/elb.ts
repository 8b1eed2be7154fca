import { Reader } from './reader';
import { Frame, Service, TargetGroup } from '../model';

/** More target groups than this add nothing to the picture of one deployment. */
const MAX_GROUPS = 5;

export function targetGroupArns(service: Service): readonly string[] {
  const arns = (service.loadBalancers ?? []).flatMap((b) => [b.targetGroupArn, b.advancedConfiguration?.alternateTargetGroupArn]);
  return [...new Set(arns.filter((arn): arn is string => Boolean(arn)))].slice(0, MAX_GROUPS);
}

/** Target groups of the service and the health of their targets. Empty: the service has none, or they could not be read. */
export async function readTargets(reader: Reader, service: Service): Promise<Pick<Frame, 'targetGroups' | 'targetHealth'>> {
  const { aws, reading } = reader;
  const arns = targetGroupArns(service);
  if (!arns.length) return {};
  const [targetGroups, ...health] = await Promise.all([
    readGroups(reader, arns),
    ...arns.map((TargetGroupArn) => reading.attempt('target health', () => aws.describeTargetHealth({ TargetGroupArn }))),
  ]);
  const read = arns.flatMap((arn, i) => (health[i] ? [[arn, health[i].TargetHealthDescriptions ?? []] as const] : []));
  return { ...(targetGroups && { targetGroups }), ...(read.length && { targetHealth: Object.fromEntries(read) }) };
}

/** The settings of the target groups, read once a minute. */
async function readGroups({ aws, reading, cache, now }: Reader, arns: readonly string[]): Promise<readonly TargetGroup[] | undefined> {
  const minute = now.slice(0, 'yyyy-mm-ddThh:mm'.length);
  const key = `target groups ${minute} ${arns.join(' ')}`;
  const known = cache.get<readonly TargetGroup[]>(key);
  if (known) return known;
  const answer = await reading.attempt('target groups', () => aws.describeTargetGroups({ TargetGroupArns: [...arns] }));
  if (answer?.TargetGroups) cache.set(key, answer.TargetGroups);
  return answer?.TargetGroups;
}
