import { Situation } from './places';
import { at, REGION, SIDECAR, World } from './world';
import { Service, ServiceEvent, Task, TaskDefinition } from '../../../src/facts/model';

export function service(w: World, s: Situation, tasks: readonly Task[]): Service {
  const count = (id: string, status: string) => tasks.filter((t) => t.startedBy === id && t.lastStatus === status).length;
  const deployment = (id: string, status: string, version: number, rollout: object) => ({
    id,
    status,
    taskDefinition: w.definition(version),
    desiredCount: 2,
    pendingCount: count(id, 'PENDING'),
    runningCount: count(id, 'RUNNING'),
    failedTasks: w.healthy ? 0 : count(id, 'STOPPED'),
    launchType: w.launchType,
    createdAt: at(version === 1 ? -86500 : 5),
    ...rollout,
  });
  const inProgress = { rolloutState: 'IN_PROGRESS', rolloutStateReason: `ECS deployment ${w.newId} in progress.` };
  const completed = { rolloutState: 'COMPLETED', rolloutStateReason: `ECS deployment ${w.oldId} completed.` };
  const started = tasks.filter((t) => t.startedBy === w.newId).map((t) => `(task ${t.taskArn?.split('/').pop()})`);
  const events: readonly (readonly [number, string] | false | undefined)[] = [
    s.event !== undefined && [160, s.event],
    started.length > 0 && [65, `(service ${w.name}) has started ${started.length} tasks: ${started.join(' ')}.`],
    !w.creating && [-85000, `(service ${w.name}) has reached a steady state.`],
    !w.creating && [-85001, `(service ${w.name}) (deployment ${w.oldId}) deployment completed.`],
  ];
  return {
    serviceName: w.name,
    status: 'ACTIVE',
    desiredCount: 2,
    launchType: w.launchType,
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    runningCount: tasks.filter((t) => t.lastStatus === 'RUNNING').length,
    pendingCount: tasks.filter((t) => t.lastStatus === 'PENDING').length,
    taskDefinition: w.definition(2),
    createdAt: at(w.creating ? 3 : -9000000),
    deploymentConfiguration: { strategy: 'ROLLING', maximumPercent: 200, minimumHealthyPercent: 100 },
    loadBalancers: w.balanced ? [{ targetGroupArn: w.targetGroup, containerName: w.main, containerPort: w.port }] : [],
    deployments: [
      deployment(w.newId, 'PRIMARY', 2, s.rollout ?? inProgress),
      ...(w.creating ? [] : [deployment(w.oldId, 'ACTIVE', 1, completed)]),
    ],
    events: events.flatMap((event, i): readonly ServiceEvent[] => (
      event ? [{ id: String(i), createdAt: at(event[0]), message: event[1] }] : []
    )),
  };
}

export function taskDefinition(w: World, version: number): TaskDefinition {
  const options = { 'awslogs-group': `/ecs/${w.name}`, 'awslogs-region': REGION, 'awslogs-stream-prefix': 'ecs' };
  const main = {
    name: w.main,
    image: w.image(w.main, version),
    essential: true,
    portMappings: [{ containerPort: w.port, protocol: 'tcp' }],
    logConfiguration: { logDriver: 'awslogs', options },
  };
  return {
    taskDefinitionArn: w.definition(version),
    family: w.name,
    revision: version,
    cpu: '512',
    memory: '1024',
    networkMode: w.launchType === 'FARGATE' ? 'awsvpc' : 'bridge',
    containerDefinitions: w.sidecar ? [main, { name: SIDECAR, image: w.image(SIDECAR), essential: false }] : [main],
  };
}
