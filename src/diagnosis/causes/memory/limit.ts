import { Frame } from '../../../facts/model';

/** ` (limit 512 MiB)`; empty when no limit is known. */
export function memoryOf(frame: Frame, container: string | undefined): string {
  const limit = limitOf(frame, container);
  return limit ? ` (limit ${limit.mib} MiB of the ${limit.of})` : '';
}

/** A concrete next step: double what there is. */
export function raise(frame: Frame, container: string | undefined): string {
  const limit = limitOf(frame, container);
  const where = limit?.of === 'container' ? `addContainer('${container}')` : 'the task definition';
  return limit
    ? `raise memoryLimitMiB in ${where}: ${limit.mib} -> ${limit.mib * 2}, or use less memory`
    : 'raise memoryLimitMiB of the task definition or container, or use less memory';
}

/** The limit that the kernel enforces: that of the container, else that of the task. */
export function limitOf(frame: Frame, container: string | undefined): { readonly mib: number; readonly of: 'container' | 'task' } | undefined {
  const own = frame.taskDefinition?.containerDefinitions?.find((d) => d.name === container)?.memory;
  if (own) return { mib: own, of: 'container' };
  const task = Number(frame.taskDefinition?.memory);
  return task > 0 ? { mib: task, of: 'task' } : undefined;
}
