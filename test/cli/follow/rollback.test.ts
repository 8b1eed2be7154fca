import { brief, deployment, fail, iso, play, revisionArn, service, START, World } from './played';
import { Service } from '../../../src/facts/model';
import { originOf } from '../../../src/facts/rollback';

// ECS gives up web:2 and deploys web:1 again. Only the list of service deployments shows that for certain.

const DEFINITION = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web';
const numbered = (text: string, n: number) => text.replace(/\d+$/, String(n));
const of = (n: number, revision: number, more: object = {}) => deployment({
  id: `ecs-svc/${n}`, taskDefinition: `${DEFINITION}:${revision}`, ...more,
});
const sd = (n: number, status: string, more: object = {}) => ({
  ...brief,
  status,
  serviceDeploymentArn: numbered(brief.serviceDeploymentArn, n),
  targetServiceRevisionArn: numbered(revisionArn, n),
  ...more,
});
const described = (entry: ReturnType<typeof sd>) => ({ ...entry, targetServiceRevision: { arn: entry.targetServiceRevisionArn } });
const breaking = (...deployments: readonly ReturnType<typeof deployment>[]): Service => ({
  ...service(...deployments),
  createdAt: iso(-90_000),
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
});

const FAILED = sd(2, 'ROLLBACK_SUCCESSFUL', { createdAt: iso(-300), finishedAt: iso(-30), statusReason: 'the breaker' });
const BEFORE = sd(1, 'SUCCESSFUL', { createdAt: iso(-9000) });
const GIVEN_UP = of(2, 2, { status: 'ACTIVE', rolloutState: 'FAILED', rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.', createdAt: iso(-300) });
const AGAIN = of(3, 1, { rolloutState: 'COMPLETED', runningCount: 2, createdAt: iso(-60) });
const listed = (...entries: readonly object[]) => ({ serviceDeployments: entries });
const throttled = () => fail('ThrottlingException', 'Rate exceeded');
const denied = () => fail('AccessDeniedException');
/** A rollback that is over, and what the calls for service deployments do. */
const rolledBack = (list: (seconds: number) => unknown, more: Partial<World> = {}) => play({
  service: () => breaking(AGAIN), ...more,
  instead: { listServiceDeployments: list, describeServiceDeployments: () => listed(described(FAILED)), ...more.instead },
});

describe('a deployment that was rolled back is never "deployed"', () => {
  test.each<[string, (seconds: number) => unknown]>([
    ['throttled', (s) => (s < 60 ? throttled() : listed(FAILED, BEFORE))],
    ['empty for a moment', (s) => (s < 5 ? listed() : listed(FAILED, BEFORE))],
  ])('the list of service deployments is %s: it is read again', async (_, list) => {
    const { exitCode, end } = await rolledBack(list);
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(/^web: failed/) });
  });

  test.each<[string, () => unknown, RegExp]>([
    ['throttled for good', throttled, /^web: could not be read after 2:\d\d: service deployments not read this time/],
    ['denied', denied, /^web: could not be read: service deployments not readable: grant ecs:ListServiceDeployments$/],
  ])('%s: code 3', async (_, list, text) => {
    const { exitCode, end } = await rolledBack(list);
    expect({ exitCode, end }).toEqual({ exitCode: 3, end: expect.stringMatching(text) });
  });

  test.each<[string, Service]>([
    ['with the deployment that failed', breaking(AGAIN, GIVEN_UP)],
    ['by its reason alone', breaking({ ...AGAIN, rolloutState: 'IN_PROGRESS', rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/3.' })],
  ])('denied, but the service itself shows the rollback, %s: failed', async (_, shown) => {
    const { exitCode, end } = await rolledBack(denied, { service: () => shown });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(/^web: failed/) });
  });

  const event = (message: string, seconds: number) => ({ id: message, message: `(service web) ${message}`, createdAt: iso(seconds) });
  const STEADY = event('has reached a steady state.', -8000);
  const FAILURE = event('(deployment ecs-svc/2) deployment failed: tasks failed to start.', 19);
  const UNKNOWN = /: could not be read after 0:2\d: ecs-svc\/3 \(web:1\) has taken its place, by a rollback of ECS or by a newer deployment: .*grant ecs:ListS/;
  test.each<[string, readonly ReturnType<typeof event>[], number, RegExp]>([
    ['ECS says that it has failed', [FAILURE, STEADY], 1, /: failed after 0:2\d: ECS has given it up: .*deployment failed: tasks failed to start$/],
    ['ECS says nothing of a failure: a person has deployed it', [STEADY], 7, /: superseded after 0:2\d: ecs-svc\/3 \(web:1\) has taken its place$/],
    ['nothing shows whether it failed', [], 3, UNKNOWN],
  ])('denied: it leaves the list of the service on the way, and an older revision takes its place; %s', async (_, events, code, text) => {
    const begun = breaking(of(2, 2), of(1, 1, { status: 'ACTIVE', rolloutState: 'COMPLETED', createdAt: iso(-9000) }));
    const instead = { listServiceDeployments: denied, describeServiceDeployments: denied };
    const taken = breaking({ ...AGAIN, createdAt: iso(20) });
    const { exitCode, end } = await play({ service: (s) => (s < 20 ? { ...begun, events: [STEADY] } : { ...taken, events }), instead });
    expect({ exitCode, end }).toEqual({ exitCode: code, end: expect.stringMatching(text) });
  });

  test('denied: an older revision is deployed while a newer one is in progress: nobody says that ECS rolls back', async () => {
    const shown = breaking(of(3, 1, { createdAt: iso(-5) }), of(2, 2, { status: 'ACTIVE', createdAt: iso(-60) }));
    const { exitCode, end } = await rolledBack(denied, { service: () => shown });
    expect({ exitCode, end }).toEqual({ exitCode: 3, end: expect.stringMatching(/grant ecs:ListServiceDeployments$/) });
  });

  const AT_WORK = { ...AGAIN, rolloutState: 'IN_PROGRESS', rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/3.' };
  test.each<[string, Service, RegExp]>([
    ['the service shows it', breaking(AGAIN, GIVEN_UP), /^web: failed/],
    ['it is complete, and the service shows it', breaking(AT_WORK, GIVEN_UP), /^web: failed/],
    ['the service does not show it', breaking(AT_WORK), /^web: failed.*rolling back to deploymentId ecs-svc\/3$/],
  ])('the list lacks the deployment that was rolled back: %s', async (_, shown, text) => {
    const instead = { describeServiceDeployments: () => listed(described(BEFORE)) };
    const { exitCode, end } = await rolledBack(() => listed(BEFORE), { service: () => shown, instead });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(text) });
  });

  test('the list lacks it, and nothing shows whether ECS rolls back: not deployed', async () => {
    const { exitCode } = await rolledBack(() => listed(BEFORE));
    expect(exitCode).toBe(3);
  });

  test.each([[true], [false]])('DescribeServiceDeployments is throttled while ECS rolls back: the list has the status, or another look (%s)', async (isListed) => {
    const begun = breaking(of(2, 2), of(1, 1, { status: 'ACTIVE', rolloutState: 'COMPLETED', createdAt: iso(-9000) }));
    const entry = (s: number) => sd(2, s < 20 ? 'IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS');
    const { exitCode, end, seconds } = await play({
      service: (s) => (s < 20 ? begun : breaking({ ...AGAIN, rolloutState: 'IN_PROGRESS', createdAt: iso(20) })),
      instead: {
        listServiceDeployments: (s) => (isListed || s < 20 || s > 50 ? listed(entry(s), BEFORE) : throttled()),
        describeServiceDeployments: (s) => (s < 20 || s > 50 ? listed(described(entry(s))) : throttled()),
      },
    });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(/^web: failed/) });
    if (isListed) expect(seconds).toBeLessThan(40);
    else expect(seconds).toBeGreaterThan(50);
  });
});

describe('denied: one answer of DescribeServices is that of a moment before, and the deployment is complete later', () => {
  const old = of(1, 1, { rolloutState: 'COMPLETED', runningCount: 2, createdAt: iso(-9000) });
  test.each<[string, ReturnType<typeof deployment>]>([
    ['another revision', old], ['the same revision', { ...old, taskDefinition: `${DEFINITION}:2` }],
    ['one that seems newer', { ...old, createdAt: iso(20) }],
  ])('%s', async (_, shown) => {
    const begun = breaking(of(2, 2), { ...old, status: 'ACTIVE' });
    const done = breaking(of(2, 2, { rolloutState: 'COMPLETED', runningCount: 2 }));
    const { exitCode, end } = await play({
      service: (s) => {
        if (s === 20) return breaking(shown);
        return s < 60 ? begun : done;
      },
      instead: { listServiceDeployments: denied, describeServiceDeployments: denied },
    });
    expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: deployed/) });
  });
});

test('a new deployment while ECS rolls back, which the list lacks: its revision is newer than the one that failed', async () => {
  const failed = of(2, 2, { status: 'ACTIVE', rolloutState: 'FAILED', createdAt: iso(-300) });
  const shown = (more: object) => breaking(of(4, 4, { createdAt: iso(-5), ...more }), { ...AGAIN, status: 'ACTIVE', rolloutState: 'IN_PROGRESS' }, failed);
  const next = (s: number) => sd(4, s < 60 ? 'IN_PROGRESS' : 'SUCCESSFUL', { createdAt: iso(-5) });
  const rolling = sd(2, 'ROLLBACK_IN_PROGRESS', { createdAt: iso(-300) });
  const { exitCode, end } = await play({
    service: (s) => shown(s < 60 ? {} : { rolloutState: 'COMPLETED', runningCount: 2 }),
    instead: {
      listServiceDeployments: (s) => listed(...s < 20 ? [] : [next(s)], rolling, BEFORE),
      describeServiceDeployments: (s, input) => listed(described(JSON.stringify(input).includes('/2"') ? rolling : next(s))),
    },
  });
  expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: deployed/) });
});

describe('a new deployment that the list lacks', () => {
  const NEW = of(2, 2, { createdAt: iso(-3) });
  const replaces = (next: typeof NEW, before: number) => breaking(next, of(1, before, { status: 'ACTIVE', rolloutState: 'COMPLETED', createdAt: iso(-9000) }));

  test.each<[string, Service, object]>([
    ['of another revision', replaces(NEW, 1), {}],
    ['of the same revision, named by --task-definition', replaces(NEW, 2), { wanted: { taskDefinition: 'web:2' }, wait: 60 }],
  ])('%s: it is followed at once, not the one before', async (_, shown, request) => {
    const done = { ...shown, deployments: [{ ...NEW, rolloutState: 'COMPLETED', runningCount: 2 }], currentServiceDeployment: undefined };
    const current = { ...shown, currentServiceDeployment: sd(2, '').serviceDeploymentArn };
    const { exitCode, end, seconds } = await play({
      service: (s) => (s < 30 ? current : done), request,
      instead: { listServiceDeployments: () => listed(BEFORE), describeServiceDeployments: () => listed() },
    });
    expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: deployed/) });
    expect(seconds).toBeGreaterThanOrEqual(30);
  });

  test('blue/green, which the service does not list: the service deployment that it names is read', async () => {
    const shown: Service = { ...service(), currentServiceDeployment: sd(2, '').serviceDeploymentArn, deploymentConfiguration: { strategy: 'BLUE_GREEN' } };
    const { exitCode, end } = await play({
      service: () => shown,
      instead: { listServiceDeployments: () => listed(BEFORE), describeServiceDeployments: () => listed(described(sd(2, 'ROLLBACK_FAILED'))) },
    });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(/^web: failed/) });
  });
});

describe('more service deployments than are listed', () => {
  const PAGE = 100;
  const MANY = Array.from({ length: 620 }, (_, i) => sd(i + 10, i === 619 ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL', { createdAt: iso(-60_000 + i * 10), finishedAt: iso(-30) }));
  const world = (isFiltered: boolean) => {
    const calls: { nextToken?: string; createdAt?: { after: Date } }[] = [];
    const list = (_: number, input: { nextToken?: string; createdAt?: { after: Date } }) => {
      calls.push(input);
      const all = MANY.filter(({ createdAt }) => !isFiltered || !(Date.parse(createdAt) < Number(input.createdAt?.after ?? 0)));
      const from = Number(input.nextToken ?? 0);
      return { ...listed(...all.slice(from, from + PAGE)), ...from + PAGE < all.length && { nextToken: String(from + PAGE) } };
    };
    const instead = {
      listServiceDeployments: list as (seconds: number, input?: object) => unknown,
      describeServiceDeployments: () => listed(described(MANY[619])),
    };
    return play({ service: () => breaking({ ...AGAIN, id: 'ecs-svc/700' }), instead });
  };

  test('the oldest first: the newest, which failed, is asked for', async () => {
    const { exitCode, end } = await world(true);
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(/^web: failed/) });
  });

  test('the newest is not to be had: code 3', async () => {
    const { exitCode, end } = await world(false);
    expect({ exitCode, end }).toEqual({ exitCode: 3, end: expect.stringMatching(/could not be read: .*which one is the newest is not known/) });
  });
});

test('--wait: one that ECS is still rolling back is not the one that is awaited', async () => {
  const rolling = [sd(2, 'ROLLBACK_IN_PROGRESS', { createdAt: iso(-300) }), BEFORE];
  const next = sd(4, 'SUCCESSFUL', { createdAt: iso(60) });
  const done = of(4, 4, { rolloutState: 'COMPLETED', runningCount: 2, createdAt: iso(60) });
  const { exitCode, seconds } = await play({
    service: (s) => breaking(s < 60 ? { ...AGAIN, rolloutState: 'IN_PROGRESS' } : done),
    instead: {
      listServiceDeployments: (s) => listed(...s < 60 ? [] : [next], ...rolling),
      describeServiceDeployments: () => listed(described(next)),
    },
    request: { wanted: { sinceMs: START, orOpen: true }, wait: 300 },
  });
  expect({ exitCode, late: seconds - 60 }).toEqual({ exitCode: 0, late: 0 });
});

describe('what the service alone shows of its PRIMARY deployment', () => {
  const old = of(1, 1, { status: 'ACTIVE', rolloutState: 'COMPLETED', createdAt: iso(-9000) });
  const event = (message: string, seconds: number) => ({ id: message, message: `(service web) ${message}`, createdAt: iso(seconds) });
  const events = (...all: ReturnType<typeof event>[]) => ({ ...breaking(AGAIN), events: all });
  test.each<[string, Service, ReturnType<typeof originOf>['kind']]>([
    ['another revision replaces a complete one', breaking(of(2, 2), old), 'deployed'],
    ['the first of its service', { ...breaking(AGAIN), createdAt: AGAIN.createdAt }, 'deployed'],
    ['ECS is not set to roll back', service(AGAIN), 'deployed'],
    ['events before it, and none about a failure', events(event('has reached a steady state.', -9000)), 'deployed'],
    ['alone', breaking(AGAIN), 'unclear'],
    ['the same revision as the complete one beside it', breaking(AGAIN, old), 'unclear'],
    ['no event before it', events(event('has reached a steady state.', -20)), 'unclear'],
    ['a failure before it', events(event('has reached a steady state.', -9000), event('(deployment ecs-svc/2) deployment failed: tasks failed to start.', -61)), 'unclear'],
    ['an event about the rollback', events(event('rolling back to deployment ecs-svc/3.', -60)), 'rollback'],
    ['an event about another one', events(event('rolling back to deployment ecs-svc/33.', -60)), 'unclear'],
    ['an older revision than that of one in progress', breaking(AGAIN, of(2, 2, { status: 'ACTIVE' })), 'unclear'],
    ['an older revision than that of one that has failed', breaking(AGAIN, of(2, 2, { status: 'ACTIVE', rolloutState: 'FAILED' })), 'rollback'],
    ['... where ECS is not set to roll back', service(AGAIN, of(2, 2, { status: 'ACTIVE', rolloutState: 'FAILED' })), 'deployed'],
    ['it fails itself', breaking({ ...AGAIN, rolloutState: 'FAILED', rolloutStateReason: 'rolling back' }), 'deployed'],
    ['a hook may roll it back', { ...service(AGAIN), createdAt: iso(-90_000), deploymentConfiguration: { strategy: 'CANARY' } }, 'unclear'],
    ['no deployment', service(), 'unclear'],
  ])('%s', (_, shown, kind) => {
    expect(originOf(shown).kind).toBe(kind);
  });
});
