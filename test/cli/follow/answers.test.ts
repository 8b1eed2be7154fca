import { brief, deployment, deploymentArn, ID, iso, play, revisionArn, service } from './played';
import { watchedDeployment } from '../../../src/diagnosis/read';
import { AccountApi } from '../../../src/facts/aws/account-api';
import { lookAtDeployment } from '../../../src/facts/aws/deployment-look';
import { Cache } from '../../../src/facts/aws/reading';
import { Service } from '../../../src/facts/model';

// Answers of ECS that are easily misread.

const DONE = deployment({ rolloutState: 'COMPLETED', runningCount: 2 });
const described = (more: object) => () => ({ serviceDeployments: [{ ...brief, targetServiceRevision: { arn: revisionArn }, ...more }] });

describe('DescribeServices answers with a failure in place of the service', () => {
  const failing = (reason: string) => play({
    service: () => undefined,
    instead: { describeServices: () => ({ failures: [{ reason }] }), listServiceDeployments: () => ({ serviceDeployments: [] }) },
  });

  test.each([['ACCESS_DENIED'], ['AccessDenied']])('%s: a permission is missing', async (reason) => {
    const { exitCode, end } = await failing(reason);
    expect({ exitCode, end }).toEqual({ exitCode: 3, end: expect.stringMatching(/: could not be read: service not readable: grant ecs:DescribeServices$/) });
  });

  test('another reason is quoted', async () => {
    const { exitCode, end } = await failing('STRANGE');
    expect({ exitCode, end }).toEqual({ exitCode: 3, end: expect.stringMatching(/: could not be read: service could not be read: EmptyAnswer: STRANGE/) });
  });
});

describe('the rollout is COMPLETED, and the service deployment bakes', () => {
  const baking = (s: number) => (s < 120 ? { status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' } : { status: 'SUCCESSFUL', finishedAt: iso(120) });
  const shown = (s: number): Service => ({ ...service(DONE), ...s < 120 && { currentServiceDeployment: deploymentArn } });

  // With many services, not every look reads the service deployment.
  test.each([[1], [5]])('done when the bake time ends, with %d services', async (count) => {
    const services = Array.from({ length: count }, (_, i) => ({ cluster: 'prod', service: i ? `web${i}` : 'web' }));
    const { exitCode, seconds, phases } = await play({
      service: shown, request: { services },
      instead: {
        describeServices: (s, input) => ({
          services: (input as { services: readonly string[] }).services.map((name) => (
            { ...shown(s), serviceName: name, serviceArn: shown(s).serviceArn?.replace('/web', `/${name}`) })),
        }),
        listServiceDeployments: (s) => ({ serviceDeployments: [{ ...brief, ...baking(s) }] }),
        describeServiceDeployments: (s) => described(baking(s))(),
      },
    });
    expect(exitCode).toBe(0);
    expect(seconds).toBeGreaterThanOrEqual(120);
    // The pauses of several services add up here.
    expect(seconds).toBeLessThanOrEqual(120 + 5 * count);
    const names = phases.map((phase) => phase.split('  ')[0]);
    expect(names.lastIndexOf('baking')).toBeLessThan(names.indexOf('done'));
  });

  test('ECS rolls back while it bakes: failed', async () => {
    const ends = (s: number) => (s < 60 ? baking(s) : { status: 'ROLLBACK_IN_PROGRESS', lifecycleStage: 'BAKE_TIME', alarms: { status: 'TRIGGERED' } });
    const { exitCode } = await play({ service: shown, instead: { describeServiceDeployments: (s) => described(ends(s))() } });
    expect(exitCode).toBe(1);
  });
});

describe('the definition that ran before is that of the deployment before, not of the one after', () => {
  const DEFINITION = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web';
  const [mine, before] = [revisionArn, revisionArn.replace(/1$/, '9')];
  const listed = (id: number, revision: number, createdAt: number, more: object = {}) => deployment({
    id: `ecs-svc/${id}`, taskDefinition: `${DEFINITION}:${revision}`, createdAt: iso(createdAt), ...more,
  });
  const MINE = { status: 'ACTIVE', rolloutState: 'IN_PROGRESS' };
  const serviceRevisions = [
    { serviceRevisionArn: mine, taskDefinition: `${DEFINITION}:2` }, { serviceRevisionArn: before, taskDefinition: `${DEFINITION}:1` },
  ];
  const api = (shown: Service, status: object, refused?: Error) => ({
    describeServices: async () => ({ services: [shown] }),
    describeServiceDeployments: async () => described({ sourceServiceRevisions: [{ arn: before }], ...status })(),
    describeServiceRevisions: async () => {
      if (refused) throw refused;
      return { serviceRevisions };
    },
    describeTaskDefinition: async ({ taskDefinition: taskDefinitionArn }) => ({ taskDefinition: { taskDefinitionArn } }),
    listTasks: async () => ({ taskArns: [] }),
  } as Partial<AccountApi> as AccountApi);
  const look = async (...given: Parameters<typeof api>) => {
    const memory = { deploymentId: ID, serviceDeploymentArn: deploymentArn, failing: true };
    const asked = { cluster: 'prod', service: 'web', wanted: {}, now: iso(0), memory, thorough: true };
    const { frame } = await lookAtDeployment(api(...given), new Cache(), asked);
    const { taskDefinition, previousTaskDefinition } = frame;
    return {
      of: watchedDeployment(frame)?.id, mine: taskDefinition?.taskDefinitionArn, previous: previousTaskDefinition?.taskDefinitionArn,
    };
  };
  const REPLACED = service(listed(3, 3, -10), listed(1, 2, -60, MINE));

  test('a newer deployment has replaced it', async () => {
    expect(await look(REPLACED, { status: 'STOPPED' })).toEqual({ of: ID, mine: `${DEFINITION}:2`, previous: `${DEFINITION}:1` });
    expect(await look(REPLACED, { status: 'IN_PROGRESS' })).toEqual({ of: ID, mine: `${DEFINITION}:2`, previous: `${DEFINITION}:1` });
  });

  test('the revisions are not readable: none, rather than the one after', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    expect(await look(REPLACED, { status: 'STOPPED' }, denied)).toEqual({ of: ID, mine: `${DEFINITION}:2`, previous: undefined });
  });

  test('the service still lists the one before', async () => {
    const shown = service(listed(3, 3, -10), listed(1, 2, -60, MINE), listed(9, 1, -900, MINE));
    expect(await look(shown, { status: 'STOPPED' }, new Error('nobody asks for the revisions'))).toMatchObject({ previous: `${DEFINITION}:1` });
  });

  test('it is the newest, or ECS rolls it back: what the service lists beside it', async () => {
    const refused = new Error('nobody asks for the revisions');
    const newest = service(listed(1, 2, -60), listed(9, 1, -900, MINE));
    const rolledBack = service(listed(3, 1, -10), listed(1, 2, -60, { status: 'ACTIVE', rolloutState: 'FAILED' }));
    expect(await look(newest, { status: 'IN_PROGRESS' }, refused)).toMatchObject({ previous: `${DEFINITION}:1` });
    expect(await look(rolledBack, { status: 'ROLLBACK_IN_PROGRESS' }, refused)).toMatchObject({ previous: `${DEFINITION}:1` });
  });
});
