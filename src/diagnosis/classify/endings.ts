import { deadChild, DeadChild, endsWithError } from './child-processes';
import { FailedRead, failedRead } from './failed-read';
import { LogCause, causeOfLog } from './log-cause';
import { CauseId } from '../../contract';
import { Container, Frame, Task } from '../../facts/model';
import { Certainty, Seen } from '../model';
import {
  definitionOf, endedByItself, failedTasks, firstContainerToEnd, hasExited, InfrastructureCode, isExitOfStop, isInfrastructureCode,
  isSummary, keptWaiting, lastWords, LiteralReference, literalReference, logLines, openErrors, openLines, pendingTasks, ReadLine, Statement,
  statements,
} from '../read';
import { listeningIn } from '../read/listening';
import { LogError } from '../read/log-errors';
import { isStackLine, loudness } from '../read/logline';
import { oncePer } from '../read/memo';
import { telling } from '../read/telling';
import { groupedBy, wholeTokens } from '../text';

type CauseAndCertainty = readonly [cause: CauseId, certainty: Certainty];

/**
 * Conventions of shells and of the kernel (128 + signal), not texts of AWS. A cause that the log names goes first; with 139 only an
 * exception.
 */
const BY_EXIT_CODE: { readonly [code: number]: CauseAndCertainty | undefined } = {
  0: ['app-exited-zero', 'certain'],
  125: ['container-runtime-error', 'possible'],
  126: ['entrypoint-not-executable', 'probable'],
  127: ['entrypoint-not-found', 'probable'],
  134: ['app-aborted', 'certain'],
  137: ['app-killed', 'possible'],
  139: ['app-segfault', 'certain'],
  143: ['app-terminated', 'possible'],
};
const OTHER_EXIT_CODE: CauseAndCertainty = ['app-crashed', 'possible'];

/** Another container waits for this one (`dependsOn`) and never started. This cause goes before those of exit code and log. */
const KEPT_OTHERS_WAITING: CauseAndCertainty = ['dependency-container-failed', 'certain'];

/** Stop codes that name the cause by themselves: those of tasks that AWS takes away. */
const BY_STOP_CODE: { readonly [stopCode in InfrastructureCode]: CauseId } = {
  SpotInterruption: 'spot-interruption',
  TerminationNotice: 'host-terminated',
  InfrastructureHealth: 'host-terminated',
};

/** Every cause that an ending or a stop code can show. */
export const ENDING_CAUSES: readonly CauseId[] = [
  ...[...Object.values(BY_EXIT_CODE), OTHER_EXIT_CODE, KEPT_OTHERS_WAITING].flatMap((one) => one?.[0] ?? []),
  ...Object.values(BY_STOP_CODE),
];

/** The cause that the stop code of a task names. */
export function causeOfStopCode({ stopCode }: Task): CauseId | undefined {
  return isInfrastructureCode(stopCode) ? BY_STOP_CODE[stopCode] : undefined;
}

/** A task that ended because one of its containers ended: the container, its exit and its log. Each ending has exactly one cause. */
export interface Ending {
  readonly task: Task;
  readonly container: Container;
  readonly exitCode: number;
  /** Id of the cause that this ending shows. */
  readonly cause: CauseId;
  readonly certainty: Certainty;
  /** The line that the log gives as the reason, classified or not. */
  readonly line?: string;
  /** The task and the place in its log where that line is; another task than `task` if the log of this one has no reason. */
  readonly seen?: Seen;
  /** If `line` names no address: the last line before it that names one to which the application connects. */
  readonly address?: string;
  /** Containers that wait for this one (`dependsOn`) and so never started. */
  readonly waiters: readonly string[];
  /** The variable whose value is only the place of its value, if that explains the line. */
  readonly reference?: LiteralReference;
  /** Calls of AWS that should have brought what the program then missed; `line` is the first of them. */
  readonly read?: FailedRead;
  /** Not the container ended, but the process that its process manager runs; a failed health check ended the task. */
  readonly child?: DeadChild;
}

/**
 * Tasks in which a container ended of its own accord. AWS's words go before the log, and both go before the exit code, the weakest
 * evidence: 137 is out of memory only if AWS or the log names it.
 */
const endings = oncePer((frame: Frame): readonly Ending[] => {
  const stopped = failedTasks(frame).flatMap((task) => (endedByItself(task) ? endingOf(frame, task) : deadChildIn(frame, task)));
  const found = [...stopped, ...pendingTasks(frame).filter((task) => waitsInVain(frame, task)).flatMap((task) => endingOf(frame, task))];
  // The log of one task may be late or gone: the same container with the same exit code ended for the same reason.
  const key = ({ container, exitCode }: Ending) => `${exitCode} ${container.name}`;
  const withLine = groupedBy(found.filter((e) => e.line), key);
  return found.map((e) => (e.line ? e : { ...e, ...pickFault(withLine.get(key(e))?.[0]) }));
});

function pickFault(other: Ending | undefined): Partial<Ending> {
  if (!other) return {};
  const { cause, certainty, line, seen, reference, read } = other;
  return { cause, certainty, line, seen, reference, read };
}

/**
 * A container waits for the SUCCESS of one that ended with another code: the agent can leave such a task PENDING for good
 * (aws/amazon-ecs-agent#2579). A restart policy starts the container again.
 */
function waitsInVain(frame: Frame, task: Task): boolean {
  const first = firstContainerToEnd(frame, task);
  if (!first || !hasExited(first) || first.exitCode === 0 || definitionOf(frame, first.name)?.restartPolicy?.enabled) return false;
  return keptWaiting(frame, task, first.name, 'SUCCESS').length > 0;
}

function endingOf(frame: Frame, task: Task): readonly Ending[] {
  const container = firstContainerToEnd(frame, task);
  if (!container || !hasExited(container)) return [];
  // A reason of the container is more exact than its exit code: `aws-texts.ts` reads it.
  if (container.reason) return [];
  // A task that failed to start is stopped, and with it whatever had started already; a program that heeds SIGTERM ends with 0.
  const stoppedByEcs = task.stopCode === 'TaskFailedToStart' && (isExitOfStop(container.exitCode) || container.exitCode === 0);
  if (stoppedByEcs && !failedItsWaiters(frame, task, container)) return [];

  const all = logLines(frame, container.name, task);
  const lines = openErrors(all);
  const named = causeOfLog(lines, openLines(all));
  const awaiting = keptWaiting(frame, task, container.name);
  const isOwnEnd = container.exitCode !== 0 && !isExitOfStop(container.exitCode);
  const lead = (isOwnEnd && lines.every(({ text }) => isSummary(text)) && lastWords(all)) || lines[0];
  const at = named?.at ?? lead?.index;
  const address = named?.cause === 'app-dependency-unreachable' ? addressBefore(all, named) : undefined;
  const shared = {
    ...(address && { address }),
    task, container, exitCode: container.exitCode, waiters: awaiting, line: named?.line ?? lead?.text,
    ...(at !== undefined && container.name && { seen: { task, container: container.name, line: at } }),
  };
  if (awaiting.length && container.exitCode !== 0) {
    return [{ ...shared, ...causeAndCertainty(KEPT_OTHERS_WAITING) }];
  }
  if (container.exitCode === 0 && !named && lines[0] && loudness(lines[0].text) >= 4 && endsWithError(all, lines[0].index)) {
    return [{ ...shared, ...causeAndCertainty(OTHER_EXIT_CODE), certainty: 'probable' }];
  }
  const read = failedReadOf(frame, container, all, named?.at ?? lines[0]?.index, named?.cause);
  if (read && container.exitCode !== 0 && container.name) {
    const { cause, certainty, line, at: place } = read;
    return [{ ...shared, cause, certainty, line, read, seen: { task, container: container.name, line: place } }];
  }
  const found = byLogOrCode(isManaged(container.exitCode, all) ? 1 : container.exitCode, named, lines[0]?.text, isThrown(all, named));
  const refused = asReadOnly(frame, container, shared.line, found);
  return [{ ...shared, ...asReference(frame, container, shared.line, refused) }];
}

function failedReadOf(
  frame: Frame, { name }: Container, all: readonly ReadLine[], at: number | undefined, cause: CauseId | undefined,
): FailedRead | undefined {
  if (at === undefined) return undefined;
  const definition = definitionOf(frame, name);
  const given = [...definition?.environment?.filter(({ value }) => value) ?? [], ...definition?.secrets ?? []].map((one) => one.name ?? '');
  return failedRead(openLines(all), { text: all[at].message ?? '', index: at }, cause, new Set(given));
}

/** A program that cannot make or change a file. `readonlyRootFilesystem` explains it, whatever words the program has for the refusal. */
const CANNOT_WRITE = /\b(?:can ?not|can'?t|could ?n[o']t|unable to|failed to|failure to|error|failed)\b:? (?:while )?(?:creat|writ|mak|mkdir|touch|renam|chmod|chown|updat|sav|stor|lock|append|generat)\w{0,8}\b.{0,80}\//i;
const WITHOUT_WORDS: ReadonlySet<CauseId> = new Set(['app-crashed', 'app-aborted', 'app-config-invalid', 'app-exited-zero']);

/** The line says that a file cannot be written and not why; the root file system of the container is read-only. */
function asReadOnly(
  frame: Frame, { name }: Container, line: string | undefined, found: Pick<Ending, 'cause' | 'certainty'>,
): Pick<Ending, 'cause' | 'certainty'> {
  const isSilent = WITHOUT_WORDS.has(found.cause) && CANNOT_WRITE.test(line?.slice(0, 2000) ?? '');
  if (!isSilent || !definitionOf(frame, name)?.readonlyRootFilesystem) return found;
  return causeAndCertainty(['app-permission-denied', 'probable']);
}

/** Causes that a variable has if its value is only the place of the value, and how sure the line must be about it. */
const OF_REFERENCES: { readonly [cause in CauseId]?: 'setting' | 'credentials' | 'other' } = {
  'app-config-invalid': 'setting',
  'app-dependency-auth': 'credentials',
  'app-dependency-unreachable': 'other',
  'app-crashed': 'other',
};

/** The ARN of a secret given as `value`, not as `valueFrom`: the application takes it for a password, a URL or a file. */
function asReference(
  frame: Frame, { name }: Container, line: string | undefined, found: Pick<Ending, 'cause' | 'certainty'>,
): Pick<Ending, 'cause' | 'certainty' | 'reference'> {
  const kind = OF_REFERENCES[found.cause];
  const reference = kind && line ? literalReference(frame, name, line, kind) : undefined;
  if (!reference) return found;
  return { reference, cause: 'app-config-invalid', certainty: found.cause === 'app-config-invalid' ? found.certainty : 'probable' };
}

const ADDRESS = /\b(?:[\w-]{1,63}\.){1,8}[\w-]{1,63}:\d{2,5}\b|\b[a-z][a-z+]{1,20}:\/\/[\w.-]+/i;
const CONNECTS = /connect|request|fetch|download|broker|endpoint|\bhost|url|database|redis|jdbc|bootstrap|upstream/i;

const NEXT = 6;

function addressBefore(lines: readonly ReadLine[], { line, at }: LogCause): string | undefined {
  if (ADDRESS.test(line)) return undefined;
  // The class of an error can stand before its address: "(attempted address: example.com:443". The words of most lines have nothing
  // to do with a connection, and to look for an address takes longer.
  const found = [...[...lines.slice(0, at)].reverse(), ...lines.slice(at + 1, at + 1 + NEXT)]
    .filter(({ message = '' }) => CONNECTS.test(message)).map(({ message = '' }) => message.trim())
    .find((text) => ADDRESS.test(text) && !listeningIn(text) && !isStackLine(text));
  return found && wholeTokens(telling(found), 200);
}

/** ECS stopped the task because a check failed. The log of a process manager may name the reason: its process had ended. */
function deadChildIn(frame: Frame, task: Task): readonly Ending[] {
  if (!CHECK_FAILED.test(task.stoppedReason ?? '')) return [];
  return (task.containers ?? []).flatMap((container): readonly Ending[] => {
    const all = logLines(frame, container.name, task);
    const child = deadChild(all);
    if (!child || !container.name) return [];
    const before = child.startsOnly ? all : all.slice(0, child.line + 1);
    const isOfChild = ({ index }: LogError) => (child.startsOnly ? index > child.line : index !== child.line);
    const errors = openErrors(before).filter(isOfChild);
    const others = openLines(before).filter(isOfChild);
    const manager = all[child.line]?.message ?? '';
    // the line of the manager itself has the reason if its process was killed
    const own = causeOfLog([{ text: manager, index: child.line }], others);
    const named = causeOfLog(errors, others) ?? (own?.cause === 'out-of-memory' ? own : undefined);
    const at = named?.at ?? errors[0]?.index ?? child.line;
    const line = named?.line ?? errors[0]?.text ?? manager;
    return [{
      task, container, child, line,
      exitCode: child.exitCode ?? 1,
      waiters: [],
      seen: { task, container: container.name, line: at },
      cause: named?.cause ?? OTHER_EXIT_CODE[0],
      certainty: named?.certainty ?? 'probable',
    }];
  });
}

const CHECK_FAILED = /health checks?\b/i;

/** ECS stopped it because it is unhealthy and another container, which waits for its health (`dependsOn`, HEALTHY), never started. */
function failedItsWaiters(frame: Frame, task: Task, { name, healthStatus }: Container): boolean {
  return healthStatus === 'UNHEALTHY' && keptWaiting(frame, task, name, 'HEALTHY').length > 0;
}

function causeAndCertainty([cause, certainty]: CauseAndCertainty): Pick<Ending, 'cause' | 'certainty'> {
  return { cause, certainty };
}

/** The line is an exception that nothing caught: runtimes end such a program with SIGABRT, on Alpine also with SIGSEGV (.NET). */
function isThrown(lines: readonly ReadLine[], named: LogCause | undefined): boolean {
  return named !== undefined && THROWN.test(lines[named.at]?.message ?? '');
}

/** .NET ends so: an exception that nothing caught, of which the exit code of a signal says nothing (dotnet/dotnet-docker#4830). */
function isManaged(exitCode: number, lines: readonly ReadLine[]): boolean {
  return (exitCode === 134 || exitCode === 139) && lines.some(({ message = '' }) => /^Unhandled exception[.:] \S/i.test(message));
}

const THROWN = /\b(unhandled|uncaught)\b.{0,40}\b(exception|error)|^panic: |^thread '.{1,60}' panicked|terminate called after throwing/i;

function byLogOrCode(
  exitCode: number, named: LogCause | undefined, line: string | undefined, thrown: boolean,
): Pick<Ending, 'cause' | 'certainty'> {
  if ((exitCode === 139 && !thrown && named?.cause !== 'out-of-memory') || !named || !decides(exitCode, named)) {
    const byCode = BY_EXIT_CODE[exitCode];
    if (byCode) return causeAndCertainty(byCode);
    // An error line that no row claims still has the reason.
    return line ? { ...causeAndCertainty(OTHER_EXIT_CODE), certainty: 'probable' } : causeAndCertainty(OTHER_EXIT_CODE);
  }
  // A container that exited with 0 or was stopped from outside may have recovered from the errors in its log.
  const orderly = exitCode === 0 || exitCode === 143 || (exitCode === 137 && named.cause !== 'out-of-memory');
  return { cause: named.cause, certainty: orderly ? 'probable' : named.certainty };
}

/**
 * Exit code 137 is a kill from outside; of all errors in a log "out of memory" explains it. A program that refuses to start because of a
 * limit ends with any code: its supervisor stops the rest.
 */
function decides(exitCode: number, { cause, certainty }: LogCause): boolean {
  if (exitCode === 137) return cause === 'out-of-memory' || (cause === 'os-limit-too-low' && certainty === 'certain');
  return exitCode !== 0 || certainty === 'certain';
}

/** All that AWS states of such an end. It is no text of `aws-texts.ts`: where the exit code is known, that has the cause. */
const CONTAINER_EXITED = /^essential container in task exited/i;

/** Endings of which only AWS's text is left, with neither exit code nor reason of a container. They are endings with an unknown code. */
export function endingsWithoutCode(frame: Frame, cause: CauseId): readonly Statement[] {
  if (cause !== OTHER_EXIT_CODE[0]) return [];
  return statements(frame).filter(({ from, text, tasks }) => from === 'task' && CONTAINER_EXITED.test(text)
    && tasks.every((t) => !t.containers?.some((c) => c.reason || hasExited(c))));
}

/** Endings that show this cause, grouped by container, most tasks first. */
export function endingsOf(frame: Frame, cause: CauseId): readonly (readonly Ending[])[] {
  const groups = groupedBy(endings(frame).filter((e) => e.cause === cause), ({ container }) => container.name ?? '');
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

/** The first ending of the group with a line. */
export function bestEnding(group: readonly Ending[]): Ending | undefined {
  return group.find((e) => e.line);
}
