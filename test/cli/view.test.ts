import { paintOf } from '../../src/cli/output/terminal';
import { WatchedServiceState, StackWatch } from '../../src/cli/watch/model';
import { viewLines } from '../../src/cli/watch/view';
import { Frame } from '../../src/facts/model';

const STACK = 'Shop-InnerNestedStackInnerNestedStackResource0123ABCD-1A2B3C4D5E6F7';
const root = { id: 'r', name: 'Shop', status: 'CREATE_IN_PROGRESS', startedAt: '2026-11-23T10:00:00.000Z' } as StackWatch;
const services = ['LoopService2C18AA01', 'LoopService9F27BB02'].map((logicalId) => ({
  stackId: 's', stackName: STACK, logicalId, status: 'CREATE_IN_PROGRESS', startedAt: root.startedAt, lastPrinted: '', unread: [], over: false,
}) as unknown as WatchedServiceState);
const paint = paintOf({ color: false });

const heads = (columns: number) => viewLines({
  root, stacks: new Map(), services: new Map(services.map((s) => [s.logicalId, s])), notices: [], throttled: false,
}, Date.parse(root.startedAt), { columns, rows: 40, paint }).filter((line) => line.includes('CREATE_IN_PROGRESS') && !line.includes('  Shop  '));

test('services of one nested stack stay distinct: its name is shortened, theirs are not', () => {
  expect(heads(80)).toEqual([expect.stringMatching(/^Shop-Inner.*\.\.\.\/LoopService2C18AA01  /), expect.stringMatching(/^Shop-Inner.*\.\.\.\/LoopService9F27BB02  /)]);
  for (const line of [...heads(80), ...heads(50)]) expect(line.length).toBeLessThan(80);
  expect(heads(50)).toEqual([expect.stringContaining('LoopService'), expect.stringContaining('LoopService')]);
  expect(heads(200)[0]).toContain(`${STACK}/LoopService2C18AA01`);
});

describe('one service', () => {
  const frame: Frame = {
    at: '2026-11-23T10:01:00.000Z',
    service: { serviceName: 'api', deployments: [{ id: 'ecs-svc/5647734842855144517', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 2, createdAt: root.startedAt, taskDefinition: 'x/ShopTaskDef11BF5F05:17' }] },
    tasks: [1, 2, 3].map((n) => ({
      taskArn: `x/task/prod/${String(n).repeat(32)}`, startedBy: 'ecs-svc/5647734842855144517', lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited', containers: [{ name: 'app', exitCode: 1 }],
    })),
  };
  const api = { stackId: 's', stackName: 'Shop', logicalId: 'ApiService89E3D990', status: 'CREATE_IN_PROGRESS', startedAt: root.startedAt, lastPrinted: '', unread: [], over: false, frame } as unknown as WatchedServiceState;
  const view = (service: WatchedServiceState, columns: number, rows = 40) => viewLines({
    root, stacks: new Map(), services: new Map([['a', service]]), notices: [], throttled: false,
  }, Date.parse(frame.at), { columns, rows, paint }).slice(1);

  test.each([
    [120, 'ApiService89E3D990  ShopTaskDef11BF5F05:17  CREATE_IN_PROGRESS  1:00  ecs-svc/5647734842855144517'],
    [80, 'ApiService89E3D990  ShopTaskDef11BF5F05:17  CREATE_IN_PROGRESS  1:00'],
    [60, 'ApiService89E3D990  rev 17  CREATE_IN_PROGRESS  1:00'],
    [50, 'ApiService89E3D990  rev 17  CREATE_IN_PROGRESS'],
    [40, 'ApiService  rev 17  CREATE_IN_PROGRESS'],
    [30, 'ApiSer...  CREATE_IN_PROGRESS'],
  ])('%i columns: the revision stays longer than age, deployment and the end of the name', (columns, expected) => {
    expect(view(api, columns)[0]).toBe(expected);
  });

  const failed = { ...api, failed: { at: frame.at, causeId: 'app-crashed' } } as unknown as WatchedServiceState;

  test('diagnosed: its counts and why tasks stop are seen until CloudFormation gives it up', () => {
    expect(view(failed, 110)).toEqual([
      'ApiService89E3D990  ShopTaskDef11BF5F05:17  failed: app-crashed  CREATE_IN_PROGRESS',
      '  desired 2, pending 0, running 0, healthy 0, failed 3',
      '  3 x Essential container in task exited: container app exited with 1 (11111111, 22222222, 33333333)',
    ]);
    expect(view({ ...failed, over: true, status: 'CREATE_FAILED' }, 110)).toEqual(['ApiService89E3D990  ShopTaskDef11BF5F05:17  failed: app-crashed  CREATE_FAILED']);
    // In a low window they make room for those that are still being waited for.
    expect(view(failed, 100, 3)).toHaveLength(1);
  });
});

describe('more services than the window has rows', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => ({
    stackId: 's', stackName: 'Shop', logicalId: `Service${i}`, startedAt: root.startedAt, lastPrinted: '', unread: [],
    ...(i < 4 ? { status: 'UPDATE_COMPLETE', over: true } : { status: 'UPDATE_IN_PROGRESS', over: false }),
    ...(i === n - 1 && { failed: { at: root.startedAt, causeId: 'app-crashed' } }),
  }) as unknown as WatchedServiceState);
  const view = (n: number, rows: number) => viewLines({
    root, stacks: new Map(), services: new Map(many(n).map((s) => [s.logicalId, s])), notices: [], throttled: false,
  }, Date.parse(root.startedAt), { columns: 80, rows, paint });

  test('the failed one stays, and those that are left out are counted', () => {
    const lines = view(30, 24);
    expect(lines).toHaveLength(23);
    expect(lines.at(-2)).toBe('Service29  failed: app-crashed  UPDATE_IN_PROGRESS');
    expect(lines.at(-1)).toBe('... and 9 more services: 4 UPDATE_COMPLETE, 5 UPDATE_IN_PROGRESS');
    expect(lines.filter((line) => line.startsWith('Service'))).toHaveLength(21);
  });

  test.each([3, 4, 5, 10, 60, 100])('%i rows: never higher than the window, and every service is shown or counted', (rows) => {
    const lines = view(30, rows);
    expect(lines.length).toBeLessThan(rows);
    const counted = Number(/and (\d+) more/.exec(lines.at(-1) ?? '')?.[1] ?? 0);
    expect(lines.filter((line) => line.startsWith('Service')).length + counted).toBe(30);
  });
});
