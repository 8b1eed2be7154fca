import { AccountApi } from '../../../src/facts/aws/account-api';
import { lateFacts } from '../../../src/facts/aws/late-facts';
import { Service } from '../../../src/facts/model';

const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef';
const service = (runningCount: number, more: Partial<Service> = {}): Service => ({
  deployments: [
    { id: 'ecs-svc/2', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', taskDefinition: 'web:2', runningCount },
    { id: 'ecs-svc/1', status: 'ACTIVE', rolloutState: 'COMPLETED', taskDefinition: 'web:1', runningCount: 2 },
  ],
  ...more,
});

/** Calls wait until `go()`; looks wait until `giveUp()`. */
function account(shown: Service) {
  let now = 0;
  let answers = 0;
  const calls: string[] = [];
  const turns: { readonly call: string; readonly ahead: boolean; go(): void }[] = [];
  const sleeping: (() => void)[] = [];
  const api: Partial<AccountApi> = {
    describeServices: async () => ({ services: [shown] }),
    describeTaskDefinition: async ({ taskDefinition }) => {
      calls.push(taskDefinition);
      return { taskDefinition: { taskDefinitionArn: taskDefinition } };
    },
    describeTargetHealth: async () => {
      calls.push('health');
      return { TargetHealthDescriptions: [{ Target: { Id: String(++answers) } }] };
    },
  };
  const { ofLook } = lateFacts(api as AccountApi, {
    turn: (call, ahead = false) => new Promise((go) => { turns.push({ call, ahead, go }); }),
  }, { now: () => now, sleep: () => new Promise((end) => { sleeping.push(end); }) });
  const settle = () => new Promise((resolve) => { setImmediate(resolve); });
  return {
    calls,
    turns,
    later: (ms: number) => { now += ms; },
    go: async () => {
      turns.splice(0).forEach(({ go }) => go());
      await settle();
    },
    giveUp: () => sleeping.splice(0).forEach((end) => end()),
    look: async () => {
      const reads = ofLook();
      await reads.describeServices({ cluster: 'prod', services: ['web'] });
      return reads;
    },
  };
}
const outcome = <T>(read: Promise<T>) => read.catch((error: Error) => error.name);
async function health(reads: Pick<AccountApi, 'describeTargetHealth'>): Promise<string | undefined> {
  const answer = await outcome(reads.describeTargetHealth({ TargetGroupArn: GROUP }));
  return typeof answer === 'string' ? answer : answer.TargetHealthDescriptions?.[0].Target?.Id;
}

test('the definitions of a deployment in progress are read before a task fails, each once, the new one first', async () => {
  const { look, go, calls, turns } = account(service(0));
  await look();
  expect(turns.map(({ ahead }) => ahead)).toEqual([true, false]);
  await go();
  const reads = await look();
  expect(await reads.describeTaskDefinition({ taskDefinition: 'web:2' })).toEqual({ taskDefinition: { taskDefinitionArn: 'web:2' } });
  expect(await reads.describeTaskDefinition({ taskDefinition: 'web:1' })).toEqual({ taskDefinition: { taskDefinitionArn: 'web:1' } });
  expect(calls).toEqual(['web:2', 'web:1']);
});

test('of a service at rest no definition is read unasked', async () => {
  const { look, turns } = account({ deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: 'web:1' }] });
  await look();
  expect(turns).toEqual([]);
});

test('a definition that is late is given up and is there for the next look', async () => {
  const { look, go, giveUp, calls } = account(service(0));
  const asked = outcome((await look()).describeTaskDefinition({ taskDefinition: 'web:2' }));
  giveUp();
  expect(await asked).toBe('NotReadYet');
  await go();
  expect(await outcome((await look()).describeTaskDefinition({ taskDefinition: 'web:2' }))).toMatchObject({ taskDefinition: {} });
  expect(calls.filter((one) => one === 'web:2')).toHaveLength(1);
});

test('health that is late is that of the look before for 20 s, then it is not read yet; one call is under way at a time', async () => {
  const { look, go, giveUp, later, turns } = account(service(1));
  const first = health(await look());
  await go();
  expect(await first).toBe('1');
  for (const [ms, expected] of [[15_000, '1'], [10_000, 'NotReadYet']] as const) {
    later(ms);
    const asked = health(await look());
    giveUp();
    expect(await asked).toBe(expected);
  }
  expect(turns.filter(({ call }) => call === 'describeTargetHealth')).toHaveLength(1);
  await go();
  expect(await health(await look())).toBe('2');
});

test('while no task of the deployment runs, health is read every 30 s', async () => {
  const { look, go, later, calls } = account(service(0));
  const first = health(await look());
  await go();
  expect(await first).toBe('1');
  later(29_000);
  expect(await health(await look())).toBe('1');
  later(2_000);
  const second = health(await look());
  await go();
  expect(await second).toBe('2');
  expect(calls.filter((one) => one === 'health')).toHaveLength(2);
});

test.each([[[], false], [[{ message: '(service web) (port 80) is unhealthy in (target-group web)' }], true]])('health of a service with the events %j goes ahead: %s', async (events, ahead) => {
  const { look, turns } = account(service(1, { events }));
  void health(await look());
  expect(turns.filter(({ call }) => call === 'describeTargetHealth').map((one) => one.ahead)).toEqual([ahead]);
});
