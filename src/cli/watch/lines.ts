import { limitedLines } from './line-rate';
import { News, ResourceNews, serviceKey, serviceName, WatchedServiceState, WatchOutput, WatchState } from './model';
import { newsJson } from './news-json';
import { countsText, groupText, stopGroups, waitText } from './service-text';
import { failureKey } from '../../diagnosis/text';
import { Frame } from '../../facts/model';
import { elapsed } from '../../presentation/elapsed';
import { foreign, jsonLine } from '../../presentation/foreign';
import { Format } from '../options';
import { annotate } from '../output/github';
import { Paint, paintOf, showDiagnosis, Terminal, wrapLine } from '../output/terminal';
import { countsOf } from '../service-state';

/** Prints changes, line by line: for pipes, logs and programs. */
export function lineOutput(terminal: Terminal, format: Format): WatchOutput {
  const { due, rest } = limitedLines();
  const reasonsOf = newReasons();
  const print = (news: News, state: WatchState | undefined, more = '') => {
    const text = format === 'json' ? jsonLine(newsJson(news, state)) : newsText(news, state, terminal);
    const reasons = format !== 'json' && news.kind === 'service' ? reasonsOf(keyOf(news.service), news.service.frame) : [];
    if (text !== undefined) terminal.out([text + more, ...reasons.map((reason) => wrapLine(REASON + reason, terminal))].join('\n'));
  };
  return {
    print: (news, state) => {
      // The last counts of a service come before CloudFormation's event that ends it.
      for (const { service, at } of rest(news.kind === 'end' ? undefined : state ?? { services: new Map() })) {
        print({ kind: 'service', at, service }, state);
      }
      // JSON has every change.
      const more = format === 'json' || news.kind !== 'service' ? '' : due(news.service, news.at);
      if (more === undefined) return;
      print(news, state, more);
      // At once, because the job may be stopped while it watches.
      if (format === 'github' && news.kind === 'diagnosis' && news.service.failed) {
        const { failed, stackName, logicalId } = news.service;
        const name = foreign(`${stackName}/${logicalId}`);
        annotate({ name, diagnosis: failed.diagnosis, context: { because: failed.because } }, terminal);
      }
    },
    show: () => undefined,
    close: () => undefined,
  };
}

/** The line of a change; a diagnosis in full. undefined: the line would repeat another one. */
export function newsText(news: News, state: WatchState | undefined, terminal: Terminal): string | undefined {
  const paint = paintOf(terminal);
  const root = state?.root;
  const time = root ? elapsed(Math.max(0, (Date.parse(news.at) - Date.parse(root.startedAt)) / 1000)) : '';
  const stamp = root ? `${' '.repeat(Math.max(0, 6 - time.length))}${paint.dim(time)}  ` : '';
  // Further rows of a wrapped line begin to the right of the time.
  const line = (text: string) => wrapLine(stamp + text, terminal, stamp ? 4 : 2);
  const nameOf = (one: Parameters<typeof serviceName>[0]) => foreign(serviceName(one, root?.name ?? ''));
  switch (news.kind) {
    case 'notice': return line(paint.yellow(foreign(news.text)));
    case 'end': return line((news.exitCode ? paint.bold : paint.green)(foreign(news.text)));
    case 'stack': {
      const reason = after(news.reason && foreign(news.reason));
      return line(`${foreign(news.stack.name)}  ${statusText(news.status, paint)}${reason}`);
    }
    case 'resource': {
      if (isCollateral(news)) return undefined;
      return line(`${nameOf(news)}  ${statusText(news.status, paint)}${after(resourceReason(news, state))}`);
    }
    case 'service': return line(`${nameOf(news.service)}  ${foreign(stateText(news.service))}`);
    case 'diagnosis': {
      const head = line(paint.red(`${nameOf(news.service)}: the deployment fails`));
      return `${head}\n${failureText(news.service, terminal)}`;
    }
    default: return undefined;
  }
}

const after = (text: string | undefined) => (text ? `  ${text}` : '');
const indented = (text: string) => text.split('\n').map((line) => `  ${line}`).join('\n');

function statusText(text: string, paint: Paint): string {
  const status = foreign(text);
  if (status.includes('FAILED')) return paint.red(status);
  if (status.includes('ROLLBACK')) return paint.yellow(status);
  return status.endsWith('COMPLETE') ? paint.green(status) : status;
}

/** CloudFormation cancels other resources when one fails. The next event of the stack lists all of them. */
function isCollateral({ resourceType, reason }: ResourceNews): boolean {
  return resourceType !== 'AWS::ECS::Service' && /^Resource (creation|update) cancelled$/.test(reason ?? '');
}

/** The reason of our own resource is a diagnosis. If the watch has printed it already, its first line is enough. */
function resourceReason({ reason, resourceType }: ResourceNews, state: WatchState | undefined): string | undefined {
  if (!reason) return undefined;
  const services = [...state?.services.values() ?? []];
  const printed = resourceType.startsWith('Custom::') && services.some(({ failed }) => failed && reason.includes(`[${failed.causeId}]`));
  return foreign(printed ? reason.split('\n')[0] : reason);
}

function stateText(service: WatchedServiceState): string {
  const { frame } = service;
  const waiting = waitText(service);
  if (!frame?.service) return waiting;
  const counts = countsOf(frame);
  const state = `${counts.taskDefinition ?? 'deployment'}: ${countsText(counts)}`;
  return waiting ? `${state}; waiting for ${waiting}` : state;
}

/** The diagnosis below the line of its service. */
export function failureText({ failed }: Pick<WatchedServiceState, 'failed'>, terminal: Terminal): string {
  if (!failed) return '';
  const narrower = { ...terminal, columns: () => terminal.columns() - 2 };
  return indented(showDiagnosis(failed.diagnosis, { because: failed.because }, narrower));
}

const keyOf = ({ stackId, logicalId }: WatchedServiceState) => serviceKey(stackId, logicalId);

/** Indentation of a reason below the line of its service. */
export const REASON = ' '.repeat(8);

/** Reasons for which tasks stopped, each once for a service: ECS may no longer list the first failed tasks at the diagnosis. */
export function newReasons(): (service: string, frame: Frame | undefined) => readonly string[] {
  const printed = new Set<string>();
  return (service, frame) => (frame ? stopGroups(frame) : []).flatMap((group) => {
    const key = `${service} ${failureKey(group.text)}`;
    if (printed.has(key)) return [];
    printed.add(key);
    return [foreign(groupText(group))];
  });
}
