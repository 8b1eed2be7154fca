import { Rule } from '../../../model';
import { NO_TASK_FOR_MS, watchedDeployment, withoutTaskMs } from '../../../read';
import { duration } from '../../../text';
import { guide } from '../../kit';

/** ECS writes nothing if it starts no task for this reason. */
export const platformFamilyMismatch: Rule = {
  id: 'platform-family-mismatch',
  family: 'platform',
  title: 'Deployment runs on another platform family than the task',
  stage: 'placement',
  retry: 'never',
  foundBy: 'facts',
  docs: guide('fargate-tasks-services'),
  match(frame) {
    const runsOn = watchedDeployment(frame)?.platformFamily;
    const wanted = frame.taskDefinition?.runtimePlatform?.operatingSystemFamily ?? 'LINUX';
    const age = withoutTaskMs(frame) ?? 0;
    if (!runsOn || !frame.taskDefinition || age < NO_TASK_FOR_MS) return undefined;
    if (runsOn.toUpperCase() === wanted.toUpperCase()) return undefined;
    return {
      certainty: 'probable',
      headline: `ECS starts no task: the deployment runs on platform family ${runsOn}, the task definition asks for ${wanted}`,
      evidence: [],
      facts: [`no task was started in ${duration(age)}`, 'ECS decides on the platform family when the service is made, and'
        + ' writes no event about this'],
      fix: `give the service a new logical id, so that CloudFormation makes a new one for ${wanted}; or set runtimePlatform`
        + ' of the task definition'
        + ` to ${runsOn}`,
    };
  },
};
