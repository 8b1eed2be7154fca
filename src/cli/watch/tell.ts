import { Audience, News, serviceKey, serviceName, ServiceWatch, StackWatch, WatchState } from './model';
import { pacedCounts } from './pace';
import { countsText, groupText, stopGroups, waitText } from './words';
import { verdictOf } from '../../decision/policy';
import { failureKey } from '../../diagnosis/text';
import { toJson } from '../../presentation/json';
import { flat } from '../../presentation/plain';
import { redactor } from '../../presentation/redact';
import { renderFull } from '../../presentation/terminal';
import { clock } from '../clock';
import { Format } from '../options';
import { annotate, Report } from '../report';
import { countsOf } from '../service-state';
import { Paint, paintOf, showMessage, Terminal, wrapLine } from '../terminal';

/** One line for each piece of news, a diagnosis in full; undefined where a line would say nothing new. */
export function newsText(news: News, state: WatchState | undefined, terminal: Terminal): string | undefined {
  const paint = paintOf(terminal);
  const root = state?.root;
  const time = root ? clock(Math.max(0, (Date.parse(news.at) - Date.parse(root.startedAt)) / 1000)) : '';
  const stamp = root ? `${' '.repeat(Math.max(0, 6 - time.length))}${paint.dim(time)}  ` : '';
  // What follows the first row stands to the right of the time.
  const line = (text: string) => wrapLine(`${stamp}${text}`, terminal, stamp ? 4 : 2);
  switch (news.kind) {
    case 'notice': return line(paint.yellow(news.text));
    case 'end': return line(news.exitCode ? paint.bold(news.text) : paint.green(news.text));
    case 'stack': return line(`${news.stack.name}  ${statusOf(news.status, paint)}${news.reason ? `  ${flat(news.reason)}` : ''}`);
    case 'resource': return isCollateral(news) ? undefined : line(`${news.stackName === root?.name ? '' : `${news.stackName}/`}${news.logicalId}  ${statusOf(news.status, paint)}${resourceReason(news, state)}`);
    case 'service': return line(`${serviceName(news.service, root?.name ?? '')}  ${serviceText(news.service)}`);
    case 'diagnosis': return `${line(paint.red(`${serviceName(news.service, root?.name ?? '')}: the deployment fails`))}\n${indent(diagnosisText(news.service, terminal))}`;
    default: return undefined;
  }
}

function statusOf(status: string, paint: Paint): string {
  return /FAILED/.test(status) ? paint.red(status) : /ROLLBACK/.test(status) ? paint.yellow(status) : /COMPLETE$/.test(status) ? paint.green(status) : status;
}

/** CloudFormation stops what is under way when something fails; the stack's own event, which follows, lists all of it. */
function isCollateral({ resourceType, reason }: Extract<News, { kind: 'resource' }>): boolean {
  return resourceType !== 'AWS::ECS::Service' && /^Resource (creation|update) cancelled$/.test(reason ?? '');
}

/** What our own resource says in the stack events has been told in full already. */
function resourceReason({ reason, resourceType }: Extract<News, { kind: 'resource' }>, state: WatchState | undefined): string {
  if (!reason) return '';
  const told = resourceType.startsWith('Custom::') && [...state?.services.values() ?? []].some((s) => s.failed && reason.includes(`[${s.failed.causeId}]`));
  return `  ${told ? flat(reason.split('\n')[0]) : flat(reason)}`;
}

function serviceText(service: ServiceWatch): string {
  const { frame } = service;
  if (!frame?.service) return waitText(service);
  const counts = countsOf(frame);
  const waiting = waitText(service);
  return `${counts.taskDefinition ?? 'deployment'}: ${countsText(counts)}${waiting ? `; waiting for ${waiting}` : ''}`;
}

function diagnosisText({ failed }: ServiceWatch, terminal: Terminal): string {
  if (!failed) return '';
  const narrower = { ...terminal, columns: () => terminal.columns() - 2 };
  return showMessage(renderFull(failed.diagnosis, { because: failed.because }), narrower);
}

const indent = (text: string) => text.split('\n').map((line) => `  ${line}`).join('\n');

/** One JSON object; its schema is in docs/ecs-why.md. */
export function newsJson(news: News, state: WatchState | undefined): { readonly [key: string]: unknown } {
  const root = state?.root;
  const seconds = root ? Math.max(0, (Date.parse(news.at) - Date.parse(root.startedAt)) / 1000) : 0;
  const head = { type: news.kind, at: news.at, seconds };
  switch (news.kind) {
    case 'notice': return { ...head, text: news.text };
    case 'stack': return { ...head, stack: news.stack.name, status: news.status, reason: news.reason ?? null };
    case 'resource': return { ...head, stack: news.stackName, logicalId: news.logicalId, resourceType: news.resourceType, status: news.status, reason: news.reason ?? null };
    case 'service': return { ...head, ...serviceJson(news.service), waitingFor: waitText(news.service) || null, stopped: stoppedJson(news.service) };
    case 'diagnosis': {
      const { failed } = news.service;
      return failed ? { ...head, ...serviceJson(news.service), ...toJson(failed.diagnosis, verdictOf(failed.diagnosis), { because: failed.because }) } : head;
    }
    default: return { ...head, stack: root?.name ?? null, status: root?.status ?? null, exitCode: news.exitCode, text: news.text };
  }
}

function stoppedJson({ frame }: ServiceWatch) {
  return (frame ? stopGroups(frame) : []).map(({ tasks, text }) => ({ tasks, text: clean(text) }));
}

const clean = (text: string) => flat(redactor()(text));

function serviceJson({ stackName, logicalId, frame }: ServiceWatch) {
  return { stack: stackName, logicalId, ...(frame && countsOf(frame)) };
}

/** Below the line that it belongs to. */
const REASON = ' '.repeat(8);

/** Why tasks stopped, each reason once for a service: a task or two that fail are gone before anything is diagnosed. */
function newReasons(): (service: ServiceWatch) => readonly string[] {
  const told = new Set<string>();
  return ({ stackId, logicalId, frame }) => (frame ? stopGroups(frame) : []).flatMap((group) => {
    const key = `${serviceKey(stackId, logicalId)} ${failureKey(group.text)}`;
    const known = told.has(key);
    told.add(key);
    return known ? [] : [clean(groupText(group))];
  });
}

/** Only what changes, line by line: for pipes, logs and programs. */
export function lineAudience(terminal: Terminal, format: Format): Audience {
  const { due, rest } = pacedCounts();
  const why = newReasons();
  const say = (news: News, state: WatchState | undefined, more = '') => {
    const text = format === 'json' ? JSON.stringify(newsJson(news, state)) : newsText(news, state, terminal);
    const reasons = format !== 'json' && news.kind === 'service' ? why(news.service) : [];
    if (text !== undefined) terminal.out([`${text}${more}`, ...reasons.map((one) => wrapLine(`${REASON}${one}`, terminal))].join('\n'));
  };
  return {
    tell: (news, state) => {
      // What is over ends with its last counts, before CloudFormation's word for it.
      for (const { service, at } of rest(news.kind === 'end' ? undefined : state ?? { services: new Map() })) say({ kind: 'service', at, service }, state);
      // A program wants every change.
      const more = format === 'json' || news.kind !== 'service' ? '' : due(news.service, news.at);
      if (more === undefined) return;
      say(news, state, more);
      // At once: a job that is stopped while it watches has told what it knew.
      if (format === 'github' && news.kind === 'diagnosis' && news.service.failed) {
        const { failed, stackName, logicalId } = news.service;
        annotate({ name: { stack: stackName, logicalId }, diagnosis: failed.diagnosis, context: { because: failed.because } }, terminal);
      }
    },
    show: () => undefined,
    close: () => undefined,
  };
}

/** What is left when the watch is over, for the page, the annotations and the recordings. */
export function reportsOf(state: WatchState): readonly Report[] {
  return [...state.services.values()].flatMap((service) => {
    const { failed, frame, diagnosis, logicalId, stackName, timeline, status } = service;
    const seen = failed?.frame ?? frame;
    const found = failed?.diagnosis ?? diagnosis;
    if (!seen || !found) return [];
    return [{
      name: { stack: stackName, logicalId },
      frame: seen,
      timeline,
      diagnosis: found,
      lines: [...(failed ? [] : [`${serviceName(service, state.root.name)}: ${status}`]), endingText(state.root)],
      ...(failed && { context: { because: failed.because }, diagnosedAt: failed.at }),
    }];
  });
}

/** What became of the stack. */
export function endingText({ name, status, since, startedAt }: StackWatch): string {
  if (/_IN_PROGRESS$/.test(status)) return `the stack ${name} was in ${status} when the watch ended`;
  const [, said] = ENDINGS.find(([pattern]) => pattern.test(status)) ?? ['', 'ended'];
  return `the stack ${name} ${said}: ${status}${since ? ` ${clock((Date.parse(since) - Date.parse(startedAt)) / 1000)} after the operation began` : ''}`;
}

const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/ROLLBACK_COMPLETE$/, 'was rolled back'], [/ROLLBACK_FAILED$/, 'could not be rolled back'], [/_FAILED$/, 'failed'], [/_COMPLETE$/, 'completed'],
];
