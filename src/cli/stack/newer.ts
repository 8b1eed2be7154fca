import { StackOperation } from './model';
import { duration } from '../../diagnosis/text';
import { AccountApi } from '../../facts/aws/account-api';
import { clusterOf } from '../../facts/aws/service-arn';
import { serviceName } from '../watch/model';

/** CloudFormation and ECS each have their own clock. */
const SLACK_MS = 10_000;
/** Services. More are not asked for. */
const MOST = 20;

/**
 * Deployments that began after the operation, past CloudFormation: a hotswap of the CDK CLI, a forced deployment. One line for each. A
 * service that cannot be read has none: this is only a hint.
 */
export async function newerLines(aws: AccountApi, operation: StackOperation, now: string): Promise<readonly string[]> {
  const endedMs = Date.parse(operation.root.since ?? '');
  const services = operation.services.filter(({ arn }) => arn).slice(0, MOST);
  const lines = await Promise.all(services.map(async ({ arn = '', cluster, ...service }) => {
    const answer = await aws.describeServices({ cluster: clusterOf(arn, cluster), services: [arn] }).catch(() => undefined);
    const primary = answer?.services?.[0]?.deployments?.find(({ status }) => status === 'PRIMARY');
    const beganMs = Date.parse(primary?.createdAt ?? '');
    if (!(beganMs > endedMs + SLACK_MS)) return [];
    const ago = duration(Date.parse(now) - beganMs);
    const name = serviceName(service, operation.root.name);
    return [`${name} has a newer deployment, which began ${ago} ago and not by this operation: ecs-why ${arn} explains it`];
  }));
  return lines.flat();
}
