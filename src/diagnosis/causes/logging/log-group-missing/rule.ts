import { guide, quoted, stated } from '../../kit';
import { groupOf, loggingContainer, otherRegion, regionFact, regionFix } from '../groups';

export const logGroupMissing = stated({
  id: 'log-group-missing',
  family: 'logging',
  title: 'CloudWatch log group does not exist',
  stage: 'start',
  retry: 'never',
  docs: guide('using_awslogs'),
  certainty: (hit) => (/not exist|notfound|cannot find|can't find/i.test(hit.text) ? 'certain' : 'probable'),
  containerOf: loggingContainer,
  headline: (hit) => `${hit.who} cannot start: log group ${quoted(groupOf(hit) ?? 'of its awslogs driver')} does not exist`,
  facts: (hit) => [regionFact(hit.frame)],
  fix: (hit) => {
    const other = otherRegion(hit.frame);
    return other ? regionFix(other) : 'create the group in the app:'
      + ' logging: LogDrivers.awsLogs({ logGroup: new logs.LogGroup(...), streamPrefix })';
  },
});
