import { driverOf, groupOf, otherLogRegion, regionOf, wayOut } from '../../../read';
import { guide, Hit, stated } from '../../kit';
import { connectionFacts, connectionFix, Destination, obstacle } from '../../obstacles';

export const logNetwork = stated({
  id: 'log-network',
  family: 'logging',
  title: 'CloudWatch Logs not reachable from the task',
  stage: 'start',
  retry: 'maybe',
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot start: ${obstacle(hit.text, destination(hit))}`,
  facts: (hit) => [
    groupOf(hit) && `log group ${groupOf(hit)}`,
    /cannot find/i.test(hit.text) && 'AWS also reports that the log group was not found; without a connection this is no evidence',
    otherRegion(hit) && `awslogs-region is ${otherRegion(hit)}, but the service is in ${regionOf(hit.frame)}`,
    ...connectionFacts(hit, destination(hit)),
  ],
  fix: (hit) => (otherRegion(hit)
    ? `set awslogs-region to ${regionOf(hit.frame)}, or give the subnets ${wayOut(hit.frame)}: VPC endpoints serve their own Region only`
    : connectionFix(hit, destination(hit))),
});

/** The driver decides where the log goes; its name is often in the task definition only. */
function destination(hit: Hit): Destination {
  const driver = /cloudwatch|\blogs\.[a-z\d-]+\.|awslogs/i.test(hit.text) ? 'awslogs' : driverOf(hit);
  return driver && driver !== 'awslogs'
    ? { name: `the destination of its log driver ${driver}` }
    : { name: 'CloudWatch Logs', endpoints: 'vpc.addInterfaceEndpoint(...) for logs' };
}

/** The Region of the log group, if the tasks run in another one. */
function otherRegion(hit: Hit): string | undefined {
  const region = /\blogs\.([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})\./.exec(hit.text)?.[1];
  const own = regionOf(hit.frame);
  return region && own && region !== own ? region : otherLogRegion(hit.frame)?.region;
}
