import { Rule } from '../../../model';
import { failedTasks, firstContainerToEnd, statements } from '../../../read';
import { guide } from '../../kit';

/** What the siblings of a container show when ECS stops them. */
const CONSEQUENCE: ReadonlySet<number> = new Set([137, 143]);

/** The honest last resort: a task stopped, and no field says why. The engine puts every other cause before it. */
export const unknownGeneric: Rule = {
  id: 'unknown-generic',
  family: 'unknown',
  title: 'The text does not say what happened',
  stage: 'deployment',
  retry: 'maybe',
  symptomOnly: true,
  docs: guide('stopped-task-error-codes'),
  match(frame) {
    const tasks = failedTasks(frame).filter((t) => t.stopCode !== 'SpotInterruption' && t.stopCode !== 'TerminationNotice' && t.stopCode !== 'InfrastructureHealth');
    if (!tasks.length) return undefined;
    const words = statements(frame).filter((s) => s.from === 'task' || s.from === 'container' || s.from === 'attachment');
    const said = words[0]?.text ?? tasks[0].stopCode;
    return {
      certainty: 'possible',
      container: tasks.map((t) => firstContainerToEnd(frame, t)).find((c) => c?.exitCode && !CONSEQUENCE.has(c.exitCode))?.name,
      tasks,
      headline: `tasks stop and AWS does not say why${said ? `: ${said}` : ''}`,
      evidence: [...new Set(words.map((s) => s.quote))],
      fix: 'look at the stopped tasks in the ECS console, at the service events and at the logs of the containers',
    };
  },
};
