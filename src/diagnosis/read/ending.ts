import { Container, Frame, Task } from '../../facts/model';
import { Certainty } from '../model';
import { firstContainerToEnd, hasExited, isAwaited, keptWaiting } from './containers';
import { LogFault, logFault } from './log-faults';
import { logLines, openErrors, openLines } from './logs';
import { oncePer } from './memo';
import { endedByItself, failedTasks } from './tasks';

/** One task that ended because one of its containers did: which one, how, and what its log says. Exactly one cause per ending. */
export interface Ending {
  readonly task: Task;
  readonly container: Container;
  readonly exitCode: number;
  /** Id of the cause that this ending shows. */
  readonly cause: string;
  readonly certainty: Certainty;
  /** The line that the log gives as the reason, classified or not. */
  readonly line?: string;
  /** Containers that wait for this one (`dependsOn`) and so never started. */
  readonly waiters: readonly string[];
}

/**
 * Tasks in which a container ended of its own accord. What AWS says goes before what the log says, and both before the exit code, the
 * weakest evidence: 137 is out of memory only if somebody says so.
 */
export const endings = oncePer((frame: Frame): readonly Ending[] => {
  const found = failedTasks(frame).filter(endedByItself).flatMap((task) => endingOf(frame, task));
  // The log of one task may be late or gone: the same container with the same exit code ended for the same reason.
  return found.map((e) => (e.line ? e : {
    ...e, ...pickFault(found.find((o) => o.line && o.container.name === e.container.name && o.exitCode === e.exitCode)),
  }));
});

function pickFault(other: Ending | undefined): Partial<Ending> {
  return other ? { cause: other.cause, certainty: other.certainty, line: other.line } : {};
}

function endingOf(frame: Frame, task: Task): readonly Ending[] {
  const container = firstContainerToEnd(frame, task);
  if (!container || !hasExited(container)) return [];
  // A reason of the container tells more than its exit code: other rules read it.
  if (container.reason) return [];
  // A task that failed to start is stopped, and with it whatever had started already.
  if (task.stopCode === 'TaskFailedToStart' && STOPPED_BY_ECS.has(container.exitCode) && !failedTheWaiting(frame, task, container)) return [];

  const all = logLines(frame, container.name, task);
  const lines = openErrors(all);
  const fault = logFault(lines, openLines(all));
  const awaiting = keptWaiting(frame, task, container.name);
  const shared = { task, container, exitCode: container.exitCode, waiters: awaiting, line: fault?.line ?? lines[0] };
  if (awaiting.length && isAwaited(frame, container.name) && container.exitCode !== 0) {
    return [{ ...shared, cause: 'dependency-container-failed', certainty: 'certain' as const }];
  }
  return [{ ...shared, ...byLogOrCode(container.exitCode, fault, shared.line) }];
}

/** Unhealthy, and another container that waits for its health (`dependsOn`, condition HEALTHY) never started: that is why ECS stopped it. */
function failedTheWaiting(frame: Frame, task: Task, { name, healthStatus }: Container): boolean {
  return healthStatus === 'UNHEALTHY' && keptWaiting(frame, task, name, 'HEALTHY').length > 0;
}

const STOPPED_BY_ECS: ReadonlySet<number> = new Set([137, 143]);

/** Conventions of shells and of the kernel (128 + signal), not AWS texts. */
const BY_CODE: { readonly [code: number]: readonly [string, Certainty] } = {
  0: ['app-exited-zero', 'certain'],
  125: ['container-runtime-error', 'possible'],
  126: ['entrypoint-not-executable', 'probable'],
  127: ['entrypoint-not-found', 'probable'],
  134: ['app-aborted', 'certain'],
  137: ['app-killed', 'possible'],
  139: ['app-segfault', 'certain'],
  143: ['app-terminated', 'possible'],
};

function byLogOrCode(exitCode: number, fault: LogFault | undefined, line: string | undefined): { cause: string; certainty: Certainty } {
  if (exitCode === 139 || !fault || !decides(exitCode, fault)) {
    const [cause, certainty] = BY_CODE[exitCode] ?? ['app-crashed', 'possible'];
    // An error line that nobody classified still says why.
    return { cause, certainty: cause === 'app-crashed' && line ? 'probable' : certainty };
  }
  // Whoever ended cleanly or was told to end may have got over what its log complains of.
  return { cause: fault.id, certainty: exitCode === 0 || exitCode === 143 ? 'probable' : fault.certainty };
}

/** Nothing that an application complains of kills it, but for want of memory. */
function decides(exitCode: number, fault: LogFault): boolean {
  if (exitCode === 137) return fault.id === 'out-of-memory';
  return exitCode !== 0 || fault.certainty === 'certain';
}

/** Endings that show this cause, grouped by container, most tasks first. */
export function endingsOf(frame: Frame, cause: string): readonly (readonly Ending[])[] {
  const groups = new Map<string, Ending[]>();
  for (const ending of endings(frame).filter((e) => e.cause === cause)) {
    const name = ending.container.name ?? '';
    groups.set(name, [...(groups.get(name) ?? []), ending]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/** What the log of another task of the same container said, where this one's is silent. */
export function bestLine(group: readonly Ending[]): string | undefined {
  return group.find((e) => e.line)?.line;
}

