import { WatchedServiceState, WatchOutput } from './model';
import { changeOf } from './service-text';
import { Frame } from '../../facts/model';
import { MAX_FRAMES } from '../record';

/** The frames of one service, for a recording. */
export interface KeptFrames {
  readonly frames: readonly Frame[];
  /** Number of frames that were removed. */
  readonly leftOut: number;
}

/** Bytes of JSON for all services of a watch together: the frames of a crash loop of hours come to a hundred megabytes. */
const MAX_BYTES = 10_000_000;

/**
 * Keeps a frame of a service whenever something changed. If the frames are too many or too large, every second frame of the older half
 * is removed.
 */
export function keepFrames(maxBytes = MAX_BYTES) {
  /** As JSON, because a frame is needed once, at the end, or never. */
  const kept = new Map<string, { readonly frames: readonly string[]; readonly leftOut: number }>();
  const lastMarks = new Map<string, string>();

  /** The same output, which also keeps the frames that it shows. */
  const keepingFrom = (output: WatchOutput): WatchOutput => ({
    ...output,
    show: (state, now) => {
      for (const service of state.services.values()) {
        if (service.frame) keep(`${service.stackName}-${service.logicalId}`, service.frame, markOf(service));
      }
      output.show(state, now);
    },
  });
  /** `mark`: equal marks one after the other are one frame. */
  const keep = (name: string, frame: Frame, mark: string) => {
    if (!frame.service || lastMarks.get(name) === mark) return;
    lastMarks.set(name, mark);
    const { frames = [], leftOut = 0 } = kept.get(name) ?? {};
    kept.set(name, { frames: [...frames, JSON.stringify(frame)], leftOut });
    if (frames.length >= MAX_FRAMES) thin(name);
    while (sum([...kept.values()].map(bytesOf)) > maxBytes && thin(largest()));
  };
  const recordings = (): ReadonlyMap<string, KeptFrames> => new Map([...kept].map(([name, { frames, leftOut }]) => (
    [name, { frames: frames.map((frame) => JSON.parse(frame) as Frame), leftOut }]
  )));
  return { recordings, keep, keepingFrom };

  function largest(): string {
    return [...kept].sort(([, a], [, b]) => bytesOf(b) - bytesOf(a))[0][0];
  }

  /** false: only the first and the last frame are left. */
  function thin(name: string): boolean {
    const { frames = [], leftOut = 0 } = kept.get(name) ?? {};
    const half = frames.length / 2;
    const rest = frames.filter((_, i) => i % 2 === 0 || i >= half);
    const fewer = rest.length < frames.length ? rest : [...frames.slice(0, 1), ...frames.slice(1).slice(-1)];
    kept.set(name, { frames: fewer, leftOut: leftOut + frames.length - fewer.length });
    return fewer.length < frames.length;
  }
}

/** Equal marks: nothing has changed that a recording should show. */
function markOf(service: WatchedServiceState): string {
  const causes = service.diagnosis?.causes.map((c) => c.id).join() ?? '';
  return [changeOf(service), causes, service.decision?.kind ?? '', service.status].join(' ');
}

const bytesOf = ({ frames }: { readonly frames: readonly string[] }) => sum(frames.map((frame) => frame.length));
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
