import { elbOf } from '../elb';
import { minutes, SCHEDULER_TICK_MS } from './durations';
import { emit } from './events';
import { runHooks } from './lifecycle-hooks';
import { Stage, stagesOf } from './lifecycle-stages';
import { shiftTraffic } from './load-balancing';
import { DeploymentState, EcsLab, nowOf, ServiceDeploymentState, ServiceState } from './model';
import { rollBack } from './rollback';
import { becomeSteady, begin, complete, desiredTasks, liveTasks, emitRegistrations } from './rollout';
import { startTasks } from './start-tasks';
import { stopTasks } from './stop-tasks';

/** One step of a blue/green, linear or canary deployment. */
export function shift(lab: EcsLab, service: ServiceState, serviceDeployment: ServiceDeploymentState): void {
  emitRegistrations(lab, service);
  if (serviceDeployment.status === 'ROLLBACK_IN_PROGRESS') return goBack(lab, service, serviceDeployment);
  const [target, ...others] = service.deployments;
  if (serviceDeployment.status === 'PENDING') {
    begin(lab, target);
    serviceDeployment.weights = { production: 0, test: 0 };
    if (!checkNetworking(lab, target)) return;
    enter(lab, target, 0);
  }
  if (target.halted) return;
  const stages = stagesFor(target);
  const { work } = stages[target.stage];
  if (target.stage >= stages.findIndex((stage) => stage.work === 'scale-up')) keepRunning(lab, service, target);
  if (work === 'scale-up' && isUp(service, target)) enter(lab, target, target.stage + 1);
  if (work === 'clean-up' && cleanUp(lab, service, target, others)) {
    complete(lab, service, target);
    becomeSteady(lab, service);
  }
}

function stagesFor({ serviceDeployment: { configuration, source } }: DeploymentState): Stage[] {
  return stagesOf(configuration, source.length > 1);
}

function keepRunning(lab: EcsLab, service: ServiceState, deployment: DeploymentState): void {
  startTasks(lab, deployment, desiredTasks(service) - liveTasks(deployment).length);
}

function isUp(service: ServiceState, deployment: DeploymentState): boolean {
  const live = liveTasks(deployment);
  return live.length === desiredTasks(service) && live.every(({ healthy }) => healthy);
}

/** Stops the tasks of all other deployments. True: they have stopped. */
function cleanUp(lab: EcsLab, service: ServiceState, keep: DeploymentState, others: readonly DeploymentState[]): boolean {
  stopTasks(lab, service, others.flatMap(liveTasks), `Scaling activity initiated by (deployment ${keep.id})`);
  return others.flatMap((one) => one.tasks).every(({ lastStatus }) => lastStatus === 'STOPPED');
}

function enter(lab: EcsLab, deployment: DeploymentState, index: number): void {
  const { serviceDeployment } = deployment;
  const stage = stagesFor(deployment)[index];
  deployment.stage = index;
  serviceDeployment.lifecycleStage = stage.name;
  serviceDeployment.updatedAt = nowOf(lab);
  setWeights(lab, deployment, stage);
  const go = () => {
    const left = deployment.stage === index && deployment.status === 'PRIMARY' && serviceDeployment.status === 'IN_PROGRESS';
    if (left) enter(lab, deployment, index + 1);
  };
  const bakeMs = minutes(stage.bakeMinutes ?? 0);
  const rest = () => {
    if (stage.work === 'scale-up' || stage.work === 'clean-up') lab.schedule(deployment.service);
    else lab.world.clock.after(Math.max(bakeMs, SCHEDULER_TICK_MS), go);
  };
  if (stage.hook) runHooks(lab, deployment, stage.hook, rest);
  else lab.world.clock.after(SCHEDULER_TICK_MS, rest);
}

function setWeights(lab: EcsLab, deployment: DeploymentState, { work, production }: Stage): void {
  const weights = deployment.serviceDeployment.weights!;
  if (work === 'test-traffic') {
    weights.test = 100;
    shiftTraffic(lab, deployment, 'testListenerRule', 100);
  }
  if (production !== undefined) {
    weights.production = production;
    shiftTraffic(lab, deployment, 'productionListenerRule', production);
  }
}

/** The traffic returns to the source revision at once; then the tasks of the target stop. */
function goBack(lab: EcsLab, service: ServiceState, serviceDeployment: ServiceDeploymentState): void {
  const [primary, ...others] = service.deployments;
  const weights = serviceDeployment.weights;
  if (weights && (weights.production || weights.test)) {
    weights.production = weights.test = 0;
    shiftTraffic(lab, primary, 'productionListenerRule', 100);
    shiftTraffic(lab, primary, 'testListenerRule', 100);
  }
  keepRunning(lab, service, primary);
  if (!cleanUp(lab, service, primary, others) || !isUp(service, primary)) return;
  service.deployments = [primary];
  service.lastGood = primary.revision;
  serviceDeployment.status = 'ROLLBACK_SUCCESSFUL';
  serviceDeployment.finishedAt = serviceDeployment.updatedAt = nowOf(lab);
  becomeSteady(lab, service);
}

/** Both target groups must be reachable through the rules (Amazon ECS Developer Guide, "Troubleshooting blue/green deployments"). */
function checkNetworking(lab: EcsLab, deployment: DeploymentState): boolean {
  const groups = deployment.revision.loadBalancers.flatMap(({ targetGroupArn, advancedConfiguration: advanced }) =>
    (advanced ? [targetGroupArn, advanced.alternateTargetGroupArn] : []));
  const elb = elbOf(lab.world);
  if (!elb || groups.every((arn) => arn !== undefined && elb.targets.inUse(arn))) return true;
  const reason = 'Service deployment rolled back because of invalid networking configuration. '
    + 'Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.';
  emit(lab, deployment.service, `(deployment ${deployment.id}) deployment failed: ${reason}`);
  rollBack(lab, deployment, { reason, rolloutStateReason: reason, rollback: true });
  return false;
}
