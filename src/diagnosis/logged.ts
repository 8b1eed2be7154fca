import { Cause, LogTail } from './model';
import { failedTasks, taskId, writtenEvents } from './read';
import { wholeTokens } from './text';
import { Frame } from '../facts/model';

/** Characters of one event: Docker writes no more into one (moby/moby#34887). */
const EVENT = 16_384;
/** Characters of all events, so that a look stays short. */
const ALL = 131_072;

/**
 * The events from which log lines, headlines and facts were taken, as the containers wrote them. There is room for the latest. A text that
 * was taken from one may have lost the words that give a secret away.
 */
export function logged(frame: Frame, causes: readonly Cause[], log: LogTail | null): readonly string[] {
  const shown = log && failedTasks(frame).find((task) => taskId(task) === log.task);
  const places = [...causes.flatMap(({ seen }) => seen ?? []), ...(log && shown ? [{ container: log.container, task: shown }] : [])];
  const events = new Set(places.flatMap(({ container, task }) => writtenEvents(frame, container, task)));
  const found: string[] = [];
  let left = ALL;
  for (const event of events) {
    if (left <= 0) break;
    const text = wholeTokens(event, Math.min(EVENT, left));
    left -= text.length;
    if (text) found.push(text);
  }
  return found.reverse();
}
