import { ContainerState, DeploymentState, EcsLab, arnOf, nowOf, RegisteredTaskDefinition, TaskState, TaskStatus } from './model';
import { Random } from '../random';
import { TaskRule } from '../world';

/** A new task in PROVISIONING; nothing happens to it yet. */
export function newTask(lab: EcsLab, deployment: DeploymentState, rule: TaskRule): TaskState {
  const { random, place } = lab.world;
  const { cluster } = deployment.service;
  const id = random.hex(32);
  const subnets = deployment.revision.networkConfiguration?.awsvpcConfiguration?.subnets ?? [];
  const zone = Math.floor(random.next() * Math.max(1, Math.min(3, subnets.length)));
  const address = freeAddress(deployment, zone, random);
  const task: TaskState = {
    id,
    arn: arnOf(lab, `task/${cluster.name}/${id}`),
    deployment,
    rule,
    createdAt: nowOf(lab),
    availabilityZone: `${place.region}${'abc'[zone]}`,
    address,
    attachment: {
      id: random.uuid(),
      type: 'ElasticNetworkInterface',
      status: 'PRECREATED',
      details: [
        ...(subnets.length ? [{ name: 'subnetId', value: subnets[zone] }] : []),
        { name: 'networkInterfaceId', value: `eni-${random.hex(17)}` },
        { name: 'privateIPv4Address', value: address },
      ],
    },
    containers: [],
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    healthy: false,
    failed: false,
    targets: [],
    registrationEmitted: false,
    version: 1,
    timers: [],
  };
  task.containers = deployment.revision.taskDefinition.containerDefinitions.map((definition) => newContainer(lab, task, definition));
  cluster.tasks.set(id, task);
  deployment.tasks.push(task);
  return task;
}

/** Of 251 addresses of the subnet one that no other task holds: targets are known by their addresses. */
function freeAddress({ service }: DeploymentState, zone: number, random: Random): string {
  const taken = new Set(service.deployments.flatMap(({ tasks }) => tasks.map(({ address }) => address)));
  const start = Math.floor(random.next() * ADDRESSES);
  for (let i = 0; i < ADDRESSES; i++) {
    const address = `10.0.${zone}.${FIRST_ADDRESS + (start + i) % ADDRESSES}`;
    if (!taken.has(address)) return address;
  }
  return `10.0.${zone}.${FIRST_ADDRESS + start}`;
}

/** AWS reserves the first four and the last address of a subnet (Amazon VPC User Guide, subnet CIDR blocks). */
const FIRST_ADDRESS = 4;
const ADDRESSES = 251;

function newContainer(lab: EcsLab, task: TaskState, definition: RegisteredTaskDefinition['containerDefinitions'][number]): ContainerState {
  const { random } = lab.world;
  return {
    definition,
    name: definition.name!,
    arn: arnOf(lab, `container/${task.deployment.service.cluster.name}/${task.id}/${random.uuid()}`),
    runtimeId: `${task.id}-${random.digits(10)}`,
    status: 'PENDING',
    healthStatus: 'UNKNOWN',
  };
}

export const isEssential = (container: ContainerState): boolean => container.definition.essential !== false;

/** Wanted and not on its way out. */
export const isLive = (task: TaskState): boolean => task.desiredStatus === 'RUNNING';

const ATTACHMENT_STATUS: { readonly [status in TaskStatus]: string } = {
  PROVISIONING: 'ATTACHING',
  PENDING: 'ATTACHED',
  ACTIVATING: 'ATTACHED',
  RUNNING: 'ATTACHED',
  DEACTIVATING: 'ATTACHED',
  STOPPING: 'ATTACHED',
  DEPROVISIONING: 'DETACHING',
  STOPPED: 'DELETED',
};

export function setStatus(lab: EcsLab, task: TaskState, status: TaskStatus): void {
  task.lastStatus = status;
  task.version += 1;
  task.attachment.status = ATTACHMENT_STATUS[status];
  if (status === 'PENDING') task.connectivityAt = nowOf(lab);
  lab.listener.changed(task);
}

/** Later, unless the task stops first. */
export function later(lab: EcsLab, task: TaskState, ms: number, what: () => void): void {
  task.timers.push(lab.world.clock.after(ms, what));
}
