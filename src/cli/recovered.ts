import { diagnose } from '../diagnosis/engine';
import { Diagnosis } from '../diagnosis/model';
import { failedTasks, watchedDeployment } from '../diagnosis/read';
import { Frame } from '../facts/model';

/** What failed on the way to a deployment that is healthy now, as it would have been diagnosed then; undefined: nothing that is still known. */
export function recoveredFrom(frame: Frame, diagnosis: Diagnosis): Diagnosis | undefined {
  const failed = failedTasks(frame);
  if (diagnosis.status !== 'healthy' || !failed.length) return undefined;
  const watched = watchedDeployment(frame);
  const then: Frame = {
    ...frame,
    operation: { ...frame.operation, deploymentId: watched?.id },
    // Only the failed tasks, of a deployment that has not got further yet.
    tasks: failed,
    targetHealth: undefined,
    serviceDeployment: undefined,
    service: frame.service && {
      ...frame.service,
      deployments: (frame.service.deployments ?? []).map((d) => (d.id === watched?.id ? { ...d, rolloutState: 'IN_PROGRESS', runningCount: 0, pendingCount: d.desiredCount } : d)),
    },
  };
  const found = diagnose(then);
  return found.causes.some((cause) => !cause.waiting) ? found : undefined;
}
