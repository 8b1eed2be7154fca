import { serviceName, StackWatch, WatchedServiceState, WatchState } from './model';
import { elapsed } from '../../presentation/elapsed';
import { JunitCase } from '../../presentation/junit-xml';
import { caseOf } from '../output/junit';
import { Report } from '../report';

/** The services at the end of the watch, for the page, the annotations and the recordings. */
export function reportsOf(state: WatchState): readonly Report[] {
  return [...state.services.values()].flatMap((service) => reportOf(service, state.root));
}

function reportOf(service: WatchedServiceState, root: StackWatch): readonly Report[] {
  const { failed, logicalId, stackName, timeline, status } = service;
  const { frame, diagnosis } = failed ?? service;
  if (!frame || !diagnosis) return [];
  return [{
    name: { stack: stackName, logicalId },
    frame,
    timeline,
    diagnosis,
    lines: [...(failed ? [] : [`${serviceName(service, root.name)}: ${status}`]), endingText(root)],
    ...(failed && { context: { because: failed.because }, diagnosedAt: failed.at }),
  }];
}

/** A case for each service; the time is that of its deployment in the stack operation. */
export function junitCases(state: WatchState): readonly JunitCase[] {
  return [...state.services.values()].map((service) => {
    const { stackName: suite, logicalId: name, startedAt, ended, failed, status, frame } = service;
    const seconds = ended ? Math.max(0, (Date.parse(ended.at) - Date.parse(startedAt)) / 1000) : 0;
    const [report] = reportOf(service, state.root);
    if (report && failed) return caseOf(report, { seconds });
    const last = ended?.status ?? status;
    if (/_COMPLETE$/.test(last)) return report ? caseOf(report, { seconds }) : { suite, name, seconds, result: { kind: 'passed' } };
    const message = `${name}: ${last}`;
    if (/_FAILED$/.test(last)) return { suite, name, seconds, result: { kind: 'failure', message, type: 'failed' } };
    const unread = !frame?.service && service.unread.length > 0;
    return { suite, name, seconds, result: unread ? { kind: 'error', message, type: 'not-read' } : { kind: 'skipped', message } };
  });
}

/** How the stack operation ended. */
export function endingText({ name, status, since, startedAt }: StackWatch): string {
  if (status.endsWith('_IN_PROGRESS')) return `the stack ${name} was in ${status} when the watch ended`;
  const [, ended] = ENDINGS.find(([suffix]) => status.endsWith(suffix)) ?? ['', 'ended'];
  const text = `the stack ${name} ${ended}: ${status}`;
  return since ? `${text} ${elapsed((Date.parse(since) - Date.parse(startedAt)) / 1000)} after the operation began` : text;
}

/** The first that fits counts. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['ROLLBACK_COMPLETE', 'was rolled back'],
  ['ROLLBACK_FAILED', 'could not be rolled back'],
  ['DELETE_FAILED', 'could not be deleted'],
  ['_FAILED', 'failed'],
  ['_COMPLETE', 'completed'],
];
