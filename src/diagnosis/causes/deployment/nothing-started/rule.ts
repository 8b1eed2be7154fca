import { notRead } from '../../../../facts/unavailable';
import { Rule } from '../../../model';
import {
  desiredCount, NO_EVENT_FOR_MS, rolloutVerdict, stageThatWaits, waitingHook, watchedDeployment, withoutTaskMs,
} from '../../../read';
import { count, duration } from '../../../text';
import { guide } from '../../kit';

export const nothingStarted: Rule = {
  id: 'nothing-started',
  family: 'deployment',
  title: 'ECS starts no task and does not say why',
  stage: 'deployment',
  retry: 'maybe',
  symptomOnly: true,
  waiting: true,
  foundBy: 'facts',
  docs: guide('service-event-messages'),
  match(frame) {
    const deployment = watchedDeployment(frame);
    const desired = desiredCount(frame) ?? 0;
    const age = withoutTaskMs(frame) ?? 0;
    const isSilent = rolloutVerdict(frame) === 'in-progress' && age > NO_EVENT_FOR_MS && !waitingHook(frame) && !stageThatWaits(frame);
    const { runningCount = 0, pendingCount = 0, failedTasks = 0 } = deployment ?? {};
    const started = runningCount + pendingCount + failedTasks;
    if (!desired || !isSilent || started || !frame.tasks || notRead(frame, 'tasks').length) return undefined;
    return {
      certainty: 'possible',
      headline: `ECS has started no task in ${duration(age)}, ${count(desired, 'task')} wanted, and no event gives a reason`,
      evidence: [],
      fix: 'read the newest events of the service in the ECS console; compare launch type, capacity providers and platform of'
        + ' service and task definition',
    };
  },
};
