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

function account(fails: (call: string) => boolean = () => false) {
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
    describeTasks: ({ tasks }) => called('describeTasks', tasks, { tasks: tasks.map((id) => ({ taskArn: taskArn(id) })) }),
    listTasks: ({ serviceName = '' }) => called('listTasks', [serviceName], { taskArns: [taskArn(serviceName)] }),
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

test('tasks of many services: those whose lists came while a call waited for its turn are in one call, which does not wait for the other lists', async () => {
  const { aws, calls, run } = account();
  const looks = names(60).map(async (serviceName) => {
    const { taskArns = [] } = await aws.listTasks({ cluster: CLUSTER, serviceName, desiredStatus: 'RUNNING' });
    return aws.describeTasks({ cluster: CLUSTER, tasks: taskArns.map((arn) => arn.split('/').at(-1) ?? '') });
  });
  await run();
  expect((await Promise.all(looks)).map(({ tasks }) => tasks?.map((one) => one.taskArn))).toEqual(names(60).map((name) => [taskArn(name)]));
  const described = calls.filter(({ call }) => call === 'describeTasks');
  expect(described.length).toBeLessThan(45);
  expect(described[0].at).toBeLessThan(calls.filter(({ call }) => call === 'listTasks').at(-1)?.at ?? 0);
});

test('in no ten seconds more than half of the published rate, and the first calls at once', async () => {
  const { aws, calls, run } = account();
  const lists = Promise.all(names(300).map((serviceName) => aws.listTasks({ cluster: CLUSTER, serviceName, desiredStatus: 'RUNNING' })));
  await run();
  await lists;
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
