import { failed, previous, running, task } from './tasks';
import { at, START, World } from './world';
import { Container, Frame, Task } from '../../../src/facts/model';
import { Kind } from '../example';

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
/** Reason -> rollout state of the deployment and status of the service deployment. */
const ROLLOUT_STATES: readonly (readonly [RegExp, string, string])[] = [
  [/completed/, 'COMPLETED', 'SUCCESSFUL'],
  [/in progress/, 'IN_PROGRESS', 'IN_PROGRESS'],
  [/No rollback/, 'FAILED', 'ROLLBACK_FAILED'],
  [/rolling back/, 'FAILED', 'ROLLBACK_IN_PROGRESS'],
];
/** Faults that come before any container exists. */
const NO_CONTAINERS =
  /RESOURCE:[A-Z]|^TaskFailedToStart: [A-Z ]+$|network interface|EphemeralStorage|EBS|infrastructure role|compute strategy|\bENI\b|capacity provider/i;

/** What differs from a service in the middle of an update. */
export interface Situation {
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

/** Puts the text where AWS shows texts of its kind. */
export const places: { readonly [kind in Kind]: (w: World) => Situation } = {
  stoppedReason(w) {
    const { example: { text, stopCode: given, exitCode } } = w;
    if (w.healthy) {
      const stop = {
        lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stopCode: given, stoppedReason: text, stoppingAt: at(160), stoppedAt: at(190),
      };
      return { tasks: [...running(w), task(w, 'old', 2, stop, [[w.main, { lastStatus: 'STOPPED', exitCode: 143 }]])] };
    }
    const stopCode = given ?? STOP_CODES.find(([pattern]) => pattern.test(text))?.[1] ?? 'TaskFailedToStart';
    const ran = stopCode !== 'TaskFailedToStart', exited = stopCode === 'EssentialContainerExited';
    const main: Container = {
      ...(ran && { exitCode: exitCode ?? (exited ? 1 : w.pick('exit', [143, 137])) }),
      ...(/container health/.test(text) && { healthStatus: 'UNHEALTHY' }),
      ...(/CannotPull|pull the image|cannot pull .* from the Amazon ECR/.test(text) && { reason: text }),
    };
    // the agent puts the fault of a container into the reason of the task: "unable to apply log options of container app to ..."
    const named = /log options of container ([\w-]+)/.exec(text)?.[1] ?? null;
    const blame = exited || main.reason || main.healthStatus ? w.main : named;
    return { tasks: failed(w, { stopCode, stoppedReason: text, ran, main, empty: NO_CONTAINERS.test(text) }), blame };
  },
  containerReason(w) {
    const { example: { text, exitCode, year } } = w;
    if (w.healthy) { // an agent beside the container; the container itself runs
      const managedAgents = [{ name: 'ExecuteCommandAgent', lastStatus: 'STOPPED', reason: text }];
      return { tasks: running(w).map((t) => ({ ...t, containers: t.containers?.map((c) => ({ ...c, managedAgents })) })) };
    }
    const exited = exitCode !== undefined, ec2 = w.launchType === 'EC2', old = ec2 && (year ?? 9999) < 2021; // older agents say less
    const asExit = exited || old, otherwise = ec2 ? 'Task failed to start' : text;
    const stoppedReason = asExit ? 'Essential container in task exited' : otherwise;
    const stopCode = asExit ? 'EssentialContainerExited' : 'TaskFailedToStart';
    return { tasks: failed(w, { stopCode, stoppedReason, ran: exited, main: { reason: text, exitCode } }), blame: w.main };
  },
  stopCode(w) {
    const exited = w.example.text === 'EssentialContainerExited', ran = w.example.text !== 'TaskFailedToStart';
    const main = { exitCode: exited ? 1 : 143 };
    return { tasks: failed(w, { stopCode: w.example.text, ran, main: ran ? main : {} }), blame: exited ? w.main : null };
  },
  logLine(w) {
    const main = { exitCode: w.example.exitCode ?? 1 };
    const tasks = failed(w, { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', ran: true, main });
    const before = [
      `Starting ${w.name} 2.0.1`, 'Loaded configuration from /etc/app/config.yml', 'Using 2 workers', 'Connecting to dependencies',
    ];
    const lines = [...before, w.example.text, ...w.pick('after', [[], ['Shutting down'], ['Closing connections', 'bye']])];
    const id = tasks[0].taskArn?.split('/').pop() ?? '';
    const log = lines.map((message, i) => ({ timestamp: START + 96000 + i * 2500, message }));
    return { tasks, blame: w.main, frame: { logs: { [w.main]: { [id]: log } } } };
  },
  serviceEvent({ example: { text }, name }) {
    if (/^\(?service[ (]/.test(text)) return { event: text };
    const sentence = /^(was |deployment |\(task |IAM )/.test(text) ? text : `was unable to place a task. Reason: ${text}`;
    return { event: `(service ${name}) ${sentence}` };
  },
  rolloutStateReason({ example: { text } }) {
    const [, rolloutState, status] = ROLLOUT_STATES.find(([pattern]) => pattern.test(text)) ?? ['', 'FAILED', 'ROLLBACK_SUCCESSFUL'];
    return { rollout: { rolloutState, rolloutStateReason: text }, serviceDeployment: { status, statusReason: text } };
  },
  targetHealth(w) {
    const [, code, description = ''] = /^(?:((?:Target|Elb)\.\w+): )?(.*)$/s.exec(w.example.text) ?? [];
    const [, State, Reason] = TARGET_STATES.find(([pattern]) => pattern.test(description)) ?? [undefined, 'unhealthy', undefined];
    const reported = { State, Reason: code ?? Reason, Description: description }, fine = { State: 'healthy' };
    const [ofOld, ofNew] = State === 'draining' ? [reported, fine] : [fine, reported];
    const tasks = running(w);
    const target = (t: Task, TargetHealth: object) => ({
      Target: { Id: t.attachments?.[0]?.details?.[0].value ?? 'i-0123456789abcdef0', Port: w.port },
      HealthCheckPort: String(w.port),
      TargetHealth,
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
    const list = [...previous(w).map((t) => target(t, ofOld)), ...tasks.map((t) => target(t, ofNew))];
    return { tasks, frame: { targetGroups, targetHealth: { [w.targetGroup]: list } } };
  },
  cfnStatusReason(w) {
    const refused = /Invalid|incompatible|idempotent|linked role|associated load balancer/i.test(w.example.text);
    const resourceStatus = `${w.creating ? 'CREATE' : 'UPDATE'}_${/nitiated/.test(w.example.text) ? 'IN_PROGRESS' : 'FAILED'}`;
    return { refused, resourceStatus, rollout: /Circuit Breaker/.test(w.example.text) ? { rolloutState: 'FAILED' } : undefined };
  },
};
