import { groupOf, loggingContainer, otherLogRegion } from '../../../read';
import { guide, shortenable, stated } from '../../kit';

export const logGroupMissing = stated({
  id: 'log-group-missing',
  family: 'logging',
  title: 'CloudWatch log group does not exist',
  stage: 'start',
  retry: 'never',
  docs: guide('using_awslogs'),
  certainty: (hit) => (/not exist|notfound|cannot find|can't find/i.test(hit.text) ? 'certain' : 'probable'),
  containerOf: loggingContainer,
  headline: (hit) => `${hit.who} cannot start: log group ${shortenable(groupOf(hit) ?? 'of its awslogs driver')} does not exist`,
  facts: ({ frame }) => {
    const other = otherLogRegion(frame);
    return [other && `awslogs-region is ${other.region}, but the service is in ${other.own}`];
  },
  fix: ({ frame }) => {
    const other = otherLogRegion(frame);
    if (!other) return 'create the group in the app: logging: LogDrivers.awsLogs({ logGroup: new logs.LogGroup(...), streamPrefix })';
    return `set awslogs-region to ${other.own} in logConfiguration: LogDrivers.awsLogs() takes the Region of the stack`;
  },
});
