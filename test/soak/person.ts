import { Course } from './fates';
import type { Lab } from '../../src/lab/lab';
import { AwsError, callFake } from '../../src/lab/world';

/** How many tasks a person stops at once. */
const STOPPED = 2;

/** What people do by hand in the middle of a stack operation. */
export function act(lab: Lab, does: NonNullable<Course['person']>['does']): void {
  const where = { service: physicalId(lab, 'AWS::ECS::Service'), cluster: physicalId(lab, 'AWS::ECS::Cluster') };
  try {
    if (does === 'forces a deployment') callFake(lab.world, 'ecs', 'UpdateService', { ...where, forceNewDeployment: true });
    else for (const task of lab.runningTasks().slice(0, STOPPED)) callFake(lab.world, 'ecs', 'StopTask', { cluster: where.cluster, task, reason: 'looking into it' });
  } catch (error) {
    // The operation may be over by then, and the service gone.
    if (!(error instanceof AwsError)) throw error;
  }
}

function physicalId(lab: Lab, type: string): string {
  return String(lab.engine.all().flatMap((stack) => [...stack.resources.values()]).find((r) => r.type === type)?.physicalId);
}
