import type { FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Service, ServiceDeployment, ServiceDeploymentBrief, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { Engine } from './cloudformation/engine';
import { Resource, Stack } from './cloudformation/model';
import { AwsError, callFake, Clock, World } from './world';

/** A recording as docs/recording-format.md describes it: the answers of the AWS APIs over time. Plain JSON. */
export interface LabRecording {
  readonly recording: 1;
  readonly provenance: { readonly source: string; readonly kind: 'constructed'; readonly date: string };
  readonly frames: readonly LabFrame[];
}

/** Oldest first; `at` in ISO 8601, everything else in AWS's field names. */
type LabFrame = { readonly at: string } & { readonly [field: string]: unknown };

/** As often as a watcher looks. */
const EVERY_MS = 5_000;
const SERVICE = 'AWS::ECS::Service';

/** Looks at every service of the lab while CloudFormation works on it. Keeps a frame only if something has changed. */
export class Recorder {
  private readonly frames = new Map<string, LabFrame[]>();
  private readonly last = new Map<string, string>();

  constructor(private readonly world: World, private readonly engine: () => Engine, private readonly clock: Clock) {}

  /** Looks from now on, while `runs` holds. */
  follow(runs: () => boolean): void {
    this.clock.after(EVERY_MS, () => {
      if (!runs()) return;
      this.look(false);
      this.follow(runs);
    });
  }

  /** `ended`: also at services on which CloudFormation does not work any more. */
  look(ended: boolean): void {
    for (const stack of this.engine().all()) {
      for (const resource of stack.resources.values()) {
        if (resource.type === SERVICE && resource.physicalId && (ended || resource.status.endsWith('_IN_PROGRESS'))) {
          this.keep(stack, resource);
        }
      }
    }
  }

  /** Of one service. Default: the one that was seen first. */
  recording(serviceLogicalId: string | undefined, source: string): LabRecording {
    const [first] = this.frames.keys();
    const frames = this.frames.get(serviceLogicalId ?? first ?? '') ?? [];
    return { recording: 1, provenance: { source, kind: 'constructed', date: iso(this.clock.now()).slice(0, 10) }, frames };
  }

  private keep(stack: Stack, resource: Resource): void {
    const facts = JSON.stringify(this.facts(stack, resource));
    if (this.last.get(resource.logicalId) === facts) return;
    this.last.set(resource.logicalId, facts);
    const frames = this.frames.get(resource.logicalId) ?? [];
    this.frames.set(resource.logicalId, [...frames, { at: iso(this.clock.now()), ...JSON.parse(facts) as object }]);
  }

  private facts(stack: Stack, resource: Resource): object {
    const service = this.serviceOf(resource);
    const startedAt = stack.updatedAt ?? stack.createdAt;
    const [begun] = (service?.deployments ?? []).filter((d) => Number(d.createdAt) >= startedAt)
      .sort((a, b) => Number(a.createdAt) - Number(b.createdAt));
    const operation = {
      stackStatus: stack.status,
      resourceStatus: resource.status,
      resourceStatusReason: resource.reason ?? null,
      resourceStatusAt: iso(resource.updatedAt),
      startedAt: iso(startedAt),
      deploymentId: begun?.id ?? null,
    };
    if (!service) return { operation, service: null };
    const deployment = begun ?? service.deployments?.[0];
    const previous = service.deployments?.find((d) => d.taskDefinition !== deployment?.taskDefinition);
    const tasks = this.tasksOf(service);
    const taskDefinition = this.definitionOf(deployment?.taskDefinition);
    return {
      operation,
      service,
      serviceDeployment: this.serviceDeploymentOf(service, deployment?.id),
      tasks,
      taskDefinition,
      previousTaskDefinition: this.definitionOf(previous?.taskDefinition),
      ...this.targetsOf(service),
      logs: this.logsOf(tasks.filter((t) => t.startedBy === deployment?.id && t.desiredStatus === 'STOPPED'), taskDefinition),
      unavailable: [],
    };
  }

  private call<T>(service: string, operation: string, input: object): T | undefined {
    try {
      return callFake(this.world, service, operation, input) as T;
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  private serviceOf({ physicalId }: Resource): Service | undefined {
    const cluster = String(physicalId).split('/')[1];
    return this.call<{ services: Service[] }>('ecs', 'DescribeServices', { cluster, services: [physicalId] })?.services[0];
  }

  private serviceDeploymentOf({ serviceArn, clusterArn }: Service, id: string | undefined): ServiceDeployment | null {
    const digits = id?.split('/')[1];
    const listInput = { cluster: clusterArn, service: serviceArn };
    const listed = this.call<{ serviceDeployments: ServiceDeploymentBrief[] }>('ecs', 'ListServiceDeployments', listInput);
    const mine = listed?.serviceDeployments.find((d) => digits !== undefined && d.targetServiceRevisionArn?.endsWith(digits));
    if (!mine) return null;
    const input = { serviceDeploymentArns: [mine.serviceDeploymentArn] };
    const answer = this.call<{ serviceDeployments: ServiceDeployment[] }>('ecs', 'DescribeServiceDeployments', input);
    return answer?.serviceDeployments[0] ?? null;
  }

  private tasksOf({ clusterArn, serviceName }: Service): readonly Task[] {
    const arns = ['RUNNING', 'STOPPED'].flatMap((desiredStatus) => (
      this.call<{ taskArns: string[] }>('ecs', 'ListTasks', { cluster: clusterArn, serviceName, desiredStatus })?.taskArns ?? []
    ));
    if (!arns.length) return [];
    return this.call<{ tasks: Task[] }>('ecs', 'DescribeTasks', { cluster: clusterArn, tasks: arns.slice(0, 100) })?.tasks ?? [];
  }

  private definitionOf(taskDefinition: string | undefined): TaskDefinition | null {
    if (!taskDefinition) return null;
    return this.call<{ taskDefinition: TaskDefinition }>('ecs', 'DescribeTaskDefinition', { taskDefinition })?.taskDefinition ?? null;
  }

  private targetsOf({ loadBalancers = [] }: Service): object {
    const arns = loadBalancers.flatMap((b) => [b.targetGroupArn, b.advancedConfiguration?.alternateTargetGroupArn])
      .filter((arn) => arn !== undefined);
    if (!arns.length) return {};
    const groups = this.call<{ TargetGroups: object[] }>('elb', 'DescribeTargetGroups', { TargetGroupArns: arns })?.TargetGroups ?? [];
    const healthOf = (TargetGroupArn: string) => (
      this.call<{ TargetHealthDescriptions: object[] }>('elb', 'DescribeTargetHealth', { TargetGroupArn })?.TargetHealthDescriptions ?? []
    );
    const health = arns.map((arn) => [arn, healthOf(arn)]);
    return { targetGroups: groups, targetHealth: Object.fromEntries(health) };
  }

  private logsOf(tasks: readonly Task[], definition: TaskDefinition | null): object {
    const containers = (definition?.containerDefinitions ?? []).filter((d) => d.logConfiguration?.logDriver === 'awslogs');
    return Object.fromEntries(containers.map(({ name, logConfiguration }) => {
      const { 'awslogs-group': logGroupName, 'awslogs-stream-prefix': prefix } = logConfiguration?.options ?? {};
      const lines = tasks.map((task) => {
        const id = String(task.taskArn).split('/').pop()!;
        const input = { logGroupName, logStreamNames: [`${prefix}/${name}/${id}`] };
        const page = this.call<FilterLogEventsResponse>('logs', 'FilterLogEvents', input);
        return [id, (page?.events ?? []).map(({ timestamp, message }) => ({ timestamp, message }))] as const;
      });
      return [name, Object.fromEntries(lines)];
    }));
  }
}

const iso = (ms: number) => new Date(ms).toISOString();
