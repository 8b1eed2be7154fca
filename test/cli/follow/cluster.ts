import type { Task } from '@aws-sdk/client-ecs';
import { Lab } from '../../../src/lab/lab';
import { callFake, TaskRule } from '../../../src/lab/world';
import { imageGone } from '../../lifecycle/rules';
import { beside, openLab, Ran, Running } from '../bundle';

export const nameOf = (n: number) => `shop-${String(n).padStart(2, '0')}`;

const LOG_GROUP = '/shop';

interface World {
  readonly hasLogGroup?: boolean;
  readonly faults?: readonly object[];
}

const containers = (image: string) => [{
  name: 'api',
  image,
  essential: true,
  portMappings: [{ containerPort: 8080 }],
  logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': LOG_GROUP, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'api' } },
}];

function register(lab: Lab, family: string, image: string): void {
  callFake(lab.world, 'ecs', 'RegisterTaskDefinition', {
    family, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', containerDefinitions: containers(image),
  });
}

/**
 * A cluster `prod` as most are: each service has a family and a target group of its own, runs revision 1 and is now updated to revision 2.
 * The tasks of revision 2 fare by the rules in the services whose number is in `broken`.
 */
export async function updatedCluster(services: number, broken: readonly number[], fare: TaskRule): Promise<Lab> {
  const rules: TaskRule[] = [];
  const faring = Object.fromEntries(broken.map((n) => [nameOf(n), { rules }]));
  const lab = await openLab({ scenario: { scenario: 1, seed: 5, services: faring } });
  callFake(lab.world, 'ecs', 'CreateCluster', { clusterName: 'prod' });
  callFake(lab.world, 'logs', 'CreateLogGroup', { logGroupName: LOG_GROUP });
  const names = Array.from({ length: services }, (_, i) => nameOf(i + 1));
  for (const name of names) {
    register(lab, name, 'shop/api:1');
    create(lab, name, `${name}:1`, targetGroup(lab, name));
  }
  await lab.advance(180);
  rules.push({ ...fare, when: { deployment: 'new' } });
  for (const service of names) {
    register(lab, service, 'shop/api:2');
    callFake(lab.world, 'ecs', 'UpdateService', { cluster: 'prod', service, taskDefinition: `${service}:2` });
  }
  return lab;
}

function targetGroup(lab: Lab, Name: string): string {
  const { TargetGroups: [{ TargetGroupArn }] } = callFake(lab.world, 'elb', 'CreateTargetGroup', {
    Name, Protocol: 'HTTP', Port: 8080, TargetType: 'ip', HealthCheckIntervalSeconds: 15,
  }) as { TargetGroups: { TargetGroupArn: string }[] };
  const { LoadBalancers: [{ LoadBalancerArn }] } = callFake(lab.world, 'elb', 'CreateLoadBalancer', {
    Name, Subnets: ['subnet-a', 'subnet-b'],
  }) as { LoadBalancers: { LoadBalancerArn: string }[] };
  callFake(lab.world, 'elb', 'CreateListener', { LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'forward', TargetGroupArn }] });
  // Otherwise old tasks drain for five minutes.
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }];
  callFake(lab.world, 'elb', 'ModifyTargetGroupAttributes', { TargetGroupArn, Attributes });
  return TargetGroupArn;
}

/** A cluster `prod` without CloudFormation; services whose number is in `broken` fare by the rules, which can change later. */
export async function cluster(
  services: number, broken: readonly number[], fare: readonly TaskRule[] = [imageGone], { hasLogGroup = true, ...world }: World = {},
): Promise<Lab> {
  const rules = Object.fromEntries(broken.map((n) => [nameOf(n), { rules: fare }]));
  const lab = await openLab({ scenario: { scenario: 1, seed: 5, services: rules, ...world } });
  callFake(lab.world, 'ecs', 'CreateCluster', { clusterName: 'prod' });
  if (hasLogGroup) callFake(lab.world, 'logs', 'CreateLogGroup', { logGroupName: LOG_GROUP });
  register(lab, 'shop', 'shop/api:1');
  for (let n = 1; n <= services; n++) create(lab, nameOf(n));
  return lab;
}

export function create(lab: Lab, serviceName: string, taskDefinition = 'shop:1', targetGroupArn?: string, desiredCount = 2): void {
  callFake(lab.world, 'ecs', 'CreateService', {
    cluster: 'prod', serviceName, taskDefinition, desiredCount, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    ...targetGroupArn && { loadBalancers: [{ targetGroupArn, containerName: 'api', containerPort: 8080 }] },
  });
}

export function deploy(lab: Lab, service: string): void {
  callFake(lab.world, 'ecs', 'UpdateService', { cluster: 'prod', service, forceNewDeployment: true });
}

export async function follow(lab: Lab, args: readonly string[], seconds = 400): Promise<Running & Ran> {
  const running = await beside(lab, ['follow', ...args]);
  await lab.advance(seconds);
  return { ...running, ...await running.ended };
}

/** Lab milliseconds at which ECS stopped the first, second, ... task of each service. @param revision only those of this task definition */
export function stopsIn(lab: Lab, revision = ''): ReadonlyMap<string, readonly number[]> {
  const stops = new Map<string, number[]>();
  let nextToken: string | undefined;
  do {
    const page = callFake(lab.world, 'ecs', 'ListTasks', { cluster: 'prod', desiredStatus: 'STOPPED', nextToken }) as { taskArns: string[]; nextToken?: string };
    const { tasks } = page.taskArns.length ? callFake(lab.world, 'ecs', 'DescribeTasks', { cluster: 'prod', tasks: page.taskArns }) as { tasks: Task[] } : { tasks: [] };
    for (const { group = '', stoppingAt, taskDefinitionArn = '' } of tasks) {
      if (!taskDefinitionArn.endsWith(revision)) continue;
      const name = group.replace(/^service:/, '');
      stops.set(name, [...stops.get(name) ?? [], stoppingAt?.getTime() ?? NaN].sort((a, b) => a - b));
    }
    ({ nextToken } = page);
  } while (nextToken);
  return stops;
}

const WINDOW_MS = 10_000;

/** The most calls of these operations in any window, per second. */
export function busiest(lab: Lab, calls: readonly string[]): number {
  const names = calls.map((call) => call[0].toUpperCase() + call.slice(1));
  const times = lab.calls.filter(({ operation }) => names.includes(operation)).map(({ at }) => at).sort((a, b) => a - b);
  return Math.max(0, ...times.map((from, i) => times.slice(i).filter((at) => at < from + WINDOW_MS).length)) / (WINDOW_MS / 1000);
}
