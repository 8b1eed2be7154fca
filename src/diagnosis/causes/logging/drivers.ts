import { NO_DRIVER } from '../../classify/aws-texts';
import { driverOf, launchTypeOf, logSettings, onInstances } from '../../read';
import { Hit } from '../kit';

/** The driver was accepted and its destination does not answer. */
const UNREACHED = /dial (tcp|udp|unix)|connect(ion)?:? |no such host|i\/o timeout|deadline exceeded|failed to verify|delivery error/i;
export const REGION = /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/;
/** The host of CloudWatch Logs is made of `awslogs-region`. */
const HOST = /\blogs\.([^\s"'/]{1,80}?)\.?(?:amazonaws\.|api\.aws)/i;

export function badRegion(text: string): string | undefined {
  const region = HOST.exec(text)?.[1];
  return region && !REGION.test(region) ? region : undefined;
}

export function isUnreached(text: string): boolean {
  return UNREACHED.test(text) && !badRegion(text);
}

/** Its name where a host lacks it. */
const ABSENT = /\b(\w+) is not \w+ on this|driver (?:named )?["'](\S{1,60}?)["']|logging plugin (\S{1,60}?):? plugin/i;

/** The driver as the task definition names it, else as the text does. */
export function driverIn(hit: Hit): string | undefined {
  const defined = driverOf(hit);
  const absent = NO_DRIVER.test(hit.text) ? ABSENT.exec(hit.text)?.slice(1).find(Boolean) : undefined;
  if (absent) return absent;
  // awslogs has no sockets and no other ports: then it is another container's
  if (defined && !(defined === 'awslogs' && isUnreached(hit.text))) return defined;
  return /\b(splunk|fluentd|fluent|gelf|syslog|journald|logentries)\b/i.exec(hit.text)?.[1].toLowerCase().replace(/^fluent$/, 'fluentd');
}

/** Drivers that dial an address of their own. */
const DIALS = /^(?:splunk|fluentd|gelf|syslog|logentries)$/;

/** The one container whose options have the address that the text dials; a recording has no options: then the one whose driver dials. */
export function withAddress({ frame, text }: Hit): string | undefined {
  const dialled = dialledIn(text);
  if (dialled === undefined) return undefined;
  const dialling = (frame.taskDefinition?.containerDefinitions ?? [])
    .flatMap(({ name, logConfiguration: log }) => (DIALS.test(log?.logDriver ?? '') ? [{ name, options: log?.options ?? {} }] : []));
  const owners = dialling.filter(({ options }) => Object.values(options).some((value) => value.includes(dialled)));
  const [only, another] = owners.length ? owners : dialling;
  return another ? undefined : only?.name;
}

/** `0.0.0.0:8080`, `[::1]:24224`. */
function dialledIn(text: string): string | undefined {
  return /dial (?:tcp|udp)\d? (\S+:\d+)/.exec(text)?.[1];
}

/** Address of the driver, from its options; where they are not known to be its own, from the text. */
export function destination(hit: Hit): string | undefined {
  const options = logSettings(hit)?.options ?? {};
  return Object.entries(options).find(([name]) => /address|url|host$/.test(name))?.[1] ?? dialledIn(hit.text);
}

const LOOPBACK = /(?:^|[\s/@])(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|localhost|\[::1?\])(?::(\d+)|[/\s]|$)/i;

/**
 * The driver is sent to a container of its own task. On instances a collector of the host can have a loopback address: then only a port of
 * this task definition shows it.
 */
export function isOwnTask(hit: Hit): boolean {
  if (!isUnreached(hit.text)) return false;
  const [found, port] = LOOPBACK.exec(dialledIn(hit.text) ?? destination(hit) ?? '') ?? [];
  const others = (hit.frame.taskDefinition?.containerDefinitions ?? []).filter(({ name }) => name !== hit.container);
  const isPort = others.some((d) => d.portMappings?.some(({ containerPort }) => containerPort === Number(port)));
  return found !== undefined && (launchTypeOf(hit.frame) === 'FARGATE' || isPort);
}

/** The container of the task that is to take the log, as a headline names it. */
function collector({ frame, container, text }: Hit): string {
  const port = Number(/:(\d+)$/.exec(dialledIn(text) ?? '')?.[1]);
  const others = (frame.taskDefinition?.containerDefinitions ?? []).filter(({ name }) => name !== container);
  const [only] = others.length === 1 ? others : others.filter((d) => d.portMappings?.some(({ containerPort }) => containerPort === port));
  return only?.name ? `container "${only.name}"` : 'the collector';
}

export function ownTaskFix(hit: Hit): string {
  const start = WITHOUT_CHECK[driverIn(hit) ?? ''];
  const send = start ? `${start}; or send` : 'send';
  return `${send} the log through FireLens (LogDrivers.firelens()), which waits for its container, or to`
    + ` awslogs; to start ${collector(hit)} earlier does not help`;
}

/** Options with which a driver starts though nobody answers yet (Docker documentation, logging drivers). */
const WITHOUT_CHECK: { readonly [driver: string]: string | undefined } = {
  splunk: "let the driver start before the collector answers: options 'splunk-verify-connection': 'false'",
  fluentd: 'let the driver start without it: LogDrivers.fluentd({ async: true })',
};

/** Factories of CDK, by name of the driver. */
const FACTORIES: { readonly [driver: string]: string | undefined } = {
  'awslogs': 'awsLogs({ streamPrefix, logGroup })',
  'awsfirelens': 'firelens({ options })',
  'fluentd': 'fluentd({ address })',
  'gelf': 'gelf({ address })',
  'journald': 'journald()',
  'json-file': 'jsonFile()',
  'splunk': 'splunk({ url, secretToken })',
  'syslog': 'syslog({ address })',
};

/** The driver of the same container in the task definition before. */
function formerDriver({ frame, container }: Hit): string | undefined {
  return frame.previousTaskDefinition?.containerDefinitions?.find(({ name }) => name === container)?.logConfiguration?.logDriver;
}

/** What to do on a host that has no such driver. */
export function fixOfAbsent(hit: Hit, driver: string | undefined): string {
  const former = formerDriver(hit);
  const other = former && former !== driver ? former : 'awslogs';
  const back = `use ${other}${other === former ? ', as before' : ''}: ${factory(other)}`;
  if (!onInstances(hit.frame)) return `${back}; Fargate has awslogs, splunk and awsfirelens`;
  return `${back}; or take instances whose Docker has ${driver ?? 'the driver'} (another AMI, or its plugin installed), with`
    + ` ${driver ?? 'it'} in ECS_AVAILABLE_LOGGING_DRIVERS in /etc/ecs/ecs.config`;
}

export function factory(driver: string | undefined): string {
  return `LogDrivers.${FACTORIES[driver ?? 'awslogs'] ?? 'awsLogs({ streamPrefix, logGroup })'}`;
}
