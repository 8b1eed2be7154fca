import { onInstances } from './connection';
import { Frame } from '../../facts/model';

/** What an agent needs to register (Amazon ECS Developer Guide, interface VPC endpoints; aws/amazon-ecs-cli#319). */
export const REGISTERS = 'instance profile and route to the ECS endpoints (public address, NAT, or VPC endpoints ecs, ecs-agent and'
  + ' ecs-telemetry)';

/** Security groups of the tasks, by their ids if the service has them. */
export function ownGroups(frame: Frame): string {
  const groups = onInstances(frame) ? [] : frame.service?.networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
  return groups.length ? `security group ${groups.join(', ')}` : 'their security group';
}

/** `the subnets have a way to S3 on port 443 (...)`: what to check where AWS's text does not name the obstacle. */
export function wayTo(frame: Frame, name: string, endpoints?: string): string {
  const whose = onInstances(frame) ? 'the subnets of the instances' : 'the subnets';
  return `${whose} have a way to ${name} on port 443 (${[waysOut(frame), ...(endpoints ? [endpoints] : [])].join(', or ')})`;
}

/** What leads a task out of its VPC. */
export function wayOut(frame: Frame): string {
  const hasAddress = !onInstances(frame) && frame.service?.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === 'ENABLED';
  return hasAddress ? 'a route to an internet gateway' : 'a NAT gateway';
}

function waysOut(frame: Frame): string {
  const has = onInstances(frame) ? undefined : frame.service?.networkConfiguration?.awsvpcConfiguration?.assignPublicIp;
  if (has === 'ENABLED') return 'a route to an internet gateway, as the tasks have public addresses';
  return has === 'DISABLED' ? 'NAT gateway' : 'NAT gateway, public address';
}
