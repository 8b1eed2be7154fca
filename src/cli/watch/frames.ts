import { Audience } from './model';
import { changeOf } from './words';
import { Frame } from '../../facts/model';
import { MAX_FRAMES } from '../record';

/** Of one service, in a recording. */
export interface Kept {
  readonly frames: readonly Frame[];
  /** Frames that were looked at and had to go. */
  readonly leftOut: number;
}

/** Bytes of JSON that a watch keeps of all its services together: the frames of a crash loop of hours come to a hundred megabytes. */
const MAX_BYTES = 10_000_000;

/** Keeps the frames of each service in which something changed, for a recording; of too many or too large ones every second of the older half goes. */
export function keepFrames(maxBytes = MAX_BYTES) {
  /** As JSON: a frame is read once, at the end, if ever. */
  const kept = new Map<string, { readonly frames: readonly string[]; readonly leftOut: number }>();
  const last = new Map<string, string>();
  const before = (audience: Audience): Audience => ({
    ...audience,
    show: (state, now) => {
      for (const service of state.services.values()) {
        const name = `${service.stackName}-${service.logicalId}`;
        const mark = `${changeOf(service)} ${service.diagnosis?.causes.map((c) => c.id).join() ?? ''} ${service.decision?.kind ?? ''} ${service.status}`;
        if (!service.frame?.service || last.get(name) === mark) continue;
        last.set(name, mark);
        const { frames = [], leftOut = 0 } = kept.get(name) ?? {};
        kept.set(name, { frames: [...frames, JSON.stringify(service.frame)], leftOut });
        if (frames.length >= MAX_FRAMES) thin(name);
        while (sum([...kept.values()].map(bytesOf)) > maxBytes && thin(largest()));
      }
      audience.show(state, now);
    },
  });
  const recordings = (): ReadonlyMap<string, Kept> => new Map([...kept].map(([name, { frames, leftOut }]) => (
    [name, { frames: frames.map((frame) => JSON.parse(frame) as Frame), leftOut }]
  )));
  return { recordings, before };

  function largest(): string {
    return [...kept].sort(([, a], [, b]) => bytesOf(b) - bytesOf(a))[0][0];
  }

  /** False: there is nothing between the first frame and the last. */
  function thin(name: string): boolean {
    const { frames = [], leftOut = 0 } = kept.get(name) ?? {};
    const half = frames.length / 2;
    const rest = frames.filter((_, i) => i % 2 === 0 || i >= half);
    const fewer = rest.length < frames.length ? rest : [...frames.slice(0, 1), ...frames.slice(1).slice(-1)];
    kept.set(name, { frames: fewer, leftOut: leftOut + frames.length - fewer.length });
    return fewer.length < frames.length;
  }
}

const bytesOf = ({ frames }: { readonly frames: readonly string[] }) => sum(frames.map((frame) => frame.length));
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
