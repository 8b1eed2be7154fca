import { serviceName, StackWatch, WatchState } from './model';
import { elapsed } from '../../presentation/elapsed';
import { Report } from '../report';

/** The services at the end of the watch, for the page, the annotations and the recordings. */
export function reportsOf(state: WatchState): readonly Report[] {
  return [...state.services.values()].flatMap((service) => {
    const { failed, logicalId, stackName, timeline, status } = service;
    const { frame, diagnosis } = failed ?? service;
    if (!frame || !diagnosis) return [];
    return [{
      name: { stack: stackName, logicalId },
      frame,
      timeline,
      diagnosis,
      lines: [...(failed ? [] : [`${serviceName(service, state.root.name)}: ${status}`]), endingText(state.root)],
      ...(failed && { context: { because: failed.because }, diagnosedAt: failed.at }),
    }];
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
