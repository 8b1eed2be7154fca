import { seconds } from './durations';
import { emit } from './events';
import { DeploymentState, EcsLab } from './model';
import { rollBack } from './rollback';
import { deploymentRuleFor } from './scenario-rules';

/** Plays the alarm that the scenario sets off. Without `alarms` in the configuration of the deployment, it has no effect. */
export function watchAlarms(lab: EcsLab, deployment: DeploymentState): void {
  const { serviceDeployment, service } = deployment;
  const { alarms } = serviceDeployment.configuration;
  const { alarm } = deploymentRuleFor(deployment);
  if (!alarm || !alarms?.enable) return;
  lab.world.clock.after(seconds(alarm.after), () => {
    if (serviceDeployment.status !== 'IN_PROGRESS' || deployment.status !== 'PRIMARY') return;
    serviceDeployment.alarms.status = 'TRIGGERED';
    serviceDeployment.alarms.triggered = [...alarm.names ?? alarms.alarmNames ?? []];
    // The event as captured from a canary deployment in 2026; the two reasons repeat its words [model].
    emit(lab, service, `(deployment ${deployment.id}) deployment failed: alarm detected.`);
    rollBack(lab, deployment, {
      reason: 'Service deployment rolled back because of: alarm detected.',
      rolloutStateReason: 'ECS deployment failed: alarm detected.',
      rollback: alarms.rollback ?? false,
    });
  });
}
