import { lastPart } from '../../diagnosis/text';
import { Frame } from '../../facts/model';

interface Link {
  readonly text: string;
  readonly url: string;
}

/** Pages of the AWS console about the service and its failing container's log. */
export function consoleLinks(frame: Frame, container: string | null | undefined, task: string | undefined): readonly Link[] {
  const arn = frame.service?.serviceArn ?? '';
  const [, partition, , region] = arn.split(':');
  const cluster = lastPart(frame.service?.clusterArn ?? arn.split('/').at(-2) ?? '');
  const service = frame.service?.serviceName ?? lastPart(arn);
  if (!region || !cluster || !service) return [];
  const base = `https://${region}.${CONSOLE[partition] ?? CONSOLE.aws}`;
  const log = frame.taskDefinition?.containerDefinitions?.find((d) => d.name === container)?.logConfiguration;
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = log?.options ?? {};
  const ecs = `${base}/ecs/v2/clusters/${cluster}`;
  const logGroup = group && `${base}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encodedTwice(group)}`;
  const stream = prefix && container && task && encodedTwice(`${prefix}/${container}/${task}`);
  const logUrl = logGroup && stream ? `${logGroup}/log-events/${stream}` : logGroup;
  return [
    { text: 'service in the ECS console', url: `${ecs}/services/${service}/health?region=${region}` },
    ...(task ? [{ text: 'failed task in the ECS console', url: `${ecs}/tasks/${task}/configuration?region=${region}` }] : []),
    ...(log?.logDriver === 'awslogs' && logUrl ? [{ text: `log of ${container ?? 'the container'} in CloudWatch`, url: logUrl }] : []),
  ];
}

const CONSOLE: { readonly [partition: string]: string } = {
  'aws': 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The console has names in the fragment of its addresses encoded twice, the second time with `$` in place of `%`. */
function encodedTwice(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replace(/%/g, '$');
}
