import { mostWithin, trafficOf } from './calls/traffic';
import type { RateLimit } from '../../src/lab/lab';

test.each([
  [[], 60_000, 0],
  [[5], 60_000, 1],
  [[0, 59_999], 60_000, 2],
  [[0, 60_000], 60_000, 1],
  [[70_000, 10_000, 69_000, 50_000, 200_000], 60_000, 3],
  [[1, 1, 1, 1], 1, 4],
])('of the moments %p most within %p ms are %p, wherever the stretch begins', (moments, ms, most) => {
  expect(mostWithin(moments, ms)).toBe(most);
});

test('traffic of a bucket: its operations only, against sixty refills, throttled calls counted as calls', () => {
  const limit: RateLimit = { name: 'reads', service: 'ecs', operations: ['DescribeServices', 'ListServices'], capacity: 5, perSecond: 2 };
  const calls = [
    ...Array.from({ length: 30 }, (_, i) => ({ service: 'ecs', operation: 'DescribeServices', at: i * 1000 })),
    { service: 'ecs', operation: 'ListServices', at: 1_000, error: 'ThrottlingException' },
    { service: 'ecs', operation: 'ListServices', at: 500_000, error: 'throttle' },
    { service: 'ecs', operation: 'DescribeServices', at: 600_000, error: 'AccessDeniedException' },
    { service: 'ecs', operation: 'DescribeTasks', at: 1_000 },
    { service: 'logs', operation: 'DescribeServices', at: 1_000 },
  ];
  expect(trafficOf(calls, limit)).toEqual({ limit, calls: 33, throttled: 2, perMinute: 31, share: 31 / 120 });
});
