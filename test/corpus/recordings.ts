/**
 * Builds a recording around every text of texts.jsonl and more-texts.jsonl: the text stands where AWS shows it, and around it a plausible service in the
 * middle of an update (its PRIMARY deployment, task definition :2, replaces an ACTIVE one, :1). The text is not changed; the
 * surroundings are constructed and depend on the row only: no clock, no randomness.
 */
import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { join } from 'path';
import { Container, Frame, Recording, Service, ServiceEvent, Task, TaskDefinition } from '../../src/facts/model';

export interface Row {
  readonly id: string;
  /** Where AWS shows the text. */
  readonly kind: 'stoppedReason' | 'containerReason' | 'stopCode' | 'logLine' | 'serviceEvent' | 'rolloutStateReason' | 'targetHealth' | 'cfnStatusReason';
  readonly text: string;
  /** What the text, with exit code and stop code, supports on its own. */
  readonly cause: string;
  readonly grade: 'certain' | 'probable' | 'symptom';
  readonly also?: readonly string[];
  readonly retry: string;
  readonly exitCode?: number;
  readonly stopCode?: string;
  readonly launchType?: string;
  readonly year?: number;
  readonly source: string;
}

export interface CatalogueEntry {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly retry: string;
  readonly symptomOnly: boolean;
  readonly waiting: boolean;
  readonly acceptable: readonly string[];
  readonly sourced: boolean;
}

export interface Expectation {
  readonly cause: string;
  readonly acceptable: readonly string[];
  /** The container to blame; null where the fault lies in none. */
  readonly container: string | null;
  /** Containers that must not be blamed. */
  readonly innocent: readonly string[];
  readonly grade: string;
}

export interface Built {
  readonly name: string;
  readonly row: Row;
  readonly recording: Recording;
  readonly expect: Expectation;
}

export const rows: readonly Row[] = ['texts.jsonl', 'more-texts.jsonl']
  .flatMap((file) => readFileSync(join(__dirname, file), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row));
export const catalogue = JSON.parse(readFileSync(join(__dirname, 'catalogue.json'), 'utf8')) as readonly CatalogueEntry[];

const ACCOUNT = '123456789012', REGION = 'eu-west-1', CLUSTER = 'prod', SIDECAR = 'metrics-agent';
const START = Date.parse('2026-11-23T10:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const arn = (of: string, rest: string) => `arn:aws:${of}:${REGION}:${ACCOUNT}:${rest}`;

const STOP_CODES: readonly (readonly [RegExp, string])[] = [
  [/^Essential container/, 'EssentialContainerExited'],
  [/^Task failed (ELB|container)|^Scaling activity|^Service scheduler|maintenance|draining/i, 'ServiceSchedulerInitiated'],
  [/Spot Task/, 'SpotInterruption'],
  [/^Host EC2/, 'TerminationNotice'],
];
/** Description -> state and reason code of the load balancer. */
const TARGET_STATES: readonly (readonly [RegExp, string, string])[] = [
  [/with these codes/, 'unhealthy', 'Target.ResponseCodeMismatch'],
  [/timed out/, 'unhealthy', 'Target.Timeout'],
  [/internal error/, 'unhealthy', 'Elb.InternalError'],
  [/^Health checks failed/, 'unhealthy', 'Target.FailedHealthChecks'],
  [/^Target registration/, 'initial', 'Elb.RegistrationInProgress'],
  [/^Initial health/, 'initial', 'Elb.InitialHealthChecking'],
  [/deregistration/, 'draining', 'Target.DeregistrationInProgress'],
  [/not enabled/, 'unused', 'Target.NotInUse'],
  [/not registered/, 'unused', 'Target.NotRegistered'],
  [/cannot be used as a target/, 'unused', 'Target.IpUnusable'],
];
/** Faults that come before any container exists. */
const NO_CONTAINERS = /RESOURCE:[A-Z]|^TaskFailedToStart: [A-Z ]+$|network interface|EphemeralStorage|EBS|infrastructure role|compute strategy|\bENI\b|capacity provider/i;
const EC2_WORDS = /container.instance|RESOURCE:(CPU|MEM|GPU|PORT)|capacity provider|Error response from daemon|Host EC2|\(instance /i;

/** Names, ids and ports that the surroundings must share with the text; the rest follows from the row's id. */
class World {
  readonly name: string;
  readonly main: string;
  readonly newId: string;
  readonly oldId: string;
  readonly launchType: string;
  readonly port: number;
  readonly targetGroup: string;
  readonly healthy: boolean;
  readonly creating: boolean;
  readonly balanced: boolean;

  constructor(readonly row: Row, readonly sidecar: boolean) {
    const { text } = row;
    const deployment = this.found(/(ecs-svc\/\d+)/), rollingBack = /rolling back to/.test(text);
    this.name = this.found(/\(service ([^\s),]+)/) ?? this.found(/^service \(?([^\s),]+)/) ?? `${this.pick('name', ['shop', 'orders', 'search', 'billing'])}-service`;
    this.main = /AppNet|StreamAggregated/.test(text) ? 'ecs-service-connect-aB1cD2' : this.pick('main', ['web', 'app', 'api', 'server']);
    this.newId = (!rollingBack && deployment) || `ecs-svc/${this.digits('new')}`;
    this.oldId = (rollingBack && deployment) || `ecs-svc/${this.digits('old')}`;
    this.launchType = row.launchType ?? (EC2_WORDS.test(text) ? 'EC2' : 'FARGATE');
    this.port = Number(this.found(/\(port (\d+)\)/) ?? 8080);
    this.targetGroup = this.found(/(arn:aws:elasticloadbalancing:[\w-]*:\w*:targetgroup\/[\w-]+\/\w+)/)
      ?? arn('elasticloadbalancing', `targetgroup/${this.name.slice(0, 32)}/${this.hash('target group', 16)}`);
    this.healthy = row.cause === 'not-a-failure';
    this.creating = row.kind === 'cfnStatusReason' && /creation|did not stabilize|consistency|subnet|target|idempotent|linked role/i.test(text);
    this.balanced = row.kind === 'targetHealth' || /target.?group|\belb\b|unhealthy in/i.test(text);
  }

  found(pattern: RegExp): string | undefined {
    return pattern.exec(this.row.text)?.[1];
  }

  hash(what: string, length = 32): string {
    return createHash('sha256').update(`${this.row.id} ${what}`).digest('hex').slice(0, length);
  }

  pick<T>(what: string, list: readonly T[]): T {
    return list[parseInt(this.hash(what, 6), 16) % list.length];
  }

  private digits(what: string): string {
    return `10${BigInt(`0x${this.hash(what, 14)}`).toString().padStart(17, '0')}`.slice(0, 19);
  }

  image(container: string, version = 2): string {
    return container === SIDECAR ? 'public.ecr.aws/example/metrics-agent:3' : `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${this.name}:${version}`;
  }

  definition(version: number): string {
    return arn('ecs', `task-definition/${this.name}:${version}`);
  }
}

type NamedContainer = readonly [name: string, rest: Container];

/** One task of the old (:1) or new (:2) deployment, running unless `over` says otherwise. */
function task(w: World, which: 'old' | 'new', index: number, over: Partial<Task> = {}, containers: readonly NamedContainer[] = [[w.main, {}]]): Task {
  const id = (which === 'new' && index === 0 && w.found(/\(task ([0-9a-f]{32})\)/)) || w.hash(`${which} task ${index}`);
  const version = which === 'old' ? 1 : 2;
  const born = which === 'old' ? -86400 + index : 60 + index * 30, fargate = w.launchType === 'FARGATE';
  const address = `10.0.${which === 'old' ? 10 : 11}.${20 + index + (parseInt(w.hash('address', 2), 16) % 200)}`;
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
    attachments: fargate ? [{ id: w.hash('eni' + id, 8), type: 'ElasticNetworkInterface', status: 'ATTACHED', details: [{ name: 'privateIPv4Address', value: address }] }] : [],
    containers: containers.map(([name, rest]) => ({ name, image: w.image(name, version), lastStatus: 'RUNNING', healthStatus: 'UNKNOWN', ...rest })),
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
function failed(w: World, { stopCode, stoppedReason, ran, main, empty = false }: Failure): readonly Task[] {
  const culprit: NamedContainer = [w.main, { lastStatus: 'STOPPED', ...main }];
  const started = ran || w.launchType === 'EC2' || /CannotStart|CannotCreate|Timeout/.test(main.reason ?? '');
  // stopped by ECS, not by a fault
  const innocent: NamedContainer = [SIDECAR, { lastStatus: 'STOPPED', ...(started && { exitCode: w.pick('late', [143, 137]) }) }];
  const both = w.pick('order', [[innocent, culprit], [culprit, innocent]]);
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
    }, empty ? [] : w.sidecar ? both : [culprit]),
    task(w, 'new', 1, { lastStatus: 'PENDING', startedAt: undefined }, [[w.main, { lastStatus: 'PENDING' }]]),
  ];
}

const running = (w: World): readonly Task[] => [task(w, 'new', 0), task(w, 'new', 1)];
const previous = (w: World): readonly Task[] => (w.creating ? [] : [task(w, 'old', 0), task(w, 'old', 1)]);

/** What differs from a service in the middle of an update. */
interface Situation {
  readonly tasks?: readonly Task[];
  readonly blame?: string | null;
  readonly event?: string;
  readonly rollout?: { readonly rolloutState: string; readonly rolloutStateReason?: string };
  readonly serviceDeployment?: { readonly status: string; readonly statusReason?: string };
  readonly frame?: Partial<Frame>;
  readonly resourceStatus?: string;
  /** CloudFormation's request was refused: there is no service. */
  readonly refused?: boolean;
}

const places: { readonly [kind in Row['kind']]: (w: World) => Situation } = {
  stoppedReason(w) {
    const { row: { text, stopCode: given, exitCode } } = w;
    if (w.healthy) {
      const stop = { lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stopCode: given, stoppedReason: text, stoppingAt: at(160), stoppedAt: at(190) };
      return { tasks: [...running(w), task(w, 'old', 2, stop, [[w.main, { lastStatus: 'STOPPED', exitCode: 143 }]])] };
    }
    const stopCode = given ?? STOP_CODES.find(([pattern]) => pattern.test(text))?.[1] ?? 'TaskFailedToStart';
    const ran = stopCode !== 'TaskFailedToStart', exited = stopCode === 'EssentialContainerExited';
    const main: Container = {
      ...(ran && { exitCode: exitCode ?? (exited ? 1 : w.pick('exit', [143, 137])) }),
      ...(/container health/.test(text) && { healthStatus: 'UNHEALTHY' }),
      ...(/CannotPull|pull the image|cannot pull .* from the Amazon ECR/.test(text) && { reason: text }),
    };
    const blame = exited || main.reason || main.healthStatus ? w.main : null;
    return { tasks: failed(w, { stopCode, stoppedReason: text, ran, main, empty: NO_CONTAINERS.test(text) }), blame };
  },
  containerReason(w) {
    const { row: { text, exitCode, year } } = w;
    if (w.healthy) { // an agent beside the container; the container itself runs
      const managedAgents = [{ name: 'ExecuteCommandAgent', lastStatus: 'STOPPED', reason: text }];
      return { tasks: running(w).map((t) => ({ ...t, containers: t.containers?.map((c) => ({ ...c, managedAgents })) })) };
    }
    const exited = exitCode !== undefined, ec2 = w.launchType === 'EC2', old = ec2 && (year ?? 9999) < 2021; // older agents say less
    const stoppedReason = exited || old ? 'Essential container in task exited' : ec2 ? 'Task failed to start' : text;
    const stopCode = exited || old ? 'EssentialContainerExited' : 'TaskFailedToStart';
    return { tasks: failed(w, { stopCode, stoppedReason, ran: exited, main: { reason: text, exitCode } }), blame: w.main };
  },
  stopCode(w) {
    const exited = w.row.text === 'EssentialContainerExited', ran = w.row.text !== 'TaskFailedToStart';
    return { tasks: failed(w, { stopCode: w.row.text, ran, main: ran ? { exitCode: exited ? 1 : 143 } : {} }), blame: exited ? w.main : null };
  },
  logLine(w) {
    const tasks = failed(w, { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', ran: true, main: { exitCode: w.row.exitCode ?? 1 } });
    const before = [`Starting ${w.name} 2.0.1`, 'Loaded configuration from /etc/app/config.yml', 'Using 2 workers', 'Connecting to dependencies'];
    const lines = [...before, w.row.text, ...w.pick('after', [[], ['Shutting down'], ['Closing connections', 'bye']])];
    const id = tasks[0].taskArn?.split('/').pop() ?? '';
    const log = lines.map((message, i) => ({ timestamp: START + 96000 + i * 2500, message }));
    return { tasks, blame: w.main, frame: { logs: { [w.main]: { [id]: log } } } };
  },
  serviceEvent({ row: { text }, name }) {
    if (/^\(?service[ (]/.test(text)) return { event: text };
    return { event: `(service ${name}) ${/^(was |deployment |\(task |IAM )/.test(text) ? text : `was unable to place a task. Reason: ${text}`}` };
  },
  rolloutStateReason({ row: { text } }) {
    const rolloutState = /completed/.test(text) ? 'COMPLETED' : /in progress/.test(text) ? 'IN_PROGRESS' : 'FAILED';
    const ended = /No rollback/.test(text) ? 'ROLLBACK_FAILED' : /rolling back/.test(text) ? 'ROLLBACK_IN_PROGRESS' : 'ROLLBACK_SUCCESSFUL';
    const status = rolloutState === 'COMPLETED' ? 'SUCCESSFUL' : rolloutState === 'IN_PROGRESS' ? 'IN_PROGRESS' : ended;
    return { rollout: { rolloutState, rolloutStateReason: text }, serviceDeployment: { status, statusReason: text } };
  },
  targetHealth(w) {
    const [, code, description = ''] = /^(?:((?:Target|Elb)\.\w+): )?(.*)$/s.exec(w.row.text) ?? [];
    const [, State, Reason] = TARGET_STATES.find(([pattern]) => pattern.test(description)) ?? [undefined, 'unhealthy', undefined];
    const told = { State, Reason: code ?? Reason, Description: description }, fine = { State: 'healthy' }, draining = State === 'draining';
    const tasks = running(w);
    const target = (t: Task, TargetHealth: object) => ({
      Target: { Id: t.attachments?.[0]?.details?.[0].value ?? 'i-0123456789abcdef0', Port: w.port }, HealthCheckPort: String(w.port), TargetHealth,
    });
    const targetGroups = [{
      TargetGroupArn: w.targetGroup,
      TargetGroupName: w.targetGroup.split('/')[1],
      Protocol: 'HTTP',
      Port: w.port,
      TargetType: w.launchType === 'FARGATE' ? 'ip' : 'instance',
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/',
      HealthCheckPort: 'traffic-port',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
    }];
    const list = [...previous(w).map((t) => target(t, draining ? told : fine)), ...tasks.map((t) => target(t, draining ? fine : told))];
    return { tasks, frame: { targetGroups, targetHealth: { [w.targetGroup]: list } } };
  },
  cfnStatusReason(w) {
    const refused = /Invalid|incompatible|idempotent|linked role|associated load balancer/i.test(w.row.text);
    const resourceStatus = `${w.creating ? 'CREATE' : 'UPDATE'}_${/nitiated/.test(w.row.text) ? 'IN_PROGRESS' : 'FAILED'}`;
    return { refused, resourceStatus, rollout: /Circuit Breaker/.test(w.row.text) ? { rolloutState: 'FAILED' } : undefined };
  },
};

function service(w: World, s: Situation, tasks: readonly Task[]): Service {
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
      deployment(w.newId, 'PRIMARY', 2, s.rollout ?? { rolloutState: 'IN_PROGRESS', rolloutStateReason: `ECS deployment ${w.newId} in progress.` }),
      ...(w.creating ? [] : [deployment(w.oldId, 'ACTIVE', 1, { rolloutState: 'COMPLETED', rolloutStateReason: `ECS deployment ${w.oldId} completed.` })]),
    ],
    events: events.flatMap((event, i): readonly ServiceEvent[] => (event ? [{ id: String(i), createdAt: at(event[0]), message: event[1] }] : [])),
  };
}

function taskDefinition(w: World, version: number): TaskDefinition {
  const options = { 'awslogs-group': `/ecs/${w.name}`, 'awslogs-region': REGION, 'awslogs-stream-prefix': 'ecs' };
  const main = {
    name: w.main, image: w.image(w.main, version), essential: true, portMappings: [{ containerPort: w.port, protocol: 'tcp' }], logConfiguration: { logDriver: 'awslogs', options },
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

export function build(row: Row, sidecar = false): Built {
  const entry = catalogue.find((c) => c.id === row.cause);
  if (!entry) throw new Error(`row ${row.id}: no cause ${row.cause}`);
  const w = new World(row, sidecar);
  const s = places[row.kind](w);
  const tasks = s.refused ? [] : [...(s.tasks ?? (w.healthy ? running(w) : [])), ...previous(w)];
  const operation = w.creating ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
  const frame: Frame = {
    at: at(200),
    operation: {
      stackStatus: operation,
      resourceStatus: s.resourceStatus ?? operation,
      resourceStatusReason: s.resourceStatus ? row.text : null,
      startedAt: at(0),
    },
    service: s.refused ? null : service(w, s, tasks),
    serviceDeployment: s.refused ? null : { createdAt: at(4), ...(s.serviceDeployment ?? { status: 'IN_PROGRESS' }) },
    tasks,
    taskDefinition: taskDefinition(w, 2),
    previousTaskDefinition: w.creating ? null : taskDefinition(w, 1),
    logs: {},
    ...s.frame,
  };
  const provenance = { source: `${row.source} (the text; its surroundings are constructed)`, kind: 'constructed' as const, date: '2026-11-23' };
  const acceptable = [...new Set([...entry.acceptable, ...(row.also ?? [])])];
  return {
    name: sidecar ? `${row.id}--sidecar` : row.id,
    row,
    recording: { recording: 1, provenance, frames: [JSON.parse(JSON.stringify(frame)) as Frame] }, // drops undefined
    expect: { cause: row.cause, acceptable, container: s.blame ?? null, innocent: sidecar ? [SIDECAR] : [], grade: row.grade },
  };
}

/** Every row, and each row about a task once more with an innocent container that stopped after the culprit. */
export function buildAll(): readonly Built[] {
  return rows.flatMap((row) => {
    const plain = build(row);
    const inTask = row.kind === 'stoppedReason' || row.kind === 'containerReason';
    const twin = inTask && row.cause !== 'not-a-failure' && (plain.recording.frames[0].tasks?.[0]?.containers?.length ?? 0) > 0;
    return twin ? [plain, build(row, true)] : [plain];
  });
}
