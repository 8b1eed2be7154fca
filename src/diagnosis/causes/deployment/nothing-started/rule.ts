import { notRead } from '../../../../facts/unavailable';
import { Rule } from '../../../model';
import { deploymentTasks, desiredCount, rolloutVerdict, stageThatWaits, waitingHook, watchedDeployment } from '../../../read';
import { count, duration, time } from '../../../text';
import { guide } from '../../kit';

/** ECS starts the first task of a deployment within seconds. If it cannot, it mostly writes an event within a minute or two. */
const SILENT_FOR_MS = 5 * 60_000;

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
    const age = (time(frame.at) ?? 0) - (time(deployment?.createdAt) ?? Infinity);
    const isSilent = rolloutVerdict(frame) === 'in-progress' && age > SILENT_FOR_MS && !waitingHook(frame) && !stageThatWaits(frame);
    const { runningCount = 0, pendingCount = 0, failedTasks = 0 } = deployment ?? {};
    const started = deploymentTasks(frame).length + runningCount + pendingCount + failedTasks;
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
