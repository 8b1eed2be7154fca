import { Frame, Task } from '../../../facts/model';
import { percentToStopOne, roomNear, scalingProvider, taskId, waitsForRequests } from '../../read';
import { shortId } from '../../text';
import { shortenable } from '../kit';

/** GPUs that one task asks for. */
export function gpusOf(frame: Frame): number {
  return (frame.taskDefinition?.containerDefinitions ?? []).flatMap((d) => d.resourceRequirements ?? [])
    .filter((r) => r.type === 'GPU').reduce((sum, r) => sum + (Number(r.value) || 0), 0);
}

/** The quota that is the usual reason why no instance comes (Amazon EC2 User Guide, service quotas: one for each family, Spot apart). */
function quotaOf(frame: Frame): string {
  return gpusOf(frame)
    ? 'EC2 vCPU quota of GPU instances (G and VT, or P; On-Demand and Spot have one each, and a new account has 0)'
    : 'EC2 vCPU quota of the instance family (On-Demand and Spot have one each)';
}

/** Where an Auto Scaling group logs why it launches nothing. */
export function readActivities(frame: Frame): string {
  const provider = scalingProvider(frame);
  const group = provider ? `the Auto Scaling group of capacity provider ${provider}` : 'the Auto Scaling group';
  return `read the activity history of ${group} (aws autoscaling describe-scaling-activities); check ${quotaOf(frame)},`
    + ' instance type, launch template, maxCapacity and instance profile';
}

/** What adds instances to the cluster. */
export function moreInstances(frame: Frame): string {
  const provider = scalingProvider(frame);
  return provider
    ? `raise maxCapacity of the Auto Scaling group of capacity provider ${provider}`
    : 'add instances (capacity provider with managed scaling, or asg.maxCapacity)';
}

/** `capacity provider X`, shortened where it is long; undefined: the service has none with instances. */
export function providerName(frame: Frame): string | undefined {
  const provider = scalingProvider(frame);
  return provider && `capacity provider ${shortenable(provider)}`;
}

/** More interfaces for each instance. ENI trunking is for Linux (Amazon ECS Developer Guide, container instance network interfaces). */
export function moreInterfaces({ taskDefinition }: Frame, grow: string): string {
  if (/^WINDOWS/i.test(taskDefinition?.runtimePlatform?.operatingSystemFamily ?? '')) {
    return `${grow}, or use a larger instance type, which has more interfaces (Windows instances have no ENI trunking)`;
  }
  return `${grow}, or use a larger instance type; or more interfaces for each instance: aws ecs put-account-setting-default`
    + ' --name awsvpcTrunking --value enabled, and new instances after that';
}

/** A fix with what gives back the room of old tasks: the end of those that are stopping first, then the `others`. */
export function withRoomBack(frame: Frame, instance: string | undefined, ...others: readonly string[]): string {
  const leaving = roomNear(frame, instance)?.leaving ?? [];
  const percent = percentToStopOne(frame);
  const first = leaving.length ? shorterStop(frame, leaving) : undefined;
  const last = percent === undefined ? undefined : `set minHealthyPercent: ${percent}, so that an old task stops first`;
  return [first, ...others, last].filter((fix) => fix !== undefined).join('; or ');
}

function shorterStop(frame: Frame, leaving: readonly Task[]): string {
  const setting = waitsForRequests(frame, leaving)
    ? 'deregistrationDelay of the target group'
    : 'stopTimeout in addContainer() for later deployments';
  const [what, has] = leaving.length === 1 ? [`task ${shortId(taskId(leaving[0]))}`, 'has'] : ['the stopping tasks', 'have'];
  return `wait until ${what} ${has} ended, and shorten ${setting}`;
}
