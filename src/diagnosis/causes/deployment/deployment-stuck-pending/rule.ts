import { Frame, Task } from '../../../../facts/model';
import { Rule } from '../../../model';
import {
  awaitedByTask, checkOf, failedTasks, holds, LONG_PENDING_MS, namesEcr, onInstances, pendingTasks, runningTasks, scalingProvider,
  unmetDependencies, UnmetDependency, wayTo,
} from '../../../read';
import { count, duration, time } from '../../../text';
import { guide } from '../../kit';

export const deploymentStuckPending: Rule = {
  id: 'deployment-stuck-pending',
  family: 'deployment',
  title: 'Tasks stay pending and nothing has failed',
  stage: 'deployment',
  retry: 'maybe',
  symptomOnly: true,
  waiting: true,
  foundBy: 'facts',
  docs: guide('task-lifecycle-explanation'),
  match(frame) {
    const now = time(frame.at);
    const waiting = pendingTasks(frame).filter((t) => now !== undefined && now - (time(t.createdAt) ?? now) > LONG_PENDING_MS);
    if (!waiting.length || failedTasks(frame).length || runningTasks(frame).length) return undefined;
    const [first] = waiting;
    const since = duration((now ?? 0) - (time(first.createdAt) ?? 0));
    const unmet = unmetDependencies(frame, first).filter(({ waiter, on }) => waiter && on.containerName && on.condition);
    const checked = unmet.find(({ on, now: it }) => on.condition === 'HEALTHY' && it?.lastStatus === 'RUNNING')?.on.containerName;
    const states = [...new Set(waiting.map((t) => t.lastStatus))].join(', ');
    const have = waiting.length === 1 ? 'has' : 'have';
    const checks = checked ? checkOf(frame, checked, waiting).facts : [];
    return {
      certainty: 'possible',
      tasks: waiting,
      headline: `${count(waiting.length, 'task')} ${have} been in ${states} for ${since}, without a stop or an error event`,
      evidence: [],
      facts: [`not started yet: it waits for ${awaitedByTask(first, frame)}`, ...unmet.map(unmetText), ...checks],
      fix: fixFor(frame, first, unmet.length > 0),
    };
  },
};

/** The next step of the task, by its state and times (Amazon ECS Developer Guide, task lifecycle). */
function fixFor(frame: Frame, task: Task, dependsOn: boolean): string {
  const { lastStatus, pullStartedAt, pullStoppedAt } = task;
  if (lastStatus === 'PROVISIONING') return inProvisioning(frame);
  if (lastStatus === 'ACTIVATING') {
    return 'check what the task registers with: target group, Cloud Map or Service Connect, and the service-linked role of ECS';
  }
  if (holds(frame, task).length || (dependsOn && (pullStoppedAt || !pullStartedAt))) {
    return 'check the container that others wait for: its health check and its log, or its dependsOn condition';
  }
  if (pullStoppedAt) return 'check the containers that others depend on (dependsOn), and the log of the container runtime';
  // the digest of an image is known once it is pulled
  if (pullStartedAt && task.containers?.some((c) => c.imageDigest)) return 'check the size of the images that are not pulled yet';
  if (pullStartedAt) return `check the size of the image, and that ${route(frame)}`;
  return onInstances(frame)
    ? 'check the ECS agent of the instance (is it connected?) and whether stopping tasks hold its room'
    : `check that ${route(frame)}, and the execution role`;
}

/** Only ECR has VPC endpoints. */
function route(frame: Frame): string {
  const images = (frame.taskDefinition?.containerDefinitions ?? []).map(({ image }) => image ?? '');
  if (!images.every(namesEcr)) return wayTo(frame, 'the registry');
  return wayTo(frame, images.length ? 'ECR' : 'the registry', 'VPC endpoints for ECR and S3');
}

/** No image is pulled in this state: ECS provides capacity and the network interface. */
function inProvisioning(frame: Frame): string {
  const provider = scalingProvider(frame);
  if (provider) {
    return `read the activity history of the Auto Scaling group of capacity provider ${provider}`
      + ' (aws autoscaling describe-scaling-activities)';
  }
  return onInstances(frame)
    ? 'check the free network interfaces of the instances and the free addresses of the subnets, or add instances'
    : 'check the free addresses of the subnets (vpcSubnets), the security groups and the Fargate quota of the account';
}

/** The commonest reason why a task stays PENDING for hours. */
function unmetText({ waiter, on, now }: UnmetDependency): string {
  const state = [now?.lastStatus ?? 'unknown', now?.healthStatus].filter(Boolean).join(', ');
  return `container "${waiter}" waits for "${on.containerName}" (condition ${on.condition}), which is ${state}`;
}
