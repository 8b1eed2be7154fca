import { brief, deployment, deploymentArn, ID, iso, play, REVISION, revisionArn, service, START, World } from './played';
import { wantedDeployment } from '../../../src/cli/follow/wanted';
import { Service } from '../../../src/facts/model';

// The same revision, deployed again: until ECS lists the new deployment, the newest one of the revision is that of before.

const numbered = (text: string, n: number) => text.replace(/\d+$/, String(n));
const sd = (n: number, status: string, createdAt: number, finishedAt?: number) => ({
  ...brief, status, createdAt: iso(createdAt),
  serviceDeploymentArn: numbered(deploymentArn, n), targetServiceRevisionArn: numbered(revisionArn, n),
  ...finishedAt !== undefined && { finishedAt: iso(finishedAt) },
});
const OLD = deployment({ rolloutState: 'COMPLETED', runningCount: 2, createdAt: iso(-7200) });
const NEW = deployment({ id: 'ecs-svc/2', createdAt: iso(-1) });
const BEFORE = sd(1, 'SUCCESSFUL', -7200, -7000);

interface Options {
  readonly wait?: number;
  /** Seconds after which ECS shows the new deployment. */
  readonly shownAt?: number;
  /** How the new one ends. */
  readonly ends?: 'SUCCESSFUL' | 'ROLLBACK_SUCCESSFUL';
  readonly before?: ReturnType<typeof sd>;
}

function follow({ wait, shownAt = Infinity, ends = 'SUCCESSFUL', before = BEFORE }: Options, more: Partial<World> = {}) {
  const request = wantedDeployment({ taskDefinition: 'web:1', wait }, START);
  const next = (s: number) => sd(2, s < shownAt + 60 ? 'IN_PROGRESS' : ends, -1);
  const shown = (s: number): Service => {
    if (s < shownAt) return service(OLD);
    return service(s < shownAt + 60 || ends !== 'SUCCESSFUL' ? NEW : { ...NEW, rolloutState: 'COMPLETED', runningCount: 2 }, { ...OLD, status: 'ACTIVE' });
  };
  return play({
    service: shown, request,
    instead: {
      listServiceDeployments: (s) => ({ serviceDeployments: s < shownAt ? [before] : [next(s), before] }),
      describeServiceDeployments: (s, input) => {
        const entry = JSON.stringify(input).includes('/2"') ? next(s) : before;
        return { serviceDeployments: [{ ...entry, targetServiceRevision: { arn: entry.targetServiceRevisionArn } }] };
      },
      describeServiceRevisions: () => ({ serviceRevisions: [{ serviceRevisionArn: revisionArn, taskDefinition: REVISION }] }),
    },
    ...more,
  });
}

describe('--task-definition: one that was over before', () => {
  test('the new deployment of the same revision is listed late, and fails: it is that one which counts', async () => {
    const { exitCode, end, phases, notices } = await follow({ shownAt: 20, ends: 'ROLLBACK_SUCCESSFUL' });
    expect({ exitCode, end }).toEqual({ exitCode: 1, end: expect.stringMatching(/^web: failed/) });
    expect(phases[0]).toMatch(/^registered {2}ecs-svc\/2 /);
    expect(notices.join()).not.toContain('taking the newest one');
  });

  test.each<[string, Options, number]>([
    ['a minute', {}, 60], ['as long as --wait says', { wait: 300 }, 300], ['not at all with --wait 0', { wait: 0 }, 0],
  ])('none begins: it is taken after %s, and a line says so', async (_, options, seconds) => {
    const played = await follow(options);
    expect(played).toMatchObject({ exitCode: 0, end: expect.stringMatching(/^web: deployed/), seconds });
    const text = new RegExp(`^web: no deployment of web:1 has begun since follow was started: taking the newest one, ${ID}, which began 2 h \\d min ago$`);
    expect(played.notices).toContainEqual(expect.stringMatching(text));
  });

  test('it ended a second before the command began, and failed: code 1, and not the deployment before it', async () => {
    const { exitCode, phases } = await follow({ before: sd(1, 'ROLLBACK_SUCCESSFUL', -90, -1) }, { service: () => service({ ...OLD, id: 'ecs-svc/0', createdAt: iso(-30) }) });
    expect({ exitCode, first: phases[0] }).toEqual({ exitCode: 1, first: expect.stringContaining(ID) });
  });

  test.each([[-3], [-7200]])('it is in progress, begun at %d s: it is followed at once', async (createdAt) => {
    const open = sd(1, 'IN_PROGRESS', createdAt);
    const done = { ...open, status: 'SUCCESSFUL' };
    const is = (s: number) => (s < 30 ? open : done);
    const { exitCode, seconds, notices } = await play({
      request: wantedDeployment({ taskDefinition: 'web:1' }, START),
      service: (s) => service(s < 30 ? deployment({ createdAt: iso(createdAt) }) : { ...OLD, createdAt: iso(createdAt) }),
      instead: {
        listServiceDeployments: (s) => ({ serviceDeployments: [is(s)] }),
        describeServiceDeployments: (s) => ({ serviceDeployments: [{ ...is(s), targetServiceRevision: { arn: revisionArn } }] }),
      },
    });
    expect({ exitCode, seconds, notices }).toEqual({ exitCode: 0, seconds: 30, notices: [] });
  });

  test('another revision only: no deployment', async () => {
    const request = wantedDeployment({ taskDefinition: 'web:9' }, START);
    const { exitCode, end } = await follow({}, { request });
    expect({ exitCode, end }).toEqual({ exitCode: 5, end: expect.stringMatching(/no deployment began$/) });
  });
});

describe('--since', () => {
  /** The deployment began so many seconds after the time of `--since`, which the clock of another machine has given. */
  const since = (at: number, created: number) => play({
    request: wantedDeployment({ since: { at: START + at * 1000 } }, START),
    service: () => service({ ...OLD, createdAt: iso(created) }),
    instead: {
      listServiceDeployments: () => ({ serviceDeployments: [sd(1, 'SUCCESSFUL', created, created + 60)] }),
      describeServiceDeployments: () => ({ serviceDeployments: [{ ...sd(1, 'SUCCESSFUL', created, created + 60), targetServiceRevision: { arn: revisionArn } }] }),
    },
  });

  test.each([[-120, -119, 0], [-120, -129, 0], [-120, -131, 5]])('since %d s, a deployment of %d s: code %d', async (at, created, code) => {
    expect((await since(at, created)).exitCode).toBe(code);
  });
});
