import { brief, deployment, fail, FAILED_TASKS, iso, play, revisionArn, service, World } from './played';
import { Service } from '../../../src/facts/model';

const COMPLETED = service(deployment({ rolloutState: 'COMPLETED', runningCount: 2 }));
const RUNS = service(deployment({ runningCount: 1 }));
const SUCCESSFUL = { ...brief, status: 'SUCCESSFUL', targetServiceRevision: { arn: revisionArn } };
const entries = () => ({ serviceDeployments: [SUCCESSFUL] });
const successful = { listServiceDeployments: entries, describeServiceDeployments: entries };
const missing = () => ({ failures: [{ reason: 'MISSING' }] });
const noCluster = () => fail('ClusterNotFoundException', 'Cluster not found.');

describe('a deleted service', () => {
  test.each([
    ['DRAINING', 'the service is being deleted'], ['INACTIVE', 'the service was deleted'],
  ])('%s at the first look: it has no deployment to follow, whatever ECS lists', async (status, because) => {
    const { exitCode, end } = await play({ service: () => ({ ...COMPLETED, status }), instead: successful });
    expect({ exitCode, end }).toEqual({ exitCode: 5, end: `web: no deployment: ${because}` });
  });

  test('the one that --deployment names has failed with it', async () => {
    const { exitCode, end } = await play({
      service: () => ({ ...COMPLETED, status: 'INACTIVE' }), instead: successful, request: { wanted: { deployment: 'ecs-svc/1' } },
    });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: 'web: failed after 0:05: the service was deleted' });
  });

  test.each<[string, () => Service | undefined, (() => unknown) | undefined, string]>([
    ['INACTIVE, and ECS has completed its deployment', () => ({ ...COMPLETED, status: 'INACTIVE' }), undefined, 'the service was deleted'],
    ['MISSING', () => undefined, missing, 'the service does not exist any more'],
    ['its cluster is gone', () => undefined, noCluster, 'the cluster does not exist any more'],
  ])('on the way, at two looks: failed, two polls late at most (%s)', async (_, after, instead, because) => {
    const { exitCode, end, seconds } = await play({
      service: (s) => (s < 20 ? RUNS : after()),
      instead: { ...successful, describeServiceDeployments: () => ({}), describeServices: (s) => (s < 20 ? undefined : instead?.()) },
    });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(new RegExp(`^web: failed after 0:2[35]: ${because}$`)) });
    expect(seconds).toBeLessThanOrEqual(25);
  });

  test.each<[string, (s: number) => unknown]>([['MISSING', missing], ['ClusterNotFoundException', noCluster]])(
    'one answer of %s is that of a moment, also if looks are a second apart: the deployment goes on', async (_, answer) => {
      const { exitCode, end } = await play({
        service: (s) => (s < 40 ? RUNS : COMPLETED), request: { interval: 1 },
        instead: { describeServices: (s) => (s >= 20 && s < 22 ? answer(s) : undefined) },
      });
      expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(/^web: deployed/) });
    },
  );
});

describe('--until stable', () => {
  const until = (more: Partial<World>) => play({ service: () => COMPLETED, request: { until: 'stable', timeout: 60 }, instead: successful, ...more });
  const blueGreen = (runningCount: number): Service => ({
    ...service(), runningCount, pendingCount: 0, deploymentConfiguration: { strategy: 'BLUE_GREEN' },
  });

  test('of a blue/green deployment that the service does not list: the counts of the service', async () => {
    expect(await until({ service: () => blueGreen(2) })).toMatchObject({ exitCode: 0, end: 'web: stable' });
    expect(await until({ service: () => blueGreen(1) })).toMatchObject({ exitCode: 6, end: 'web: timed out after 1:00: 1 of 2 tasks runs' });
  });

  test('a newer deployment is not called an older one', async () => {
    const newer = deployment({ id: 'ecs-svc/2', createdAt: iso(-5) });
    const both = service(newer, deployment({ status: 'ACTIVE', rolloutState: 'COMPLETED', runningCount: 2 }));
    const { exitCode, end } = await until({ service: () => both, request: { until: 'stable', timeout: 60, wanted: { deployment: 'ecs-svc/1' } } });
    expect({ exitCode, end }).toEqual({ exitCode: 7, end: expect.stringMatching(/^web: superseded after 0:\d\d: ecs-svc\/2 \(web:1\) has taken its place$/) });
  });
});

describe.each([['stop', 'stop'], ['rollback', 'rollback']] as const)('--on-failure %s', (onFailure, word) => {
  test('ECS completes the deployment all the same: the code is that of what runs, and the line says so', async () => {
    const entry = (s: number) => ({ serviceDeployments: [s < 30 ? { ...SUCCESSFUL, status: 'IN_PROGRESS' } : SUCCESSFUL] });
    const { exitCode, end } = await play({
      service: (s) => (s < 30 ? service(deployment({ failedTasks: 2 })) : COMPLETED), tasks: FAILED_TASKS, request: { onFailure },
      instead: { listServiceDeployments: entry, describeServiceDeployments: entry },
    });
    expect({ exitCode, end }).toEqual({ exitCode: 0, end: expect.stringMatching(new RegExp(`^web: deployed after 0:3\\d: the ${word} came too late: ECS has completed the deployment$`)) });
  });
});

test('a deployment that was over before: its first line says so; that of one in progress does not', async () => {
  const over = await play({ service: () => COMPLETED, instead: successful });
  expect(over.phases[0]).toBe('registered  ecs-svc/1  web:1  rolling, 2 desired; over before the first look');
  const live = await play({ service: (s) => (s < 20 ? RUNS : COMPLETED) });
  expect(live.phases[0]).toBe('registered  ecs-svc/1  web:1  rolling, 2 desired');
});
