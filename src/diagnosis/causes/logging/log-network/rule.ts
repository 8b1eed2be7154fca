import { Rule } from '../../../model';
import { guide, Hit, networkFacts, stated } from '../../kit';
import { groupOf, otherRegion, regionFact, regionFix } from '../groups';

const ROUTE = 'give the subnets a route to CloudWatch Logs:'
  + ' a NAT gateway, assignPublicIp: true in public subnets, or vpc.addInterfaceEndpoint(...)';

const inWords = stated({
  id: 'log-network',
  family: 'logging',
  title: 'CloudWatch Logs not reachable from the task',
  stage: 'start',
  retry: 'maybe',
  foundBy: 'table and facts',
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot reach CloudWatch Logs: no network route`,
  facts: (hit) => [
    groupOf(hit) && `log group ${groupOf(hit)}`,
    regionFact(hit.frame),
    /cannot find/i.test(hit.text) && 'AWS also reports that the log group was not found; without a connection this is no evidence',
    ...networkFacts(hit.frame),
  ],
  fix: (hit) => fixFor(hit),
});

function fixFor({ frame }: Hit): string {
  const other = otherRegion(frame);
  return other ? `${regionFix(other)}; an interface endpoint serves its own Region only` : ROUTE;
}

export const logNetwork: Rule = {
  ...inWords,
  // without a Region there is no host to reach: `log-driver-config` has it
  match: (frame) => (otherRegion(frame)?.invalid ? undefined : inWords.match(frame)),
};
