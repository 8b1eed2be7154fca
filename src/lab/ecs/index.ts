import { FakeService, World } from '../world';
import { clusterOperations } from './cluster-operations';
import { deploymentOperations } from './deployment-operations';
import { isOpen, isRolling } from './deployments';
import { drain } from './draining';
import { expressOperations } from './express-operations';
import { DEFAULT_SWITCHES, EcsLab, EcsSwitches } from './model';
import { roll } from './rollout';
import { taskListener } from './scheduler';
import { serviceOperations } from './service-operations';
import { taskOperations } from './task-operations';
import { shift } from './traffic-shift';

export type { EcsSwitches } from './model';

/** The fake Amazon ECS: operations and a service scheduler. Scenario rules decide what happens to tasks. */
export function createEcs(world: World, switches: Partial<EcsSwitches> = {}): FakeService {
  const lab: EcsLab = {
    world,
    switches: { ...DEFAULT_SWITCHES, ...switches },
    clusters: new Map(),
    taskDefinitions: new Map(),
    listener: taskListener(() => lab),
    schedule: (service) => {
      if (service.status === 'DRAINING') drain(lab, service);
      if (service.status !== 'ACTIVE') return;
      const open = service.serviceDeployments.find(isOpen);
      if (open && !isRolling(open.configuration)) shift(lab, service, open);
      else roll(lab, service);
    },
  };
  return {
    operations: {
      ...clusterOperations(lab),
      ...serviceOperations(lab),
      ...expressOperations(lab),
      ...taskOperations(lab),
      ...deploymentOperations(lab),
    },
  };
}
