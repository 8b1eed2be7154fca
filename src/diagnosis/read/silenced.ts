import { oncePer } from './memo';
import { Frame, LogLine } from '../../facts/model';

/** A line that no rule can quote. Its place and its time stay: a container that has logged is not taken for a silent one. */
const NO_WORDS = '-';

/** The frame with the places and times of its log lines, without their texts. Itself, if it has no lines. */
export const silenced = oncePer((frame: Frame): Frame => {
  let has = false;
  const silentLines = (lines: readonly LogLine[]) => (Array.isArray(lines) ? lines : []).map(({ timestamp }) => {
    has = true;
    return { timestamp, message: NO_WORDS };
  });
  const logs = mapped(frame.logs ?? {}, (tasks) => mapped(tasks ?? {}, silentLines));
  return has ? { ...frame, logs } : frame;
});

function mapped<T, U>(record: { readonly [key: string]: T }, map: (value: T) => U): { readonly [key: string]: U } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
