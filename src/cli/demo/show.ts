import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { DemoEvent, DemoResult, Outcome } from './run';
import { DemoScenario } from '../../demo/scenario';
import { largest } from '../../diagnosis/text';
import { elapsed } from '../../presentation/elapsed';

export interface ShowOptions {
  /** Every stack event, not only the ones that matter here. */
  readonly events: boolean;
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}

/** The event tables of both variants of a scenario, each with the time of its first failure. */
export function showScenario(scenario: DemoScenario, result: DemoResult, options: ShowOptions): string {
  const paint = pc.createColors(options.color);
  return [
    paint.bold(`${scenario.name}: ${scenario.title}`),
    '',
    `FargateService with circuit breaker: first failure after ${failureTime(result.baseline)}`,
    table(result.baseline, options),
    '',
    `DiagnosedFargateService: first failure after ${failureTime(result.diagnosed)}`,
    table(result.diagnosed, options),
  ].join('\n');
}

/** All scenarios in one screen: when and why each variant fails first. */
export function showSummary(results: readonly DemoResult[], { color, width }: ShowOptions): string {
  const paint = pc.createColors(color);
  const row = (name: string, outcome: Outcome) => {
    const head = `${failureTime(outcome).padStart(6)}  ${name.padEnd('diagnosed'.length)}  `;
    const { firstFailure } = outcome;
    return wrapAnsi(firstFailure ? gist(firstFailure.reason) : '', width - head.length, { hard: true }).split('\n')
      .map((line, i) => `${i ? ' '.repeat(head.length) : head}${line}`.trimEnd()).join('\n');
  };
  return [
    paint.bold('In short, the first failure in the stack events (plain: FargateService, diagnosed: DiagnosedFargateService)'),
    ...results.flatMap(({ scenario, baseline, diagnosed }) => ['', scenario, row('plain', baseline), row('diagnosed', diagnosed)]),
  ].join('\n');
}

function failureTime({ firstFailure }: Outcome): string {
  return firstFailure ? elapsed(firstFailure.seconds) : 'never';
}

/** First line of a reason, without the words that CloudFormation adds to every reason. */
function gist(reason: string): string {
  const [first] = reason.split('\n');
  return /^Resource handler returned message: "(.*)" \(RequestToken/.exec(first)?.[1] ?? first.replace(/^.*? Message returned: /, '');
}

function table(outcome: Outcome, options: ShowOptions): string {
  const rows = options.events ? outcome.events : outcome.events.filter(matters(outcome));
  const nameWidth = largest(rows.map((event) => nameOf(event).length));
  const statusWidth = largest(rows.map((event) => event.status.length));
  const beside = TIME + nameWidth + statusWidth + 6;
  return rows.map((event) => {
    const status = paintStatus(event.status.padEnd(statusWidth), options);
    const head = `  ${elapsed(event.seconds).padStart(TIME - 1)}  ${nameOf(event).padEnd(nameWidth)}  ${status}`;
    const lines = event.reason.split('\n');
    // CloudFormation's console keeps the line breaks of a reason. A long reason gets lines of its own below the event.
    if (lines.length === 1 && beside + event.reason.length <= options.width) return `${head}  ${event.reason}`.trimEnd();
    const indent = ' '.repeat(TIME + 4);
    const wrapped = lines.flatMap((line) => wrapAnsi(line, options.width - indent.length, { hard: true }).split('\n'));
    return [head.trimEnd(), ...wrapped.map((line) => indent + line)].join('\n');
  }).join('\n');
}

/** Columns. */
const TIME = 7;

/** Without the hash that CDK adds. */
function nameOf({ resourceType, logicalId }: DemoEvent): string {
  return resourceType === 'AWS::CloudFormation::Stack' ? `${logicalId} (stack)` : logicalId.replace(/[0-9A-F]{8}$/, '');
}

function paintStatus(status: string, { color }: ShowOptions): string {
  const paint = pc.createColors(color);
  if (status.includes('FAILED')) return paint.red(status);
  return status.includes('ROLLBACK') ? paint.yellow(status) : status;
}

const NO_NEWS = new Set(['resource creation initiated', 'resource update initiated', 'eventual consistency check initiated']);

/** The service and its diagnosis until the first failure, every failure, and the first and last event of the stack. */
function matters({ events, firstFailure }: Outcome): (event: DemoEvent) => boolean {
  return (event) => {
    if (event.status.endsWith('_FAILED') || event === events[0] || event === events[events.length - 1]) return true;
    if (!['AWS::ECS::Service', 'Custom::EcsDeploymentDiagnosis'].includes(event.resourceType)) return false;
    return event.seconds <= (firstFailure?.seconds ?? Infinity) && !NO_NEWS.has(event.reason.toLowerCase());
  };
}
