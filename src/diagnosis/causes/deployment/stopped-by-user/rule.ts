import { Rule } from '../../../model';
import { tasksStoppedByPerson } from '../../../read';
import { count } from '../../../text';
import { guide } from '../../kit';

/** The stop code decides. The caller of StopTask writes the reason, and it can read like any other fault. */
export const stoppedByUser: Rule = {
  id: 'stopped-by-user',
  family: 'deployment',
  title: 'Task was stopped through the API (StopTask)',
  stage: 'deployment',
  retry: 'likely',
  foundBy: 'facts',
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
      facts: ['the reason is free text from the caller, not a finding of AWS'],
      fix: 'find the caller in CloudTrail (event StopTask)',
    };
  },
};
