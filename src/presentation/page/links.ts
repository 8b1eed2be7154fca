import { lastPart } from '../../diagnosis/text';
import { Frame } from '../../facts/model';
import { foreign } from '../foreign';
import { wellFormed } from '../plain';

interface Link {
  readonly text: string;
  readonly url: string;
}

/** Pages of the AWS console about the service and its failing container's log. None, if the ARN names no console of AWS. */
export function consoleLinks(frame: Frame, container: string | null | undefined, task: string | undefined): readonly Link[] {
  const arn = frame.service?.serviceArn ?? '';
  const [, partition = '', , region = ''] = arn.split(':');
  const host = CONSOLES.get(partition);
  const cluster = lastPart(frame.service?.clusterArn ?? arn.split('/').at(-2) ?? '');
  const service = frame.service?.serviceName ?? lastPart(arn);
  if (!host || !REGION.test(region) || ![cluster, service].every(isName)) return [];
  const base = `https://${region}.${host}`;
  const log = frame.taskDefinition?.containerDefinitions?.find((d) => d.name === container)?.logConfiguration;
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = log?.options ?? {};
  const ecs = `${base}/ecs/v2/clusters/${encoded(cluster)}`;
  const logGroup = group && isName(group) && `${base}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encodedTwice(group)}`;
  const stream = prefix && container && task && [prefix, container, task].every(isName) && encodedTwice(`${prefix}/${container}/${task}`);
  const logUrl = logGroup && stream ? `${logGroup}/log-events/${stream}` : logGroup;
  return [
    { text: 'service in the ECS console', url: `${ecs}/services/${encoded(service)}/health?region=${region}` },
    ...(task && isName(task)
      ? [{ text: 'failed task in the ECS console', url: `${ecs}/tasks/${encoded(task)}/configuration?region=${region}` }] : []),
    ...(log?.logDriver === 'awslogs' && logUrl ? [{ text: `log of ${container ?? 'the container'} in CloudWatch`, url: logUrl }] : []),
  ];
}

/** `eu-west-1`, `us-gov-east-1`, `ap-southeast-5`. A recording can have any text there, and it begins the host of a link. */
const REGION = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** Hosts of the console, by the partition of an ARN. */
const CONSOLES: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);

/** Dots alone are no name, and would be a way up in a path, even encoded (WHATWG URL Standard, double-dot URL path segment). */
const DOTS = /^\.{1,2}$/;

/** Not of a recording that was made to harm: no name in AWS has a secret, or a character that nobody sees. */
function isName(text: string): boolean {
  return text !== '' && !DOTS.test(text) && foreign(text) === text;
}

/** As a part of a path. A half of a character cannot be encoded. */
function encoded(name: string): string {
  return encodeURIComponent(wellFormed(name));
}

/** The console has names in the fragment of its addresses encoded twice, the second time with `$` in place of `%`. */
function encodedTwice(name: string): string {
  return encodeURIComponent(encodeURIComponent(wellFormed(name))).replace(/%/g, '$');
}
