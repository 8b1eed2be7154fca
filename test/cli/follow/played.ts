import { FollowRequest, followServices } from '../../../src/cli/follow/follow';
import { FollowNews } from '../../../src/cli/follow/model';
import { AccountApi } from '../../../src/facts/aws/account-api';
import { Service } from '../../../src/facts/model';

export const START = Date.parse('2026-11-23T10:00:00.000Z');
export const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();
export const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web';
export const ID = 'ecs-svc/1';
export const deploymentArn = `${ARN.replace(':service/', ':service-deployment/')}/1`;
export const REVISION = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1';

export const revisionArn = `${ARN.replace(':service/', ':service-revision/')}/1`;
export const brief = { serviceDeploymentArn: deploymentArn, status: 'IN_PROGRESS', createdAt: iso(-60), targetServiceRevisionArn: revisionArn };

type Deployment = NonNullable<Service['deployments']>[number];
export const deployment = (more: Deployment): Deployment => ({
  id: ID, status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 2, runningCount: 0, createdAt: iso(-60), updatedAt: iso(-60), taskDefinition: REVISION, ...more,
});
export const service = (...deployments: readonly Deployment[]): Service => ({
  serviceArn: ARN, serviceName: 'web', clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod', status: 'ACTIVE', desiredCount: 2, taskDefinition: REVISION, deployments,
});
export const FAILED_TASKS = ['a', 'b'].map((letter) => ({
  taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/prod/${letter.repeat(32)}`, startedBy: ID, lastStatus: 'STOPPED', desiredStatus: 'STOPPED', createdAt: iso(-50), taskDefinitionArn: REVISION,
  stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: pull image manifest: shop/web:2: not found', stoppingAt: iso(-40), stoppedAt: iso(-40), containers: [{ name: 'web' }],
}));

export const fail = (name: string, message = 'no'): never => { throw Object.assign(new Error(message), { name }); };

export interface World {
  service(seconds: number): Service | undefined;
  readonly tasks?: readonly object[];
  /** What each call does instead, by its name. */
  readonly instead?: { readonly [call: string]: (seconds: number, input?: object) => unknown };
  readonly request?: Partial<FollowRequest>;
  /** Seconds at which the person presses Ctrl-C. */
  readonly leaveAt?: number;
  /** A call that gets no answer: the person presses Ctrl-C while it is awaited. */
  readonly hangs?: string;
  /** Milliseconds that pass with each reading of the clock. */
  readonly tick?: number;
}

const CALLS = ['listServices', 'describeServiceRevisions', 'describeClusters', 'stopServiceDeployment', 'getLogEvents', 'describeTargetGroups', 'describeTargetHealth'];

/** Follows a service by a clock that moves while the program sleeps. */
export async function play({ service: of, tasks = [], instead = {}, request = {}, leaveAt = Infinity, hangs, tick = 0 }: World) {
  let now = START;
  const seconds = () => (now - START) / 1000;
  const answers: { readonly [call: string]: () => unknown } = {
    describeServices: () => ({ services: [of(seconds())].filter(Boolean) }),
    listServiceDeployments: () => ({ serviceDeployments: [brief] }),
    describeServiceDeployments: () => ({ serviceDeployments: [{ ...brief, targetServiceRevision: { arn: revisionArn } }] }),
    listTasks: () => ({ taskArns: tasks.map((task) => (task as { taskArn: string }).taskArn) }),
    describeTasks: () => ({ tasks }),
    describeTaskDefinition: () => ({ taskDefinition: { taskDefinitionArn: REVISION, containerDefinitions: [{ name: 'web', image: 'shop/web:2' }] } }),
  };
  // Several services share the calls, which are copied then.
  const named = Object.fromEntries([...CALLS, ...Object.keys(answers), ...Object.keys(instead)].map((call) => [call, undefined]));
  const aws = new Proxy(named, { get: (_, call: string) => async (input: object) => {
    if (call === hangs) {
      leave.abort();
      return new Promise(() => undefined);
    }
    const given = instead[call]?.(seconds(), input);
    return given ?? answers[call]?.() ?? {};
  } }) as unknown as AccountApi;
  const news: FollowNews[] = [];
  const leave = new AbortController();
  const ports = { aws, signal: leave.signal, now: () => { now += tick; return now; }, sleep: async (ms: number) => {
    now += ms;
    if (seconds() >= leaveAt) leave.abort();
  } };
  const all: FollowRequest = {
    services: [{ cluster: 'prod', service: 'web' }], wanted: {}, wait: 0, until: 'deployed', onFailure: 'explain', timeout: 1200, interval: 5, ...request,
  };
  const output = { print: (one: FollowNews) => { news.push(one); }, show: () => undefined, close: () => undefined };
  const { exitCode } = await followServices(all, ports, output);
  const notices = news.flatMap((one) => (one.kind === 'notice' ? [one.text] : []));
  const phases = news.flatMap((one) => (one.kind === 'phase' ? [`${one.phase}  ${one.text}`] : []));
  const end = news.at(-1);
  return { exitCode, notices, phases, end: end?.kind === 'end' ? end.text : '', seconds: seconds() };
}
