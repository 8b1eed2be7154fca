import { Task } from './model';

/**
 * Why a task stopped, as far as blame goes. ECS has one stop code for scale-in and for failed health checks; only the text tells them apart
 * (aws/containers-roadmap#612). The text of a UserInitiated stop comes from the caller of StopTask, so it is never read.
 */
export type StopKind = 'failure' | 'infrastructure' | 'scale-in' | 'person';

const INFRASTRUCTURE: readonly (string | undefined)[] = ['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth'];

const SCALE_IN = [
  /^\(?scaling activity initiated/i,
  /deployment.{0,40} (was )?(stopped|replaced|deleted)/i,
  /service .{0,80}(deleted|updated)/i,
];

export function stopKind({ stopCode, stoppedReason }: Task): StopKind {
  const reason = (stoppedReason ?? '').replace(/[\s\u200b]+/g, ' ').trim();
  if (stopCode === 'UserInitiated' || (!stopCode && /stopped by user/i.test(reason))) return 'person';
  if (SCALE_IN.some((text) => text.test(reason))) return 'scale-in';
  return INFRASTRUCTURE.includes(stopCode) ? 'infrastructure' : 'failure';
}

/** ECS has stopped the task, or has decided to stop it. */
export function isStoppedOrStopping({ lastStatus, desiredStatus }: Task): boolean {
  return lastStatus === 'STOPPED' || desiredStatus === 'STOPPED';
}

/**
 * When ECS began to stop the task, in milliseconds since the epoch. ECS replaces the task from then on; until it has stopped,
 * deregistration and stopTimeout may pass. undefined: the task has not begun to stop.
 */
export function stopBegan({ stoppingAt, executionStoppedAt, stoppedAt }: Task): number | undefined {
  return firstTime(stoppingAt, executionStoppedAt, stoppedAt);
}

/**
 * When the containers of the task ended, in milliseconds since the epoch: from then on they write no more log lines. undefined: they have
 * not.
 */
export function executionEnded({ stoppingAt, executionStoppedAt, stoppedAt }: Task): number | undefined {
  return firstTime(executionStoppedAt, stoppingAt, stoppedAt);
}

function firstTime(...isoTimes: readonly (string | undefined)[]): number | undefined {
  return isoTimes.map((iso) => Date.parse(iso ?? '')).find((ms) => !Number.isNaN(ms));
}
