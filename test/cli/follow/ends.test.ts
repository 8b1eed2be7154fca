import { brief, deployment, deploymentArn, fail, FAILED_TASKS, iso, play, REVISION, revisionArn, service, START, World } from './played';
import { wantedDeployment } from '../../../src/cli/follow/wanted';
import { Service } from '../../../src/facts/model';

// How a deployment ends of which one call shows less than another.

const numbered = (text: string, n: number) => text.replace(/\d+$/, String(n));
const sd = (n: number, status: string, more: object = {}) => ({
  ...brief, status, serviceDeploymentArn: numbered(deploymentArn, n), targetServiceRevisionArn: numbered(revisionArn, n),
  targetServiceRevision: { arn: numbered(revisionArn, n) }, ...more,
});
const listed = (...serviceDeployments: readonly object[]) => ({ serviceDeployments });
const denied = () => fail('AccessDeniedException', 'User: x is not authorized to perform: ecs:ListServiceDeployments');
const lost = () => fail('TimeoutError', 'no answer');

describe('a service without rolloutState, such as one behind a Classic Load Balancer', () => {
  const STEADY = '(service web) has reached a steady state.';
  type Event = NonNullable<Service['events']>[number];
  const classic = (more: Parameters<typeof deployment>[0], ...events: readonly Event[]): Service => ({
    ...service(deployment({ rolloutState: undefined, ...more })), createdAt: iso(-90_000), events: [...events],
  });
  const wanted = wantedDeployment({ wait: 300 }, START);
  const waiting = { ...wanted, timeout: 1200 };
  const before = { createdAt: iso(-780), runningCount: 2 };
  const done = sd(1, 'SUCCESSFUL', { createdAt: iso(-780), finishedAt: iso(-700) });
  const unread = (list: (s: number) => unknown) => ({ listServiceDeployments: list, describeServiceDeployments: list });

  test.each<[string, Service]>([
    ['its tasks run', classic(before, { createdAt: iso(-700), message: STEADY })],
    ['its tasks have ended since', classic({ ...before, runningCount: 0 }, { createdAt: iso(-700), message: STEADY })],
    ['nothing shows whether it is over', classic(before)],
  ])('the list is not read at first, then shows that the deployment is over: none began (%s)', async (_, shown) => {
    const instead = unread((s) => (s < 20 ? lost() : listed(done)));
    const { exitCode, end } = await play({ service: () => shown, request: waiting, instead });
    expect({ exitCode, end }).toEqual({ exitCode: 5, end: expect.stringMatching(/no deployment began$/) });
  });

  test.each([[2], [0]])('the list is denied, ECS has called the service steady, and %i tasks run: none is taken', async (runningCount) => {
    const shown = classic({ ...before, runningCount }, { createdAt: iso(-700), message: STEADY });
    const { exitCode, end } = await play({ service: () => shown, request: waiting, instead: unread(denied) });
    expect({ exitCode, end }).toEqual({ exitCode: 3, end: expect.stringContaining('grant ecs:ListServiceDeployments') });
  });

  test('the list is denied, and a deployment begins: it is complete once ECS calls the service steady with all its tasks', async () => {
    const old = { createdAt: iso(-700), message: STEADY };
    const next = { id: 'ecs-svc/2', createdAt: iso(30) };
    const shown = (s: number) => {
      if (s < 30) return classic(before, old);
      if (s < 120) return classic({ ...next, runningCount: 1 }, old);
      return classic({ ...next, runningCount: 2 }, { createdAt: iso(110), message: STEADY }, old);
    };
    const { exitCode, end, seconds } = await play({ service: shown, request: waiting, instead: unread(denied) });
    expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: deployed/) });
    expect(seconds).toBeLessThanOrEqual(130);
  });
});

describe('a deployment that is STOPPED', () => {
  const OLD = deployment({ status: 'ACTIVE' });
  const newer = service(deployment({ id: 'ecs-svc/2', createdAt: iso(12), taskDefinition: numbered(REVISION, 2) }), OLD);
  const stopped = (s: number) => sd(1, s < 12 ? 'IN_PROGRESS' : 'STOPPED');
  const stoppedWith = (more: Partial<World>) => play({
    service: (s) => (s < 16 ? service(deployment({})) : newer), tasks: [],
    ...more,
    instead: {
      listServiceDeployments: (s) => listed(...s < 12 ? [] : [sd(2, 'IN_PROGRESS', { createdAt: iso(12) })], stopped(s)),
      describeServiceDeployments: (s) => listed(stopped(s)),
    },
  });

  test('in favour of a newer one that DescribeServices does not show yet: superseded', async () => {
    const { exitCode, end } = await stoppedWith({});
    expect({ exitCode, end }).toEqual({ exitCode: 7, end: expect.stringContaining('ecs-svc/2 (web:2) has taken its place') });
  });

  test('without a newer one at two looks: a person has stopped it', async () => {
    const { exitCode, end, seconds } = await stoppedWith({ service: () => service(deployment({})) });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringContaining('it was stopped') });
    expect(seconds).toBeLessThanOrEqual(25);
  });
});

describe('after the request of --on-failure', () => {
  const CALLS = ['describeServices', 'listServiceDeployments', 'describeServiceDeployments', 'listTasks', 'describeTasks'];
  const failing = (more: Partial<Service> = {}): Service => ({ ...service(deployment({ failedTasks: 2 })), ...more });
  const rolledBack = (more: Partial<World>) => play({ service: () => failing(), tasks: FAILED_TASKS, request: { onFailure: 'rollback' }, ...more });

  test.each<[string, () => never, string]>([
    ['the network is gone', lost, 'not read this time'], ['the permissions are gone', denied, 'grant ecs:'],
    ['the credentials have expired', () => fail('ExpiredTokenException', 'expired'), 'expired'],
  ])('%s for good: after two minutes the failure stands, and a line says that its end was not read', async (_, error, said) => {
    const instead = Object.fromEntries(CALLS.map((call) => [call, (s: number) => (s > 10 ? error() : undefined)]));
    const { exitCode, end, seconds } = await rolledBack({ instead });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringContaining('ECS was asked to roll it back, and how that ended could not be read: ') });
    expect(end).toContain(said);
    expect(seconds).toBeLessThanOrEqual(150);
  });

  test('nothing can be read for a minute: the end that ECS shows then', async () => {
    const instead = {
      ...Object.fromEntries(CALLS.map((call) => [call, (s: number) => (s > 10 && s < 70 ? lost() : undefined)])),
      describeServiceDeployments: (s: number) => (s < 70 ? undefined : listed(sd(1, 'ROLLBACK_SUCCESSFUL'))),
    };
    const { exitCode, end } = await rolledBack({ instead });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringContaining('ECS ended the deployment: ROLLBACK_SUCCESSFUL') });
  });

  test('the service is deleted: two looks', async () => {
    const { exitCode, end, seconds } = await rolledBack({ service: (s) => failing({ status: s < 10 ? 'ACTIVE' : 'INACTIVE' }) });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringContaining('the service was deleted') });
    expect(seconds).toBeLessThanOrEqual(20);
  });

  test('what the deployment still reaches is not printed', async () => {
    const more = (s: number): Service => service(deployment({ failedTasks: 2, runningCount: s < 20 ? 0 : 1 }));
    const { phases, exitCode } = await rolledBack({
      service: more, instead: { describeServiceDeployments: (s) => listed(sd(1, s < 60 ? 'IN_PROGRESS' : 'ROLLBACK_SUCCESSFUL')) },
    });
    expect({ exitCode, phases: phases.filter((line) => line.startsWith('started')) }).toEqual({ exitCode: 1, phases: [] });
  });

  test('but that ECS has completed it nevertheless', async () => {
    const { phases, exitCode } = await rolledBack({
      service: (s) => service(deployment({ failedTasks: 2, ...s >= 20 && { runningCount: 2, rolloutState: 'COMPLETED' } })),
      instead: { describeServiceDeployments: (s) => listed(sd(1, s < 20 ? 'IN_PROGRESS' : 'SUCCESSFUL')) },
    });
    expect({ exitCode, last: phases.at(-1) }).toEqual({ exitCode: 0, last: expect.stringMatching(/^done/) });
  });
});

describe('counts', () => {
  test('of a deployment that was rolled back: what it wanted is not known any more', async () => {
    const shown = service(deployment({ id: 'ecs-svc/2', rolloutState: 'COMPLETED', runningCount: 2, createdAt: iso(-30) }), deployment({ status: 'ACTIVE', rolloutState: 'FAILED', desiredCount: 0 }));
    const { phases } = await play({ service: () => shown, instead: {
      listServiceDeployments: () => listed(sd(1, 'ROLLBACK_SUCCESSFUL')), describeServiceDeployments: () => listed(sd(1, 'ROLLBACK_SUCCESSFUL')),
    } });
    expect(phases[0]).toMatch(/^registered/);
    expect(phases[0]).not.toContain('desired');
  });

  test('that nothing shows are not said', async () => {
    const bare: Service = { ...service(), desiredCount: undefined, deploymentConfiguration: { strategy: 'BLUE_GREEN' } };
    const instead = { listTasks: denied, listServiceDeployments: () => listed(sd(1, 'SUCCESSFUL')), describeServiceDeployments: () => listed(sd(1, 'SUCCESSFUL')) };
    const { exitCode, phases } = await play({ service: () => bare, instead });
    expect(exitCode).toBe(0);
    expect(phases.join('\n')).toMatch(/^registered/);
    expect(phases.join('\n')).not.toMatch(/\b0 (desired|tasks)/);
  });
});

describe('--task-definition: an older deployment of the revision is still open, and ECS lists the new one late', () => {
  const AT = 20;
  const follow = (revision: string, createdAt: number) => {
    const old = deployment({ createdAt: iso(-300) });
    const next = deployment({ id: 'ecs-svc/2', createdAt: iso(createdAt), taskDefinition: revision });
    const shown = (s: number) => {
      if (s < AT) return service(old);
      return service(s < 80 ? next : { ...next, rolloutState: 'COMPLETED', runningCount: 2 }, ...s < 80 ? [{ ...old, status: 'ACTIVE' }] : []);
    };
    const first = (s: number) => sd(1, s < AT ? 'IN_PROGRESS' : 'STOPPED', { createdAt: iso(-300) });
    const second = (s: number) => sd(2, s < 80 ? 'IN_PROGRESS' : 'SUCCESSFUL', { createdAt: iso(createdAt) });
    return play({
      service: shown, request: wantedDeployment({ taskDefinition: 'web:1' }, START),
      instead: {
        listServiceDeployments: (s) => listed(...s < AT ? [] : [second(s)], first(s)),
        describeServiceDeployments: (s, input) => listed(JSON.stringify(input).includes('/2"') ? second(s) : first(s)),
      },
    });
  };

  test('it is followed until the new one takes its place, which is followed from then on', async () => {
    const { exitCode, end, notices } = await follow(REVISION, -1);
    expect(notices).toEqual(['web: a newer deployment of web:1 has begun, ecs-svc/2']);
    expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: deployed/) });
  });

  test('the one that takes its place has another revision: superseded', async () => {
    const { exitCode, end, notices } = await follow(numbered(REVISION, 2), -1);
    expect({ exitCode, end, notices }).toEqual({ exitCode: 7, end: expect.stringContaining('ecs-svc/2 (web:2) has taken its place'), notices: [] });
  });
});
