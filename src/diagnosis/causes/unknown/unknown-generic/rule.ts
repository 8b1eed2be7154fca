import { Frame, Task } from '../../../../facts/model';
import { isCalledOff } from '../../../../facts/operation';
import { causeOfStatement, isOrdinary, isTrouble } from '../../../classify';
import { Finding, Rule } from '../../../model';
import {
  desiredCount, failedTasks, firstContainerToEnd, hostFacts, instanceName, isExitOfStop, readHostLog, runningTasks, startedAfter,
  Statement, statements, stopKind, suspectInstance, wayTo,
} from '../../../read';
import { cut } from '../../../text';
import { replaceHost } from '../../hosts';
import { guide, quoted, shortenable } from '../../kit';

/**
 * ECS waits longer and longer before it starts the next task of a service whose tasks never reach RUNNING, and goes on trying (Amazon ECS
 * developer guide, service throttle logic). The circuit breaker has no part in it.
 */
const THROTTLED = /is unable to consistently start tasks/i;

/**
 * The last resort: a task stopped or cannot be placed, and no field gives a reason in words that are known. The engine ranks every other
 * cause before it.
 */
export const unknownGeneric: Rule = {
  id: 'unknown-generic',
  family: 'unknown',
  title: 'AWS gives no reason that is known',
  stage: 'deployment',
  retry: 'maybe',
  traits: { notUnderstood: true },
  symptomOnly: true,
  lastResort: true,
  foundBy: 'facts',
  docs: guide('stopped-task-error-codes'),
  match(frame): Finding | undefined {
    const tasks = failedTasks(frame).filter((t) => stopKind(t) !== 'infrastructure');
    const all = statements(frame);
    const words = tasks.length
      ? all.filter((s) => s.from === 'task' || s.from === 'container' || s.from === 'attachment')
      : all.filter((s) => inTrouble(frame, s));
    if (!tasks.length && !words.length) return undefined;
    const said = words[0] && withoutService(words[0].text);
    return {
      certainty: 'possible',
      container: tasks.map((t) => culprit(frame, t)).find(Boolean),
      tasks,
      headline: headline(frame, tasks, said),
      evidence: [...new Set(words.map((s) => s.quote))],
      facts: hostFacts(frame, tasks).map((fact) => (suspectInstance(frame, tasks) ? `${fact}; AWS names nothing else in common` : fact)),
      fix: PREAMBLE.test(said ?? '') ? inOrder(frame) : fixFor(frame, tasks),
    };
  },
};

/** The text ends before it names what could not be fetched: an image login, a secret or a parameter. */
const PREAMBLE = new RegExp('secrets? or registry auth(?:entication)?'
  + `${cut(': execution resource retrieval failed: unable to retrieve ')}[\\s.\\u2026:]{0,9}$`, 'i');

function inOrder(frame: Frame): string {
  return `check in this order: 1. ${wayTo(frame, 'ECR, Secrets Manager and SSM', 'VPC endpoints')};`
    + ' 2. the execution role is allowed to pull the image and to read the secrets; 3. image, secrets and parameters exist in this Region';
}

function fixFor(frame: Frame, tasks: readonly Task[]): string {
  const never = tasks.length > 0 && tasks.every((t) => !t.startedAt);
  const host = never ? replaceHost(frame, tasks) : undefined;
  const log = tasks.length ? readHostLog(frame, tasks) : undefined;
  const all = 'read the stopped tasks in the ECS console, the service events and the logs of the containers';
  return host ?? (log ? `${log}; ${all}` : all);
}

function headline(frame: Frame, tasks: readonly Task[], said: string | undefined): string {
  const reason = said ? quoted(said) : shortenable(tasks[0]?.stopCode);
  const haveStopped = tasks.length > 0;
  const instance = tasks.some((t) => t.startedAt) ? undefined : suspectInstance(frame, tasks);
  if (instance) return `all tasks stop on ${instanceName(instance)}, and AWS gives no reason${reason ? ': ' : ''}${reason}`;
  if (!haveStopped && THROTTLED.test(said ?? '')) {
    return 'tasks fail to start again and again; ECS retries at growing intervals and gives no reason';
  }
  const fault = haveStopped ? 'tasks stop and AWS gives no reason' : 'AWS reports a fault of an unknown kind';
  return `${fault}${reason ? ': ' : ''}${reason}`;
}

/** A container that has a reason or an error code of its own. */
function culprit(frame: Frame, task: Task): string | undefined {
  const first = firstContainerToEnd(frame, task);
  return first?.reason || (first?.exitCode && !isExitOfStop(first.exitCode)) ? first?.name : undefined;
}

/** A statement that something failed, in words that no rule knows, and with no sign that the fault has passed. */
function inTrouble(frame: Frame, statement: Statement): boolean {
  const { from, text, at } = statement;
  if (causeOfStatement(statement) || isOrdinary(text)) return false;
  if (from === 'operation') return /_FAILED$/.test(frame.operation?.resourceStatus ?? '') && !isCalledOff(text);
  if (from !== 'event' || !isTrouble(text)) return false;
  return !(startedAfter(frame, at) && runningTasks(frame).length >= (desiredCount(frame) ?? Infinity));
}

function withoutService(text: string): string {
  return text.replace(/^\(?service [^)]{1,255}\) /i, '');
}
