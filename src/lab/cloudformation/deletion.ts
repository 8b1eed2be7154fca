import { VirtualClock } from '../clock';
import { EventLog } from './events';
import { runGraph } from './graph';
import { Resource, Stack } from './model';
import { ResourceWork } from './resource-work';
import { Leftover } from './snapshot';

/** What deletions act on. */
export interface DeletionScene {
  readonly stack: Stack;
  readonly clock: VirtualClock;
  readonly events: EventLog;
  readonly work: ResourceWork;
}

/** Deletes in reverse order of the dependencies. Gives the logical ids of the resources that could not be deleted. */
export function deleteResources(
  { stack, clock, events, work }: DeletionScene, ids: readonly string[], { createRollback = false } = {},
): Promise<readonly string[]> {
  const resourceOf = (id: string) => stack.resources.get(id);
  const isGone = (id: string) => ['DELETE_COMPLETE', 'DELETE_SKIPPED'].includes(resourceOf(id)?.status ?? '');
  return runGraph({
    ids: ids.filter((id) => !isGone(id)).reverse(),
    dependsOn: (id) => ids.filter((other) => resourceOf(other)?.dependsOn.includes(id)),
    run: async (id, signal) => {
      const resource = resourceOf(id);
      if (!resource) return;
      const policy = resource.definition.DeletionPolicy;
      if (policy === 'Retain' || (policy === 'RetainExceptOnCreate' && !createRollback)) events.resource(resource, 'DELETE_SKIPPED');
      else await work.delete(resource, signal);
    },
    clock,
    afterFailure: 'continue',
  });
}

/**
 * The cleanup phase: deletes replaced physical resources, then the resources that are not in the template any more. A failure here does not
 * change the status of the stack.
 */
export async function cleanUp(scene: DeletionScene, removed: readonly string[]): Promise<void> {
  await deleteLeftovers(scene, scene.work.leftovers);
  await deleteResources(scene, removed);
  for (const id of removed) scene.stack.resources.delete(id);
}

async function deleteLeftovers({ stack, clock, events, work }: DeletionScene, leftovers: readonly Leftover[]): Promise<void> {
  const never = new AbortController().signal;
  await runGraph({
    ids: leftovers.map((_, i) => String(i)).reverse(),
    dependsOn: (i) => leftovers.flatMap((other, j) => other.dependsOn.includes(leftovers[Number(i)].logicalId) ? [String(j)] : []),
    run: async (i) => {
      const leftover = leftovers[Number(i)];
      const resource = stack.resources.get(leftover.logicalId);
      if (!resource) return;
      // The logical resource keeps its new physical id; only the events show the old one.
      const old: Resource = { ...resource, ...leftover };
      if (leftover.definition.UpdateReplacePolicy === 'Retain') events.resource(old, 'DELETE_SKIPPED');
      else await work.delete(old, never);
    },
    clock,
    afterFailure: 'continue',
  });
}
