import { diagnose } from '../diagnosis/engine';
import { Diagnosis } from '../diagnosis/model';
import { failedTasks, watchedDeployment } from '../diagnosis/read';
import { Deployment, Frame } from '../facts/model';

/** What a healthy deployment recovered from, diagnosed from the failed tasks that ECS still lists. undefined: nothing to diagnose. */
export function recoveredFrom(frame: Frame, diagnosis: Diagnosis): Diagnosis | undefined {
  const failed = failedTasks(frame);
  if (diagnosis.status !== 'healthy' || !failed.length) return undefined;
  const found = diagnose(whileFailing(frame, failed));
  return found.causes.some((cause) => !cause.waiting) ? found : undefined;
}

/** The frame as it was before the deployment became healthy: the failed tasks alone, and no progress beyond them. */
function whileFailing(frame: Frame, failed: Frame['tasks']): Frame {
  const watched = watchedDeployment(frame);
  const inProgress = (d: Deployment): Deployment => (
    { ...d, rolloutState: 'IN_PROGRESS', runningCount: 0, pendingCount: d.desiredCount }
  );
  return {
    ...frame,
    operation: { ...frame.operation, deploymentId: watched?.id },
    tasks: failed,
    targetHealth: undefined,
    serviceDeployment: undefined,
    service: frame.service && {
      ...frame.service,
      deployments: (frame.service.deployments ?? []).map((d) => (d.id === watched?.id ? inProgress(d) : d)),
    },
  };
}
