import { isOpen } from './deployments';
import { EcsLab, nowOf, ServiceState } from './model';
import { liveTasks } from './rollout';
import { stopTasks } from './stop-tasks';

/** DeleteService: the service is DRAINING until its last task has stopped, then INACTIVE (Amazon ECS API Reference, DeleteService). */
export function drain(lab: EcsLab, service: ServiceState): void {
  const [primary] = service.deployments;
  for (const open of service.serviceDeployments.filter(isOpen)) {
    open.status = 'STOPPED';
    open.stoppedAt = open.finishedAt = open.updatedAt = nowOf(lab);
  }
  stopTasks(lab, service, service.deployments.flatMap(liveTasks), `Scaling activity initiated by (deployment ${primary?.id})`);
  const left = service.deployments.flatMap((one) => one.tasks).some(({ lastStatus }) => lastStatus !== 'STOPPED');
  if (left) return;
  service.status = 'INACTIVE';
  service.deployments = [];
}
