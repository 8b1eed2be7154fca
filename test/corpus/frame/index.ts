/**
 * Builds the facts around a text: the text is in the place where AWS shows it, and around it is a plausible service in the middle of an
 * update (its PRIMARY deployment, task definition :2, replaces an ACTIVE one, :1). The text is not changed; the surroundings are
 * constructed and depend on the example only: no clock, no randomness.
 */
import { places } from './places';
import { service, taskDefinition } from './service';
import { previous, running } from './tasks';
import { at, Setting, SIDECAR, World } from './world';
import { Frame } from '../../../src/facts/model';
import { Example } from '../example';

export interface BuiltFrame {
  readonly frame: Frame;
  /** Name of the container to blame; null where the fault is in none. */
  readonly blame: string | null;
  /** Containers that must not be blamed. */
  readonly innocent: readonly string[];
}

export function buildFrame(example: Example, { healthy = false, sidecar = false }: Partial<Omit<Setting, 'example'>> = {}): BuiltFrame {
  const w = new World({ example, healthy, sidecar });
  const s = places[example.kind](w);
  const current = s.tasks ?? (healthy ? running(w) : []);
  const tasks = s.refused ? [] : [...current, ...previous(w)];
  const operation = w.creating ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
  const frame: Frame = {
    at: at(200),
    operation: {
      stackStatus: operation,
      resourceStatus: s.resourceStatus ?? operation,
      resourceStatusReason: s.resourceStatus ? example.text : null,
      startedAt: at(0),
    },
    service: s.refused ? null : service(w, s, tasks),
    serviceDeployment: s.refused ? null : { createdAt: at(4), ...(s.serviceDeployment ?? { status: 'IN_PROGRESS' }) },
    tasks,
    taskDefinition: taskDefinition(w, 2),
    previousTaskDefinition: w.creating ? null : taskDefinition(w, 1),
    logs: {},
    ...s.frame,
  };
  return {
    frame: JSON.parse(JSON.stringify(frame)) as Frame, // drops undefined
    blame: s.blame ?? null,
    innocent: sidecar ? [SIDECAR] : [],
  };
}
