import { Frame } from '../../../facts/model';
import { scalingProvider } from '../../read';
import { quoted } from '../kit';

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
  return provider && `capacity provider ${quoted(provider)}`;
}
