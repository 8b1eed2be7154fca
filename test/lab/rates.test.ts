import { lab as newLab } from './support';
import { AWS_RATES } from '../../src/lab/aws-rates';
import { RateLimit, RateLimits } from '../../src/lab/rates';

const READS: RateLimit = { name: 'reads', service: 'ecs', operations: ['DescribeServices', 'ListServices'], capacity: 3, perSecond: 2 };
/** Which of the calls at these milliseconds pass. */
const passing = (limits: readonly RateLimit[], calls: readonly (readonly [ms: number, operation?: string])[]) => {
  const rates = new RateLimits(limits, 0);
  return calls.map(([ms, operation = 'DescribeServices']) => rates.take('ecs', operation, ms) === undefined);
};

test('a full bucket gives its capacity at once, then as much as is refilled', () => {
  expect(passing([READS], [[0], [0], [0], [0], [499], [500], [500], [1000]])).toEqual([true, true, true, false, false, true, false, true]);
});

test('it never holds more than its capacity, even after a long time without calls', () => {
  expect(passing([READS], [[3_600_000], [3_600_000], [3_600_000], [3_600_000]])).toEqual([true, true, true, false]);
});

test('operations of one bucket share it, others are not counted', () => {
  expect(passing([READS], [[0, 'ListServices'], [0], [0, 'ListServices'], [0], [0, 'DescribeTasks']])).toEqual([true, true, true, false, true]);
});

test('a call that falls under two buckets needs both, and costs nothing when it is throttled', () => {
  const account: RateLimit = { ...READS, name: 'account', operations: ['DescribeServices', 'DescribeTasks'], capacity: 1, perSecond: 1 };
  expect(passing([READS, account], [[0], [0], [0, 'ListServices'], [0, 'ListServices'], [0, 'ListServices']])).toEqual([true, false, true, true, false]);
});

test('over a minute no more passes than the capacity and sixty refills', () => {
  const rates = new RateLimits([READS], 0);
  const passed = Array.from({ length: 6000 }, (_, i) => rates.take('ecs', 'DescribeServices', i * 10)).filter((struck) => struck === undefined);
  expect(passed).toHaveLength(3 + 2 * 60 - 1);
});

test('a call from a little before the last one does not refill twice', () => {
  expect(passing([READS], [[0], [0], [0], [500], [0], [500], [999], [1000]])).toEqual([true, true, true, true, false, false, false, true]);
});

test('published rates have a source, the others have none', () => {
  for (const { name, source, capacity, perSecond } of AWS_RATES) {
    expect(capacity).toBeGreaterThanOrEqual(perSecond);
    expect([name, source === undefined]).toEqual([name, name.startsWith('CloudFormation')]);
  }
});

test('a lab with rates throttles calls over the wire, with the error of the API', async () => {
  const rates = [{ name: 'stacks', service: 'cloudformation', operations: ['DescribeStacks'], capacity: 1, perSecond: 0.001 }];
  const lab = await newLab({}, { rates });
  const ask = async () => {
    const response = await fetch(lab.endpoint, { method: 'POST', body: new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15' }) });
    return [response.status, /<Code>(\w+)</.exec(await response.text())?.[1]];
  };
  expect(await ask()).toEqual([200, undefined]);
  expect(await ask()).toEqual([400, 'Throttling']);
  expect(lab.calls.map(({ error }) => error)).toEqual([undefined, 'Throttling']);
});
