import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { clock } from './clock';
import { DemoResult, Outcome } from './demo-run';
import { DemoScenario } from '../demo/scenario';

export interface ShowOptions {
  /** Every stack event instead of the telling ones. */
  readonly events: boolean;
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}

type Event = Outcome['events'][number];

/** Both event tables of a scenario, one under the other, and the difference in a sentence. */
export function showScenario(scenario: DemoScenario, result: DemoResult, options: ShowOptions): string {
  const paint = pc.createColors(options.color);
  const told = (outcome: Outcome) => outcome.firstFailure ? clock(outcome.firstFailure.seconds) : 'never';
  return [
    paint.bold(`${scenario.name}: ${scenario.title}`),
    '',
    `FargateService with circuit breaker: first failure after ${told(result.baseline)}`,
    table(result.baseline, options),
    '',
    `DiagnosedFargateService: first failure after ${told(result.diagnosed)}`,
    table(result.diagnosed, options),
  ].join('\n');
}

/** All scenarios in one screen: when each variant fails first, and what it says then. */
export function showSummary(results: readonly DemoResult[], { color, width }: ShowOptions): string {
  const paint = pc.createColors(color);
  const row = (name: string, { firstFailure }: Outcome) => {
    const head = `${(firstFailure ? clock(firstFailure.seconds) : 'never').padStart(6)}  ${name.padEnd('diagnosed'.length)}  `;
    return wrapAnsi(firstFailure ? gist(firstFailure.reason) : '', width - head.length, { hard: true }).split('\n')
      .map((line, i) => `${i ? ' '.repeat(head.length) : head}${line}`.trimEnd()).join('\n');
  };
  return [
    paint.bold('In short, the first failure in the stack events (plain: FargateService, diagnosed: DiagnosedFargateService)'),
    ...results.flatMap(({ scenario, baseline, diagnosed }) => ['', scenario, row('plain', baseline), row('diagnosed', diagnosed)]),
  ].join('\n');
}

/** First line of a reason, without what CloudFormation wraps around every one. */
function gist(reason: string): string {
  const [first] = reason.split('\n');
  return /^Resource handler returned message: "(.*)" \(RequestToken/.exec(first)?.[1] ?? first.replace(/^.*? Message returned: /, '');
}

function table(outcome: Outcome, options: ShowOptions): string {
  const paint = pc.createColors(options.color);
  const rows = options.events ? outcome.events : outcome.events.filter(telling(outcome));
  const name = (event: Event) => event.resourceType === 'AWS::CloudFormation::Stack' ? `${event.logicalId} (stack)` : event.logicalId.replace(/[0-9A-F]{8}$/, '');
  const widths = [7, Math.max(...rows.map((r) => name(r).length)), Math.max(...rows.map((r) => r.status.length))];
  const beside = widths[0] + widths[1] + widths[2] + 6;
  return rows.map((row) => {
    const status = row.status.padEnd(widths[2]);
    const painted = /FAILED/.test(row.status) ? paint.red(status) : /ROLLBACK/.test(row.status) ? paint.yellow(status) : status;
    const head = `  ${clock(row.seconds).padStart(widths[0] - 1)}  ${name(row).padEnd(widths[1])}  ${painted}`;
    // CloudFormation's console keeps the line breaks of a reason, so a long one gets lines of its own, under the event.
    if (!row.reason.includes('\n') && beside + row.reason.length <= options.width) return `${head}  ${row.reason}`.trimEnd();
    const indent = ' '.repeat(widths[0] + 4);
    return [head.trimEnd(), ...row.reason.split('\n').flatMap((line) => wrapAnsi(line, options.width - indent.length, { hard: true }).split('\n')).map((line) => indent + line)].join('\n');
  }).join('\n');
}

/** What a person looks for among the events: the service and its diagnosis until something fails, whatever failed, how the stack ended. */
function telling({ events, firstFailure }: Outcome): (event: Event) => boolean {
  return (event) => {
    if (/_FAILED$/.test(event.status) || event === events[0] || event === events[events.length - 1]) return true;
    if (!['AWS::ECS::Service', 'Custom::EcsDeploymentDiagnosis'].includes(event.resourceType)) return false;
    return event.seconds <= (firstFailure?.seconds ?? Infinity) && !/^(Resource (creation|update) Initiated|Eventual consistency check initiated)$/i.test(event.reason);
  };
}
