import { Rule } from '../../../model';
import { tasksStoppedByPerson } from '../../../read';
import { count } from '../../../text';
import { guide } from '../../kit';

/** The stop code decides. The reason is whatever the caller of StopTask wrote, and may read like any other fault. */
export const stoppedByUser: Rule = {
  id: 'stopped-by-user',
  family: 'deployment',
  title: 'Somebody or something called StopTask',
  stage: 'deployment',
  retry: 'likely',
  traits: { doneByPerson: true },
  docs: guide('stopped-task-error-codes'),
  match(frame) {
    const tasks = tasksStoppedByPerson(frame);
    if (!tasks.length) return undefined;
    return {
      certainty: 'certain',
      tasks,
      headline: `${count(tasks.length, 'new task')} ${tasks.length === 1 ? 'was' : 'were'} stopped through the API (StopTask)`,
      evidence: [...new Set(tasks.map((t) => t.stoppedReason).filter((r): r is string => Boolean(r)))],
      facts: ['the reason is free text of the caller, it is no finding of AWS'],
      fix: 'find the caller in CloudTrail (event StopTask)',
    };
  },
};
