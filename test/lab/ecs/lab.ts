import * as logsSchemas from '@aws-sdk/client-cloudwatch-logs';
import * as ecsSchemas from '@aws-sdk/client-ecs';
import type { Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs';
import * as elbSchemas from '@aws-sdk/client-elastic-load-balancing-v2';
import { NormalizedSchema } from '@smithy/core/schema';
import { VirtualClock } from '../../../src/lab/clock';
import { createEcs, EcsSwitches } from '../../../src/lab/ecs';
import { createElb } from '../../../src/lab/elb';
import { createLogs } from '../../../src/lab/logs';
import { seededRandom } from '../../../src/lab/random';
import { CallContext, callFake, DeploymentRule, FakeService, Scenario, TaskRule, World } from '../../../src/lab/world';

const SCHEMAS: { readonly [service: string]: object } = { ecs: ecsSchemas, elb: elbSchemas, logs: logsSchemas };
export const START = Date.parse('2026-11-23T10:00:00Z');
const CLUSTER = 'prod';

interface Play {
  readonly rules?: readonly TaskRule[];
  readonly deployments?: readonly DeploymentRule[];
  readonly seed?: number;
  readonly switches?: Partial<EcsSwitches>;
  readonly fault?: World['fault'];
}

/** A world of the three fakes, and the calls that tests make most. Whatever a fake returns is held against the SDK's schemas. */
export class Lab {
  readonly clock = new VirtualClock(START);
  readonly services: Record<string, FakeService> = {};
  readonly world: World;

  constructor({ rules = [], deployments = [], seed = 1, switches = {}, fault }: Play = {}) {
    const scenario: Scenario = { scenario: 1, services: { web: { rules, deployments } } };
    const place = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };
    this.world = { clock: this.clock, random: seededRandom(seed), place, scenario, services: this.services, fault };
    Object.assign(this.services, { ecs: createEcs(this.world, switches), elb: createElb(this.world), logs: createLogs(this.world) });
    this.ecs('CreateCluster', { clusterName: CLUSTER });
  }

  ecs<T>(operation: string, input: object, context?: CallContext): T {
    return this.call('ecs', operation, input, context) as T;
  }

  elb<T>(operation: string, input: object): T {
    return this.call('elb', operation, input) as T;
  }

  logs<T>(operation: string, input: object): T {
    return this.call('logs', operation, input) as T;
  }

  /** Seconds pass. */
  after(seconds: number): Promise<void> {
    return this.clock.advance(seconds * 1000);
  }

  /** Until it is so, at most three hours. Returns the seconds since the lab began. */
  async until(so: () => boolean): Promise<number> {
    const end = this.clock.now() + 3 * 3600 * 1000;
    while (!so()) {
      if (this.clock.now() > end) throw new Error('It did not come to that within three hours');
      await this.clock.advance(1000);
    }
    return (this.clock.now() - START) / 1000;
  }

  taskDefinition(containers: readonly object[] = [{}], more: object = {}): string {
    const { taskDefinition } = this.ecs<{ taskDefinition: { taskDefinitionArn: string } }>('RegisterTaskDefinition', {
      family: 'web',
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: containers.map((one, index) => ({ name: index ? `side${index}` : 'web', image: 'web:1', ...one })),
      ...more,
    });
    return taskDefinition.taskDefinitionArn;
  }

  create(input: object = {}, context?: CallContext): Service {
    const { service } = this.ecs<{ service: Service }>('CreateService', {
      cluster: CLUSTER,
      serviceName: 'web',
      launchType: 'FARGATE',
      desiredCount: 1,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a', 'subnet-b'] } },
      ...input,
      taskDefinition: 'taskDefinition' in input ? input.taskDefinition : this.taskDefinition(),
    }, context);
    return service;
  }

  update(input: object, context?: CallContext): Service {
    return this.ecs<{ service: Service }>('UpdateService', { cluster: CLUSTER, service: 'web', ...input }, context).service;
  }

  service(): Service {
    return this.ecs<{ services: Service[] }>('DescribeServices', { cluster: CLUSTER, services: ['web'] }).services[0];
  }

  /** Oldest first, without `(service web) `, ids and ARNs shortened. */
  events(): string[] {
    return this.service().events!.map(({ message }) => message!.replace('(service web) ', '')
      .replace(/\(task \w+\)/g, '(task)').replace(/\(target-group [^)]*\)/g, '(target-group)').replace(/ecs-svc\/\d+/g, 'ecs-svc')).reverse();
  }

  serviceDeployment(): ServiceDeployment {
    const { serviceDeployments: [brief] } = this.ecs<{ serviceDeployments: ServiceDeployment[] }>('ListServiceDeployments', { cluster: CLUSTER, service: 'web' });
    return this.ecs<{ serviceDeployments: ServiceDeployment[] }>('DescribeServiceDeployments', {
      serviceDeploymentArns: [brief.serviceDeploymentArn],
    }).serviceDeployments[0];
  }

  /** Oldest first. */
  tasks(desiredStatus: 'RUNNING' | 'STOPPED'): Task[] {
    const { taskArns } = this.ecs<{ taskArns: string[] }>('ListTasks', { cluster: CLUSTER, serviceName: 'web', desiredStatus });
    if (!taskArns.length) return [];
    return this.ecs<{ tasks: Task[] }>('DescribeTasks', { cluster: CLUSTER, tasks: taskArns }).tasks
      .sort((a, b) => a.createdAt!.getTime() - b.createdAt!.getTime());
  }

  /** A load balancer, its listener, and a target group that it forwards to. */
  targetGroup(input: object = {}, listener = true): string {
    const { TargetGroups: [{ TargetGroupArn }] } = this.elb<{ TargetGroups: { TargetGroupArn: string }[] }>('CreateTargetGroup', {
      Name: 'web', Protocol: 'HTTP', Port: 8080, TargetType: 'ip', HealthCheckIntervalSeconds: 15, ...input,
    });
    if (listener) {
      const { LoadBalancers: [{ LoadBalancerArn }] } = this.elb<{ LoadBalancers: { LoadBalancerArn: string }[] }>('CreateLoadBalancer', {
        Name: 'front', Subnets: ['subnet-a', 'subnet-b'],
      });
      this.elb('CreateListener', { LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'forward', TargetGroupArn }] });
    }
    return TargetGroupArn;
  }

  private call(service: string, operation: string, input: object, context?: CallContext): unknown {
    const schema = (SCHEMAS[service] as Record<string, readonly unknown[]>)[`${operation}$`];
    checkMembers(NormalizedSchema.of(schema[4] as never), input, `${operation} input`);
    const output = callFake(this.world, service, operation, input, context);
    checkMembers(NormalizedSchema.of(schema[5] as never), output, `${operation} output`);
    return output;
  }
}

/** Throws at the first member that the SDK's schema does not have. */
function checkMembers(schema: NormalizedSchema, value: unknown, path: string): void {
  if (value === undefined || value === null) return;
  if (schema.isListSchema()) {
    (value as unknown[]).forEach((one, index) => checkMembers(schema.getValueSchema(), one, `${path}[${index}]`));
  } else if (schema.isTimestampSchema()) {
    if (!(value instanceof Date)) throw new Error(`${path} must be a Date`);
  } else if (schema.isStructSchema()) {
    const members = new Map([...schema.structIterator()]);
    for (const [name, one] of Object.entries(value as object)) {
      if (one === undefined) continue;
      const member = members.get(name);
      if (!member) throw new Error(`${path}.${name} is unknown to AWS`);
      checkMembers(member, one, `${path}.${name}`);
    }
  } else if (schema.isStringSchema() && typeof value !== 'string') {
    throw new Error(`${path} must be a string`);
  } else if (schema.isNumericSchema() && typeof value !== 'number') {
    throw new Error(`${path} must be a number`);
  }
}
