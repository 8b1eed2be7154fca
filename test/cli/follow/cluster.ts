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

/** A cluster `prod` without CloudFormation; services whose number is in `broken` fare by the rules, which can change later. */
export async function cluster(
  services: number, broken: readonly number[], fare: readonly TaskRule[] = [imageGone], { hasLogGroup = true, ...world }: World = {},
): Promise<Lab> {
  const rules = Object.fromEntries(broken.map((n) => [nameOf(n), { rules: fare }]));
  const lab = await openLab({ scenario: { scenario: 1, seed: 5, services: rules, ...world } });
  callFake(lab.world, 'ecs', 'CreateCluster', { clusterName: 'prod' });
  if (hasLogGroup) callFake(lab.world, 'logs', 'CreateLogGroup', { logGroupName: LOG_GROUP });
  callFake(lab.world, 'ecs', 'RegisterTaskDefinition', {
    family: 'shop', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', containerDefinitions: [{
      name: 'api', image: 'shop/api:1', essential: true,
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': LOG_GROUP, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'api' } },
    }],
  });
  for (let n = 1; n <= services; n++) create(lab, nameOf(n));
  return lab;
}

export function create(lab: Lab, serviceName: string): void {
  callFake(lab.world, 'ecs', 'CreateService', {
    cluster: 'prod', serviceName, taskDefinition: 'shop:1', desiredCount: 2, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
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

/** Lab milliseconds at which ECS stopped the first, second, ... task of each service. */
export function stopsIn(lab: Lab): ReadonlyMap<string, readonly number[]> {
  const stops = new Map<string, number[]>();
  let nextToken: string | undefined;
  do {
    const page = callFake(lab.world, 'ecs', 'ListTasks', { cluster: 'prod', desiredStatus: 'STOPPED', nextToken }) as { taskArns: string[]; nextToken?: string };
    const { tasks } = page.taskArns.length ? callFake(lab.world, 'ecs', 'DescribeTasks', { cluster: 'prod', tasks: page.taskArns }) as { tasks: Task[] } : { tasks: [] };
    for (const { group = '', stoppingAt } of tasks) {
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
