import { arn, at, CLUSTER, SIDECAR, World } from './world';
import { Container, Task } from '../../../src/facts/model';

type NamedContainer = readonly [name: string, rest: Container];

/** One task of the old (:1) or new (:2) deployment, running unless `over` says otherwise. */
export function task(
  w: World, which: 'old' | 'new', index: number, over: Partial<Task> = {}, containers: readonly NamedContainer[] = [[w.main, {}]],
): Task {
  const id = (which === 'new' && index === 0 && w.found(/\(task ([0-9a-f]{32})\)/)) || w.hash(`${which} task ${index}`);
  const version = which === 'old' ? 1 : 2;
  const born = which === 'old' ? -86400 + index : 60 + index * 30, fargate = w.launchType === 'FARGATE';
  const address = `10.0.${which === 'old' ? 10 : 11}.${20 + index + (parseInt(w.hash('address', 2), 16) % 200)}`;
  const networkInterface = {
    id: w.hash('eni' + id, 8),
    type: 'ElasticNetworkInterface',
    status: 'ATTACHED',
    details: [{ name: 'privateIPv4Address', value: address }],
  };
  return {
    taskArn: arn('ecs', `task/${CLUSTER}/${id}`),
    taskDefinitionArn: w.definition(version),
    group: `service:${w.name}`,
    startedBy: which === 'old' ? w.oldId : w.newId,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    launchType: w.launchType,
    createdAt: at(born),
    startedAt: at(born + 35),
    attachments: fargate ? [networkInterface] : [],
    containers: containers.map(([name, rest]) => (
      { name, image: w.image(name, version), lastStatus: 'RUNNING', healthStatus: 'UNKNOWN', ...rest }
    )),
    ...over,
  };
}

interface Failure {
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  /** Its containers had been started. */
  readonly ran: boolean;
  readonly main: Container;
  readonly empty?: boolean;
}

/** A failed task of the new deployment and its waiting replacement. */
export function failed(w: World, { stopCode, stoppedReason, ran, main, empty = false }: Failure): readonly Task[] {
  const culprit: NamedContainer = [w.main, { lastStatus: 'STOPPED', ...main }];
  const started = ran || w.launchType === 'EC2' || /CannotStart|CannotCreate|Timeout/.test(main.reason ?? '');
  // stopped by ECS, not by a fault
  const innocent: NamedContainer = [SIDECAR, { lastStatus: 'STOPPED', ...(started && { exitCode: w.pick('late', [143, 137]) }) }];
  const both = w.pick('order', [[innocent, culprit], [culprit, innocent]]);
  const containers = w.sidecar ? both : [culprit];
  return [
    task(w, 'new', 0, {
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode,
      stoppedReason,
      startedAt: ran ? at(95) : undefined,
      stoppingAt: at(128),
      stoppedAt: at(150),
      executionStoppedAt: empty ? undefined : at(127),
    }, empty ? [] : containers),
    task(w, 'new', 1, { lastStatus: 'PENDING', startedAt: undefined }, [[w.main, { lastStatus: 'PENDING' }]]),
  ];
}

export const running = (w: World): readonly Task[] => [task(w, 'new', 0), task(w, 'new', 1)];
export const previous = (w: World): readonly Task[] => (w.creating ? [] : [task(w, 'old', 0), task(w, 'old', 1)]);
