import { guide, networkFacts, stated } from '../../kit';
import { groupOf } from '../groups';

export const logNetwork = stated({
  id: 'log-network',
  family: 'logging',
  title: 'CloudWatch Logs not reachable from the task',
  stage: 'start',
  retry: 'maybe',
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot reach CloudWatch Logs: no network route`,
  facts: (hit) => [
    groupOf(hit) && `log group ${groupOf(hit)}`,
    /cannot find/i.test(hit.text) && 'AWS also reports that the log group was not found; without a connection this is no evidence',
    ...networkFacts(hit.frame),
  ],
  fix: 'give the subnets a route to CloudWatch Logs:'
    + ' a NAT gateway, assignPublicIp: true in public subnets, or vpc.addInterfaceEndpoint(...)',
});
