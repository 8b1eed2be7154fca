import { guide, Hit, stated } from '../../kit';

export const throttled = stated({
  id: 'throttled',
  family: 'quota',
  title: 'An AWS API throttled ECS',
  stage: 'placement',
  retry: 'likely',
  docs: guide('service-event-messages-list'),
  docsOf: (hit) => (ofLogDriver(hit) ? guide('using_awslogs') : undefined),
  headline: (hit) => (ofLogDriver(hit)
    ? `${hit.who} cannot start for now: CloudWatch Logs throttled CreateLogStream`
    : 'an AWS API throttles ECS; ECS will try again'),
  // in the mode non-blocking the driver tries again, in the default one it gives up (moby/moby#42088)
  fix: (hit) => (ofLogDriver(hit)
    ? 'wait: ECS starts another task; if it happens again, let the driver try again itself (mode: AwsLogDriverMode.NON_BLOCKING in'
      + ' LogDrivers.awsLogs()), raise the quota of CreateLogStream, or start fewer tasks at once (maxHealthyPercent)'
    : 'wait; spread the deployments of many services over time'),
});

/** A start is throttled, too: that of the log driver of a task. */
function ofLogDriver({ text }: Hit): boolean {
  return /log ?stream|logger|logging driver/i.test(text);
}
