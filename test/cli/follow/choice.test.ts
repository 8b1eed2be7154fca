import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { placeIn, ServicePlace, V1, V2 } from './deploys';
import { EXIT } from '../../../src/cli/exit';
import { Lab } from '../../../src/lab/lab';
import { callFake, Scenario } from '../../../src/lab/world';
import { crash, imageGone, inOperation } from '../../lifecycle/rules';
import { assembly } from '../../lifecycle/shop';
import { beside, openLab, Ran } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'follow-choice-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Deployed {
  readonly lab: Lab;
  readonly place: ServicePlace;
  /** `ecs-why follow`, after both deployments. */
  follow(...args: readonly string[]): Promise<Ran>;
}

/** The first deployment is complete; the second fails, and the circuit breaker rolls it back. */
async function twoDeployments(world: Partial<Scenario> = {}): Promise<Deployed> {
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules: [inOperation(2, crash)] } }, ...world } });
  await lab.deploy({ assembly: assembly(V1) });
  const place = placeIn(lab);
  await lab.advance(60);
  await lab.deploy({ assembly: assembly(V2), express: true });
  await lab.advance(300);
  const follow = async (...args: readonly string[]) => {
    const { ended } = await beside(lab, ['follow', place.cluster, place.service, ...args]);
    await lab.advance(90);
    return ended;
  };
  return { lab, place, follow };
}

const last = ({ out }: Ran) => out.trim().split('\n').at(-1);

test('--deployment and --since; --html and --record of the deployment that they name', async () => {
  const { lab, place, follow } = await twoDeployments();
  const { serviceDeployments } = callFake(lab.world, 'ecs', 'ListServiceDeployments', { ...place }) as { serviceDeployments: { serviceDeploymentArn: string; createdAt: Date }[] };
  const [second, first] = [...serviceDeployments].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  expect((await follow('--deployment', first.serviceDeploymentArn)).code).toBe(EXIT.ok);

  const [page, recordings] = [join(folder, 'page.html'), join(folder, 'recordings')];
  const failed = await follow('--deployment', second.serviceDeploymentArn, '--html', page, '--record', recordings);
  expect({ code: failed.code, last: last(failed) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/: failed \[app-config-missing\]$/) });
  expect(readFileSync(page, 'utf8')).toContain('app-config-missing');
  const [recording, ...others] = readdirSync(recordings);
  expect(others).toEqual([]);
  expect(failed.err).toContain(recording);
  const replayed = await beside(lab, ['replay', join(recordings, recording)]);
  expect((await replayed.ended).out).toContain('[app-config-missing]');

  expect((await follow('--since', new Date(second.createdAt.getTime() - 1000).toISOString())).code).toBe(EXIT.failed);
  const none = await follow('--since', '1s');
  expect({ code: none.code, last: last(none) }).toEqual({ code: EXIT.notFound, last: expect.stringMatching(/: no deployment after 1:\d\d: no deployment began$/) });

  const unknown = await follow('--deployment', 'ecs-svc/1');
  expect({ code: unknown.code, last: last(unknown) }).toEqual({ code: EXIT.notFound, last: expect.stringMatching(/: no deployment: the service has no deployment ecs-svc\/1$/) });
  const foreign = await follow('--deployment', second.serviceDeploymentArn.replace(place.service, 'other'));
  expect({ code: foreign.code, out: foreign.out }).toEqual({ code: EXIT.notFound, out: expect.stringContaining('the service has no deployment arn:') });
});

test('a deployment that no list has is not called superseded where the list cannot be read', async () => {
  const { follow } = await twoDeployments({ faults: [{ service: 'ecs', operation: 'ListServiceDeployments', kind: 'accessDenied' }] });
  const unread = await follow('--deployment', 'ecs-svc/1');
  expect({ code: unread.code, last: last(unread) }).toEqual({
    code: EXIT.couldNotLook, last: expect.stringMatching(/: could not be read: service deployments not readable: grant ecs:ListServiceDeployments$/),
  });
  expect(unread.out).not.toContain('registered');
});

describe.each<'newest-first' | 'oldest-first'>([
  'newest-first', 'oldest-first',
])('a service with more deployments than a page of their list has, %s', (serviceDeploymentsListed) => {
  /** Each deployment replaces the one before; the image of the last one is gone. */
  async function manyDeployments() {
    const services = { Api: { rules: [inOperation(2, imageGone)] } };
    const lab = await openLab({ scenario: { scenario: 1, seed: 7, services, switches: { ecs: { serviceDeploymentsListed } } } });
    await lab.deploy({ assembly: assembly(V1) });
    const place = placeIn(lab);
    await lab.advance(60);
    const describe = { cluster: place.cluster, services: [place.service] };
    const listed = () => (callFake(lab.world, 'ecs', 'DescribeServices', describe) as { services: { deployments: { id: string }[] }[] }).services;
    const ids = () => listed()[0].deployments.map(({ id }) => id);
    const [first] = ids();
    for (let n = 0; n < 120; n++) {
      callFake(lab.world, 'ecs', 'UpdateService', { ...place, forceNewDeployment: true });
      if (n % 30 === 0) await lab.advance(100);
    }
    await lab.advance(300);
    await lab.deploy({ assembly: assembly(V2), express: true });
    return { lab, place, first, ids };
  }

  test('the newest is followed, and an old one is found by its short id', async () => {
    const { lab, place, first, ids } = await manyDeployments();
    const follow = async (...args: readonly string[]) => {
      const { ended } = await beside(lab, ['follow', place.cluster, place.service, ...args]);
      await lab.advance(60);
      return ended;
    };
    expect(ids()).not.toContain(first);
    const old = await follow('--deployment', first);
    expect({ code: old.code, out: old.out }).toEqual({ code: EXIT.ok, out: expect.stringMatching(new RegExp(`registered {2}${first} [^]*: deployed\\n$`)) });
    const newest = await follow();
    expect({ code: newest.code, last: last(newest) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/: failed \[image-not-found\]/) });
    const explain = await beside(lab, [place.cluster, place.service]);
    await lab.advance(5);
    expect((await explain.ended).out).toContain('[image-not-found]');
  });
});
