import { AccountApi } from '../../../src/facts/aws/account-api';
import { batched } from '../../../src/facts/aws/batched';
import { pacer } from '../../../src/facts/aws/pacer';

const CLUSTER = 'prod';
const taskArn = (id: string) => `arn:aws:ecs:eu-west-1:123456789012:task/prod/${id}`;

/** A clock that moves from one sleep to the next, in the order of their ends. */
function virtualClock() {
  let now = 0;
  const sleeping: { readonly until: number; wake(): void }[] = [];
  const clock = { now: () => now, sleep: (ms: number) => new Promise<void>((wake) => { sleeping.push({ until: now + ms, wake }); }) };
  const run = async () => {
    for (let idle = 0; idle < 5;) {
      await new Promise((resolve) => { setImmediate(resolve); });
      const next = sleeping.sort((a, b) => a.until - b.until).shift();
      idle = next ? 0 : idle + 1;
      if (!next) continue;
      now = Math.max(now, next.until);
      next.wake();
    }
  };
  return { clock, run };
}

/** Services `s0`, ... with a task each, and as many tasks of others as `others`. */
function account(fails: (call: string) => boolean = () => false, others = 0) {
  const { clock, run } = virtualClock();
  const calls: { readonly call: string; readonly at: number; readonly ids: readonly string[] }[] = [];
  const called = <T>(call: string, ids: readonly string[], answer: T): Promise<T> => {
    calls.push({ call, at: clock.now(), ids });
    return fails(call) ? Promise.reject(new Error(call)) : Promise.resolve(answer);
  };
  const api: Partial<AccountApi> = {
    describeServices: ({ services }) => called('describeServices', services, {
      services: services.filter((name) => name !== 'gone').map((serviceName) => ({ serviceName })),
      failures: services.filter((name) => name === 'gone').map((name) => ({ arn: `arn:aws:ecs:eu-west-1:123456789012:service/prod/${name}`, reason: 'MISSING' })),
    }),
    describeTasks: ({ tasks }) => called('describeTasks', tasks, { tasks: tasks.map((id) => ({ taskArn: taskArn(id), group: `service:${id}` })) }),
    listTasks: ({ serviceName, nextToken }) => {
      const all = serviceName ? [serviceName] : [...names(60), ...Array.from({ length: others }, (_, i) => `other${i}`)];
      const from = Number(nextToken ?? 0);
      const page = all.slice(from, from + 100);
      return called('listTasks', page, { taskArns: page.map(taskArn), ...from + 100 < all.length && { nextToken: String(from + 100) } });
    },
    describeTargetGroups: ({ TargetGroupArns }) => (TargetGroupArns.includes('group/gone')
      ? called('describeTargetGroups', TargetGroupArns, {}).then(() => { throw Object.assign(new Error('gone'), { name: 'TargetGroupNotFoundException' }); })
      : called('describeTargetGroups', TargetGroupArns, { TargetGroups: TargetGroupArns.map((TargetGroupArn) => ({ TargetGroupArn })) })),
    describeTaskDefinition: ({ taskDefinition }) => called('describeTaskDefinition', [taskDefinition], {}),
  };
  return { aws: batched(api as AccountApi, pacer(clock)), calls, run };
}

const names = (n: number) => Array.from({ length: n }, (_, i) => `s${i}`);

test('services that are asked for at the same moment are described ten at once, and each gets its own part', async () => {
  const { aws, calls, run } = account();
  const asked = Promise.all([...names(24), 'gone'].map((name) => aws.describeServices({ cluster: CLUSTER, services: [name] })));
  await run();
  expect(calls.map(({ ids }) => ids.length)).toEqual([10, 10, 5]);
  expect((await asked).map(({ services = [], failures = [] }) => services[0]?.serviceName ?? failures[0]?.reason)).toEqual([...names(24), 'MISSING']);
});

/** Looks of many services at the same moment, which list tasks and describe them. */
const looks = ({ aws }: ReturnType<typeof account>) => Promise.all(names(60).map(async (serviceName) => {
  const { taskArns = [] } = await aws.listTasks({ cluster: CLUSTER, serviceName, desiredStatus: 'RUNNING' });
  const { tasks = [] } = await aws.describeTasks({ cluster: CLUSTER, tasks: taskArns.map((arn) => arn.split('/').at(-1) ?? '') });
  return tasks.map((one) => one.taskArn);
}));
const OWN_TASKS = names(60).map((name) => [taskArn(name)]);

test('tasks of many services are listed and described together, and each gets its own', async () => {
  const all = account();
  const first = looks(all);
  await all.run();
  expect(await first).toEqual(OWN_TASKS);
  expect(all.calls.map(({ call }) => call)).toEqual(['listTasks', 'describeTasks', 'describeTasks']);
  const second = looks(all);
  await all.run();
  expect(await second).toEqual(OWN_TASKS);
  // Whose tasks they are is known now.
  expect(all.calls.slice(3).map(({ call }) => call)).toEqual(['listTasks', 'describeTasks']);
});

test('in a cluster with so many other tasks that its list takes more calls, each service lists its own', async () => {
  const all = account(undefined, 5000);
  for (const more of [29, 0]) {
    const before = all.calls.length;
    const asked = looks(all);
    await all.run();
    expect(await asked).toEqual(OWN_TASKS);
    expect(all.calls.slice(before).filter(({ call }) => call === 'listTasks')).toHaveLength(60 + more);
  }
});

test('where the tasks of other services are not readable, each service lists its own', async () => {
  const all = account((call) => call === 'describeTasks');
  const asked = Promise.all(names(60).map((serviceName) => all.aws.listTasks({ cluster: CLUSTER, serviceName, desiredStatus: 'RUNNING' })));
  await all.run();
  expect((await asked).map(({ taskArns }) => taskArns)).toEqual(OWN_TASKS);
});

test('in no ten seconds more than half of the published rate, and the first calls at once', async () => {
  const { aws, calls, run } = account();
  const asked = Promise.all(names(300).map((taskDefinition) => aws.describeTaskDefinition({ taskDefinition })));
  await run();
  await asked;
  expect(calls.filter(({ at }) => at === 0).length).toBeGreaterThan(10);
  const most = Math.max(...calls.map(({ at: from }) => calls.filter(({ at }) => at >= from && at < from + 10_000).length));
  expect(most).toBeLessThan(100);
  expect(most).toBeGreaterThan(70);
});

test('a common call that fails fails for each', async () => {
  const { aws, run } = account((call) => call === 'describeServices');
  const asked = Promise.allSettled(names(3).map((name) => aws.describeServices({ cluster: CLUSTER, services: [name] })));
  await run();
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});

test('target groups of many services are described together; one that is gone fails for its service only', async () => {
  const { aws, calls, run } = account();
  const asked = Promise.allSettled([...names(24), 'gone'].map((name) => aws.describeTargetGroups({ TargetGroupArns: [`group/${name}`] })));
  await run();
  expect(calls.map(({ ids }) => ids.length)).toEqual([20, 5, 1, 1, 1, 1, 1]);
  expect((await asked).map((one) => (one.status === 'rejected' ? 'gone' : one.value.TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn)))).toEqual([
    ...names(24).map((name) => [`group/${name}`]), 'gone',
  ]);
});
