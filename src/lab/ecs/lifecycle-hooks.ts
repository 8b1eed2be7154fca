import type {
  DeploymentLifecycleHook, DeploymentLifecycleHookAction, DeploymentLifecycleHookDetail, DeploymentLifecycleHookStage,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../world';
import { minutes, seconds } from './durations';
import { emit } from './events';
import { DeploymentState, EcsLab, ServiceDeploymentState } from './model';
import { rollBack } from './rollback';
import { deploymentRuleFor } from './scenario-rules';

/** Without a rule in the scenario, a function answers SUCCEEDED after a second [model]. */
const LAMBDA_SECONDS = 1;
/** DeploymentLifecycleHookTimeoutConfiguration: 24 hours, then ROLLBACK (Amazon ECS API Reference). */
const PAUSE_MINUTES = 1440;

/** Runs the hooks of a stage together; `done` when all have succeeded. A failing one rolls the deployment back. */
export function runHooks(lab: EcsLab, deployment: DeploymentState, stage: DeploymentLifecycleHookStage, done: () => void): void {
  const { serviceDeployment } = deployment;
  const hooks = (serviceDeployment.configuration.lifecycleHooks ?? []).filter((hook) => hook.lifecycleStages?.includes(stage));
  if (!hooks.length) return done();
  const details = hooks.map((hook) => newDetail(lab, hook));
  serviceDeployment.hooks = [...serviceDeployment.hooks, ...details];
  details.forEach((detail, index) => {
    const settle = (status: DeploymentLifecycleHookDetail['status'], error?: string) => {
      if (!isWaiting(detail) || !isCurrent(deployment)) return;
      detail.status = status;
      serviceDeployment.updatedAt = new Date(lab.world.clock.now());
      if (error !== undefined) failHook(lab, deployment, stage, error);
      else if (details.every(hasPassed)) done();
    };
    if (hooks[index].targetType === 'PAUSE') pause(lab, deployment, stage, detail, settle);
    else invoke(lab, deployment, stage, detail, settle);
  });
}

function hasPassed({ status, timeoutAction }: DeploymentLifecycleHookDetail): boolean {
  return status === 'SUCCEEDED' || (status === 'TIMED_OUT' && timeoutAction === 'CONTINUE');
}

type Settle = (status: DeploymentLifecycleHookDetail['status'], error?: string) => void;

function newDetail(lab: EcsLab, hook: DeploymentLifecycleHook): DeploymentLifecycleHookDetail {
  const pausing = hook.targetType === 'PAUSE';
  const { timeoutInMinutes = PAUSE_MINUTES, action = 'ROLLBACK' } = hook.timeoutConfiguration ?? {};
  return {
    hookId: lab.world.random.hex(21),
    targetType: hook.targetType ?? 'AWS_LAMBDA',
    ...(pausing ? {} : { targetArn: hook.hookTargetArn }),
    status: pausing ? 'AWAITING_ACTION' : 'IN_PROGRESS',
    expiresAt: new Date(lab.world.clock.now() + minutes(timeoutInMinutes)),
    timeoutAction: action,
  };
}

const isWaiting = ({ status }: DeploymentLifecycleHookDetail) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS';
const isCurrent = ({ serviceDeployment, status }: DeploymentState) => serviceDeployment.status === 'IN_PROGRESS' && status === 'PRIMARY';

function invoke(lab: EcsLab, deployment: DeploymentState, stage: string, detail: DeploymentLifecycleHookDetail, settle: Settle): void {
  const { after = LAMBDA_SECONDS, status = 'SUCCEEDED', error } = deploymentRuleFor(deployment).hooks?.[stage] ?? {};
  lab.world.clock.after(seconds(after), () => {
    if (status === 'SUCCEEDED' && error === undefined) settle('SUCCEEDED');
    else settle('FAILED', error ?? `Lifecycle hook target ${detail.targetArn} returned FAILED status.`);
  });
}

const resolvers = new WeakMap<DeploymentLifecycleHookDetail, (action: DeploymentLifecycleHookAction) => void>();

function pause(lab: EcsLab, deployment: DeploymentState, stage: string, detail: DeploymentLifecycleHookDetail, settle: Settle): void {
  // ECS's text for a pause that ends in a rollback is not published [model].
  const act = (action: DeploymentLifecycleHookAction) =>
    (action === 'CONTINUE' ? settle('SUCCEEDED') : settle('FAILED', 'Rollback was requested for the paused deployment.'));
  resolvers.set(detail, act);
  const { after, action = 'CONTINUE' } = deploymentRuleFor(deployment).hooks?.[stage] ?? {};
  if (after !== undefined) lab.world.clock.after(seconds(after), () => act(action));
  lab.world.clock.after(detail.expiresAt!.getTime() - lab.world.clock.now(), () =>
    (detail.timeoutAction === 'CONTINUE' ? settle('TIMED_OUT') : settle('TIMED_OUT', 'The paused deployment timed out.')));
}

/** ContinueServiceDeployment. */
export function resolvePause(
  serviceDeployment: ServiceDeploymentState, hookId: string | undefined, action: DeploymentLifecycleHookAction,
): void {
  const detail = serviceDeployment.hooks.find((one) => one.hookId === hookId);
  const resolve = detail && resolvers.get(detail);
  if (!resolve || detail?.status !== 'AWAITING_ACTION') {
    throw new AwsError('InvalidParameterException', `No lifecycle hook ${hookId} of the service deployment awaits an action.`);
  }
  resolve(action);
}

/** Texts as captured in 2026: the reason is in the event and in `statusReason`. */
function failHook(lab: EcsLab, deployment: DeploymentState, stage: string, error: string): void {
  const reason = `Service deployment rolled back because ${stage} lifecycle hook(s) failed. ${error}`;
  emit(lab, deployment.service, `(deployment ${deployment.id}) deployment failed: ${reason}`);
  rollBack(lab, deployment, { reason, rolloutStateReason: reason, rollback: true });
}
