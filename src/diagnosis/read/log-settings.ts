import { TextInFrame } from './statements';
import { ContainerDefinition, Frame } from '../../facts/model';

/** The log group that a text names, or the only one of the task definition. */
export function groupOf(hit: TextInFrame): string | undefined {
  const named = /log-group:([^\s:"']+)/.exec(hit.text)?.[1];
  const defined = [...new Set((hit.frame.taskDefinition?.containerDefinitions ?? [])
    .flatMap((d) => d.logConfiguration?.options?.['awslogs-group'] ?? []))];
  return named ?? (defined.length === 1 ? defined[0] : undefined);
}

/** The container that logs to the group that the text names, when exactly one does and more than one could. */
export function loggingContainer(hit: TextInFrame): string | undefined {
  const named = /log-group:([^\s:"']+)/.exec(hit.text)?.[1];
  const using = (hit.frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => named && d.logConfiguration?.options?.['awslogs-group'] === named);
  return using.length === 1 ? using[0].name : undefined;
}

/** The log settings of the container, or those of all containers if they share one driver. */
export function logSettings(hit: TextInFrame): ContainerDefinition['logConfiguration'] {
  const all = (hit.frame.taskDefinition?.containerDefinitions ?? []).filter((d) => d.logConfiguration?.logDriver);
  const own = all.find((d) => d.name === hit.container)?.logConfiguration;
  const drivers = new Set(all.map((d) => d.logConfiguration?.logDriver));
  return own ?? (drivers.size === 1 ? all[0].logConfiguration : undefined);
}

export function driverOf(hit: TextInFrame): string | undefined {
  return logSettings(hit)?.logDriver;
}

/** A log configuration whose awslogs-region is not the Region of the service. */
interface OtherRegion {
  readonly region: string;
  /** The Region of the service. */
  readonly own: string;
}

/** AWS accepts another Region, but then every log line leaves the Region of the task: mostly it is a mistake. */
export function otherLogRegion(frame: Frame): OtherRegion | undefined {
  const arn = frame.service?.serviceArn ?? frame.taskDefinition?.taskDefinitionArn ?? frame.service?.clusterArn ?? '';
  const own = /^arn:[\w-]+:ecs:([\w-]+):/.exec(arn)?.[1];
  const regions = (frame.taskDefinition?.containerDefinitions ?? []).flatMap((d) => d.logConfiguration?.options?.['awslogs-region'] ?? []);
  const region = regions.find((r) => r !== own);
  return own && region !== undefined ? { region, own } : undefined;
}
