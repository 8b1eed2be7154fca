import { Frame } from '../../../facts/model';
import { Hit } from '../kit';

/** The log group that a text names, or the only one of the task definition. */
export function groupOf(hit: Hit): string | undefined {
  const named = /log-group:([^\s:"']+)/.exec(hit.text)?.[1];
  const defined = [...new Set((hit.frame.taskDefinition?.containerDefinitions ?? [])
    .flatMap((d) => d.logConfiguration?.options?.['awslogs-group'] ?? []))];
  return named ?? (defined.length === 1 ? defined[0] : undefined);
}

/** The container that logs to the group that the text names, when exactly one does and more than one could. */
export function loggingContainer(hit: Hit): string | undefined {
  const named = /log-group:([^\s:"']+)/.exec(hit.text)?.[1];
  const using = (hit.frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => named && d.logConfiguration?.options?.['awslogs-group'] === named);
  return using.length === 1 ? using[0].name : undefined;
}

/** A log configuration whose awslogs-region is not the Region of the service. */
interface OtherRegion {
  readonly region: string;
  /** The Region of the service. */
  readonly own: string;
  /** It has not the form of a Region: a variable that was empty, a typing error. */
  readonly invalid: boolean;
}

const REGION = /^[a-z]{2,3}(-[a-z]+){1,3}-\d{1,2}$/;

/** AWS accepts another Region, but then every log line leaves the Region of the task: mostly it is a mistake. */
export function otherRegion(frame: Frame): OtherRegion | undefined {
  const arn = frame.service?.serviceArn ?? frame.taskDefinition?.taskDefinitionArn ?? frame.service?.clusterArn ?? '';
  const own = /^arn:[\w-]+:ecs:([\w-]+):/.exec(arn)?.[1];
  const regions = (frame.taskDefinition?.containerDefinitions ?? []).flatMap((d) => d.logConfiguration?.options?.['awslogs-region'] ?? []);
  const region = regions.find((r) => r !== own);
  return own && region !== undefined ? { region, own, invalid: !REGION.test(region) } : undefined;
}

export function regionFact(frame: Frame): string | undefined {
  const other = otherRegion(frame);
  return other && `awslogs-region is ${other.region}, but the service is in ${other.own}`;
}

/** `set awslogs-region to eu-west-1` */
export function regionFix({ own }: OtherRegion): string {
  return `set awslogs-region to ${own} in the logConfiguration of the container: LogDrivers.awsLogs() takes the Region of the stack`;
}
