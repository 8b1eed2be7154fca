import { diagnose } from '../../src/diagnosis/engine';
import { Cause } from '../../src/diagnosis/model';
import { ContainerDefinition, Frame, Service, TargetGroup, Task, TaskDefinition } from '../../src/facts/model';

/** A frame with one service and one task that failed, from the few facts that a test is about. */
export const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();
export const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-tg/0123456789abcdef';

export interface Given {
  readonly container?: Partial<ContainerDefinition>;
  readonly others?: readonly ContainerDefinition[];
  readonly definition?: Partial<TaskDefinition>;
  readonly previous?: TaskDefinition;
  readonly service?: Partial<Service>;
  readonly task?: Partial<Task>;
  readonly running?: readonly Task[];
  readonly group?: TargetGroup;
  /** Lines of container web, one each second from the start of the task. */
  readonly log?: readonly string[];
  readonly operation?: string;
  readonly events?: readonly string[];
  /** Other members of the frame. */
  readonly frame?: Partial<Frame>;
}

export function frameOf(given: Given): Frame {
  const { container, others = [], definition, previous, service, task, group, log = [], operation, events = [] } = given;
  return {
    at: at(300),
    operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), deploymentId: 'ecs-svc/2', ...(operation && { resourceStatusReason: operation }) },
    service: {
      serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/c/web', serviceName: 'web', desiredCount: 2,
      deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', desiredCount: 2, createdAt: at(5), rolloutState: 'IN_PROGRESS' }],
      events: events.map((message, i) => ({ id: String(i), createdAt: at(60), message })),
      ...(group && { loadBalancers: [{ targetGroupArn: GROUP, containerName: 'web', containerPort: 8080 }] }),
      ...service,
    },
    taskDefinition: {
      networkMode: 'awsvpc',
      ...definition,
      containerDefinitions: [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], ...container }, ...others],
    },
    ...(previous && { previousTaskDefinition: previous }),
    ...(group && { targetGroups: [{ TargetGroupArn: GROUP, TargetGroupName: 'web-tg', Protocol: 'HTTP', HealthCheckProtocol: 'HTTP', HealthCheckPath: '/health', HealthCheckPort: 'traffic-port', ...group }] }),
    tasks: [...given.running ?? [], ...(task ? [{
      taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/aaaaaaaa', startedBy: 'ecs-svc/2', lastStatus: 'STOPPED',
      createdAt: at(10), startedAt: at(40), stoppingAt: at(100), stoppedAt: at(120), ...task,
    }] : [])],
    logs: { web: { aaaaaaaa: log.map((message, i) => ({ timestamp: Date.parse(at(40 + i)), message })) } },
    ...given.frame,
  };
}

export const exited = (log: string, given: Given = {}, exitCode = 1) => top({
  ...given, log: [log], task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
});
export const checked = (reason: string, group: TargetGroup, given: Given = {}) => top({
  ...given, group,
  task: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: `Task failed ELB health checks in (target-group ${GROUP})`, containers: [{ name: 'web', exitCode: 137 }] },
  events: [`(service web) (task aaaaaaaa) (port 8080) is unhealthy in (target-group ${GROUP}) due to (reason ${reason})`],
});
export const codes = (code: number) => `Health checks failed with these codes: [${code}]`;

export function top(given: Given): Cause {
  const [cause] = diagnose(frameOf(given)).causes;
  return cause;
}
export const text = ({ headline, facts, fix }: Cause) => [headline, ...facts, fix].join('\n');
