import { NO_CREDENTIALS, NO_DRIVER } from '../../../classify/aws-texts';
import { connectionIn, linkLocal, linkLocalIn, onInstances, otherLogRegion } from '../../../read';
import { nameInFix } from '../../../text';
import { guide, Hit, quoted, shortenable, stated } from '../../kit';
import {
  badRegion, destination, driverIn, factory, fixOfAbsent, isOwnTask, isUnreached, ownTaskFix, REGION, withAddress,
} from '../drivers';

export const logDriverConfig = stated({
  id: 'log-driver-config',
  family: 'logging',
  title: 'Log driver options invalid',
  stage: 'start',
  retry: 'never',
  docs: guide('using_awslogs'),
  certainty: ({ text }) => (/option|value|require|unknown|invalid|must|expected/i.test(text) || NO_DRIVER.test(text)
    || badRegion(text) || lacksCredentials(text)
    || connectionIn(text).step !== 'unnamed' || /dial unix/.test(text) ? 'certain' : 'possible'),
  retryOf: ({ text }) => (isUnreached(text) || lacksCredentials(text) ? 'maybe' : undefined),
  onHost: true,
  containerOf: (hit) => withBadRegion(hit) ?? withAddress(hit),
  headline: (hit) => `${hit.who} cannot start: ${fault(hit)}`,
  facts: (hit) => [
    isOwnTask(hit) && 'a log driver connects before any container of the task runs, and from the host: a container of the same task cannot'
      + ' answer it',
    ...linkLocal(hit.frame, hit.text, hit.tasks, 'host')?.facts ?? [],
  ],
  fix: (hit) => fixFor(hit),
});

/** The driver asks for credentials before it sends anything. */
function lacksCredentials(text: string): boolean {
  return NO_CREDENTIALS.test(text) || linkLocalIn(text) !== undefined;
}

function from(text: string): string {
  const address = linkLocalIn(text)?.address;
  return address ? ` from ${address}` : '';
}

/** The SDK names no host where it finds no endpoint for the value. */
function badRegionOf(hit: Hit): string | undefined {
  const set = otherLogRegion(hit.frame)?.region;
  return badRegion(hit.text) ?? (set !== undefined && /endpoint/i.test(hit.text) && !REGION.test(set) ? set : undefined);
}

/** Where only the task definition has the value: the container with it, when exactly one has it. */
function withBadRegion(hit: Hit): string | undefined {
  const region = badRegion(hit.text) === undefined ? badRegionOf(hit) : undefined;
  const owners = (hit.frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => region && d.logConfiguration?.options?.['awslogs-region'] === region);
  return owners.length === 1 ? owners[0].name : undefined;
}

function fault(hit: Hit): string {
  const region = badRegionOf(hit);
  if (region !== undefined) return region ? `awslogs-region is ${quoted(region)}, which is no Region` : 'awslogs-region is empty';
  if (lacksCredentials(hit.text)) return `its log driver got no credentials${from(hit.text)}`;
  const driver = driverIn(hit);
  const named = driver ? `its log driver ${driver}` : 'its log driver';
  if (NO_DRIVER.test(hit.text)) return `${named} is not available on the ${onInstances(hit.frame) ? 'container instance' : 'host'}`;
  if (isUnreached(hit.text)) return `${named} cannot reach ${shortenable(destination(hit) ?? 'its destination')}${why(hit.text)}`;
  if (unknownOption(hit.text)) return `${named} does not know the option ${shortenable(unknownOption(hit.text))}`;
  return `${driver === 'awslogs' ? 'its log driver' : named} refused the configuration${detail(hit.text)}`;
}

/** `unknown log opt 'fluentd-async-connect' for fluentd log driver` (moby/moby, ValidateLogOpt of each driver). */
function unknownOption(text: string): string | undefined {
  return /unknown log opt:? ["']([\w.-]{1,80})["']/i.exec(text)?.[1];
}

/** The innermost words of an error that wraps others. */
function why(text: string): string {
  const words = text.replace(/ ?: exit status \d+.?$/, '').split(': ').filter((part) => /\w/.test(part)).pop();
  return words ? `: ${quoted(words)}` : '';
}

function detail(text: string): string {
  const words = /(?:args|driver): (.+)$/i.exec(text)?.[1];
  return words && !/<reason>/.test(words) ? `: ${quoted(words)}` : '';
}

function fixFor(hit: Hit): string {
  if (badRegionOf(hit) !== undefined) {
    const { own } = otherLogRegion(hit.frame) ?? {};
    const region = own === undefined ? 'the Region of the stack' : nameInFix(own);
    return `set awslogs-region to ${region}: LogDrivers.awsLogs({ streamPrefix, logGroup }) takes the Region of the stack`;
  }
  if (lacksCredentials(hit.text)) return linkLocal(hit.frame, hit.text, hit.tasks, 'host')?.fix ?? giveCredentials(hit);
  const driver = driverIn(hit);
  if (isUnreached(hit.text)) {
    if (isOwnTask(hit)) return ownTaskFix(hit);
    if (/no such host/.test(hit.text)) return 'a log driver runs on the host, outside the task: give it an address that resolves there';
    const socket = /dial unix|unix:\/\//.test(`${hit.text} ${destination(hit) ?? ''}`);
    const where = socket ? 'on the same instance, with its socket mounted there' : 'at that address, open to this task';
    const async = driver === 'fluentd' ? ', or let tasks start without it: LogDrivers.fluentd({ async: true })' : '';
    return `start the collector ${where}, before this task${async}`;
  }
  if (NO_DRIVER.test(hit.text)) return fixOfAbsent(hit, driver);
  const unknown = unknownOption(hit.text);
  if (unknown) {
    // Docker 28 took the old name out (aws/aws-cdk#34055).
    const renamed = unknown === 'fluentd-async-connect' ? ': fluentd-async' : '';
    return `take the option ${nameInFix(unknown)} out of the log configuration,`
      + ` or write it as the Docker of this instance knows it${renamed}`;
  }
  return `correct logging in addContainer(): ${factory(driver)} sets every required option`;
}

/** Amazon ECS agent, ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE; an old Docker does not speak IMDSv2 (aws/containers-roadmap#670). */
function giveCredentials({ frame }: Hit): string {
  const role = frame.taskDefinition?.executionRoleArn
    ? 'let the agent give the driver the execution role: ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true in /etc/ecs/ecs.config'
    : 'give the task definition an executionRole that is allowed to write logs';
  return onInstances(frame)
    ? `${role}; or attach an instance profile, and keep 169.254.169.254 and 169.254.170.2 out of the proxy of Docker (NO_PROXY)`
    : role;
}
