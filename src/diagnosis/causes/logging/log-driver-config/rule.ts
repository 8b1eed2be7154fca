import { definitionOf } from '../../../read';
import { guide, Hit, quoted, stated } from '../../kit';

/** The driver connects to a collector when the container starts (Docker documentation, fluentd, syslog and GELF logging drivers). */
const NO_COLLECTOR = /dial (?:unix|tcp|udp):? (?:lookup )?(\[[^\]\s]{1,45}\](?::\d+)?|[^\s:]+(?::\d+)?)(?: on \S{1,60})?: .{0,80}(?:no such file or directory|connection refused|i\/o timeout|no route to host|no such host)/i;

const CLEAR = /option|value|require|unknown|invalid|must|expected|no log driver/i;

export const logDriverConfig = stated({
  id: 'log-driver-config',
  family: 'logging',
  title: 'Log driver options invalid',
  stage: 'start',
  retry: 'never',
  docs: guide('using_awslogs'),
  certainty: (hit) => (collector(hit) || CLEAR.test(hit.text) ? 'certain' : 'possible'),
  headline: (hit) => {
    const address = collector(hit);
    const driver = driverOf(hit);
    if (!address) return `${hit.who} cannot start: its log driver refused the configuration${detail(hit.text)}`;
    return `${hit.who} cannot start: no ${driver ?? 'log'} collector answers on ${quoted(address)}`;
  },
  facts: (hit) => [collector(hit) && 'the log driver connects when the container starts: tasks start once the collector listens'],
  fix: (hit) => {
    const address = collector(hit);
    if (!address) return 'correct logging in addContainer(): LogDrivers.awsLogs({ streamPrefix, logGroup }) sets every required option';
    const later = driverOf(hit) === 'fluentd' ? ', or let the driver connect later: LogDrivers.fluentd({ async: true })' : '';
    return `run the collector so that it listens on ${address} before this service starts its tasks`
      + ` (on EC2: a daemon service, with its socket on each instance)${later}`;
  },
  // the collector may be about to start
  retryOf: (hit) => (collector(hit) ? 'maybe' : undefined),
});

/** Address of the collector that did not answer; undefined: something else is wrong. */
function collector({ text }: Hit): string | undefined {
  return NO_COLLECTOR.exec(text)?.[1];
}

/** awslogs connects to no collector. 24224 is the port of fluentd (Docker documentation, fluentd logging driver). */
function driverOf({ frame, container, text }: Hit): string | undefined {
  const driver = definitionOf(frame, container)?.logConfiguration?.logDriver;
  if (driver && driver !== 'awslogs') return driver;
  return /fluent|:24224\b/i.test(text) ? 'fluentd' : /\b(syslog|gelf|splunk)\b/i.exec(text)?.[1];
}

function detail(text: string): string {
  const words = /(?:args|driver): (.+)$/i.exec(text)?.[1];
  return words && !/<reason>/.test(words) ? `: ${quoted(words)}` : '';
}
