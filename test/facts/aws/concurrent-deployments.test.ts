import { at, awsError, fakeAws, FakeAws, service, STACK } from './fake';
import { see } from './see';
import { look } from '../../../src/facts/aws/look';
import { Memory } from '../../../src/facts/aws/memory';
import { Cache } from '../../../src/facts/aws/reading';

describe('how many are deployed at the same time', () => {
  const among = async (aws: FakeAws, seconds: number, memory: Memory = {}) => (
    await look(aws, new Cache(), { stackId: STACK, serviceLogicalId: 'Service', now: at(seconds), memory, countConcurrent: true })
  ).memory;
  // The service under watch has two pending tasks of its own.
  test.each([
    ['alone', { activeServicesCount: 30, pendingTasksCount: 2 }, 1],
    ['others have pending tasks', { activeServicesCount: 100, pendingTasksCount: 62 }, 61],
    ['no more others than the cluster has services', { activeServicesCount: 3, pendingTasksCount: 500 }, 3],
    ['fewer than its own, for it was read a moment later', { activeServicesCount: 3, pendingTasksCount: 1 }, 1],
    ['no such cluster', {}, 1],
  ])('%s', async (_, cluster, services) => {
    const [first] = service().deployments!;
    const aws = fakeAws({ cluster, service: service({ pendingCount: 2, deployments: [first] }) });
    expect((await among(aws, 10)).concurrent).toEqual({ at: at(10), services });
  });

  test('is asked every half minute, and those who were there fade away', async () => {
    const aws = fakeAws({ cluster: { activeServicesCount: 101, pendingTasksCount: 100 } });
    let memory = await among(aws, 10);
    aws.facts.cluster = { activeServicesCount: 101, pendingTasksCount: 0 };
    for (const seconds of [15, 20, 39]) memory = await among(aws, seconds, memory);
    expect(aws.calls.filter((call) => call === 'describeClusters')).toHaveLength(1);
    const seen: (number | undefined)[] = [];
    for (const seconds of [40, 100, 160, 900]) seen.push((memory = await among(aws, seconds, memory)).concurrent?.services);
    expect(seen).toEqual([71, 36, 18, 1]);
  });

  test('is no fact: if it cannot be read, the last estimate counts, and the frame does not mention it', async () => {
    const aws = fakeAws({ cluster: { activeServicesCount: 90, pendingTasksCount: 90 } });
    const memory = await among(aws, 10);
    aws.faults.describeClusters = awsError('AccessDeniedException');
    const { frame, memory: after } = await look(aws, new Cache(), { stackId: STACK, serviceLogicalId: 'Service', now: at(40), memory, countConcurrent: true });
    expect(frame.unavailable).toEqual([]);
    expect(after.concurrent?.services).toBe(64);
  });

  test('makes the reads of a watch rarer; only the watcher asks for it', async () => {
    const aws = fakeAws();
    const { memory } = await see(aws, 5);
    expect(aws.calls).not.toContain('describeClusters');
    aws.calls.length = 0;
    const concurrent = { at: at(5), services: 100 };
    await see(aws, 40, { ...memory, concurrent });
    expect(aws.calls).toEqual(['describeServices']);
    await see(aws, 43, { ...memory, concurrent });
    expect(aws.calls.slice(1)).toEqual(['describeStacks', 'describeStackResource', 'describeServices']);
  });
});
