import { Audience } from './model';
import { changeOf } from './words';
import { Frame } from '../../facts/model';
import { MAX_FRAMES } from '../record';

/** Keeps the frames of each service in which something changed, for a recording; of very many every second of the older half goes. */
export function keepFrames() {
  const kept = new Map<string, Frame[]>();
  const last = new Map<string, string>();
  const before = (audience: Audience): Audience => ({
    ...audience,
    show: (state, now) => {
      for (const service of state.services.values()) {
        const name = `${service.stackName}-${service.logicalId}`;
        const mark = `${changeOf(service)} ${service.diagnosis?.causes.map((c) => c.id).join() ?? ''} ${service.decision?.kind ?? ''} ${service.status}`;
        if (!service.frame?.service || last.get(name) === mark) continue;
        last.set(name, mark);
        const frames = kept.get(name) ?? [];
        frames.push(service.frame);
        kept.set(name, frames.length > MAX_FRAMES ? frames.filter((_, i) => i >= frames.length / 2 || i % 2 === 0) : frames);
      }
      audience.show(state, now);
    },
  });
  return { kept: kept as ReadonlyMap<string, readonly Frame[]>, before };
}
