import { Frame, Task } from '../../../../facts/model';
import { Finding, Rule } from '../../../model';
import { desiredCount, failedTasks, firstContainerToEnd, runningTasks, startedAfter, Statement, statements } from '../../../read';
import { guide, quoted } from '../../kit';
import { faultOf, isOrdinary } from '../../wording';

/** What the siblings of a container show when ECS stops them. */
const CONSEQUENCE: ReadonlySet<number> = new Set([137, 143]);
/** How service events begin that speak of trouble, whatever follows (Amazon ECS developer guide, service event messages). */
const TROUBLE = /^(\(?service [^)]{1,255}\)? )?(\([^)]*\) )*(was unable to (place|start|launch)|failed to (launch|start|place)|is unable to)\b/i;

/**
 * ECS waits longer and longer before it starts the next task of a service whose tasks never reach RUNNING, and goes on trying (Amazon ECS
 * developer guide, service throttle logic). The circuit breaker has no part in it.
 */
const THROTTLED = /is unable to consistently start tasks/i;

/** The honest last resort: a task stopped or cannot be placed, and no field says why in words that are known. The engine puts every other cause before it. */
export const unknownGeneric: Rule = {
  id: 'unknown-generic',
  family: 'unknown',
  title: 'The text does not say what happened',
  stage: 'deployment',
  retry: 'maybe',
  traits: { notUnderstood: true },
  symptomOnly: true,
  docs: guide('stopped-task-error-codes'),
  match(frame): Finding | undefined {
    const tasks = failedTasks(frame).filter((t) => t.stopCode !== 'SpotInterruption' && t.stopCode !== 'TerminationNotice' && t.stopCode !== 'InfrastructureHealth');
    const all = statements(frame);
    const words = tasks.length ? all.filter((s) => s.from === 'task' || s.from === 'container' || s.from === 'attachment') : all.filter((s) => inTrouble(frame, s));
    if (!tasks.length && !words.length) return undefined;
    const said = words[0] ? withoutService(words[0].text) : tasks[0]?.stopCode;
    return {
      certainty: 'possible',
      container: tasks.map((t) => culprit(frame, t)).find(Boolean),
      tasks,
      headline: !tasks.length && THROTTLED.test(said ?? '') ? 'tasks fail to start again and again; ECS goes on, ever more slowly, and does not say why' : `${tasks.length ? 'tasks stop and AWS does not say why' : 'AWS reports trouble of an unknown kind'}${said ? `: ${quoted(said)}` : ''}`,
      evidence: [...new Set(words.map((s) => s.quote))],
      fix: 'look at the stopped tasks in the ECS console, at the service events and at the logs of the containers',
    };
  },
};

/** A container that has a reason or an error code of its own. */
function culprit(frame: Frame, task: Task): string | undefined {
  const first = firstContainerToEnd(frame, task);
  return first?.reason || (first?.exitCode && !CONSEQUENCE.has(first.exitCode)) ? first?.name : undefined;
}

/** Says that something failed, in words that no rule knows, and nothing shows that it has passed. */
function inTrouble(frame: Frame, { from, text, tasks, at, ...rest }: Statement): boolean {
  if (faultOf({ from, text, tasks, at, ...rest }) || isOrdinary(text)) return false;
  if (from === 'operation') return /_FAILED$/.test(frame.operation?.resourceStatus ?? '') && !/cancell?ed/i.test(text);
  if (from !== 'event' || !TROUBLE.test(text)) return false;
  return !(startedAfter(frame, at) && runningTasks(frame).length >= (desiredCount(frame) ?? Infinity));
}

function withoutService(text: string): string {
  return text.replace(/^\(?service [^)]{1,255}\) /i, '');
}
