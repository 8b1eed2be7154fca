import { spawnSync } from 'child_process';
import { closeSync, existsSync, openSync } from 'fs';
import { createServer, request as ask } from 'http';
import { AddressInfo } from 'net';
import { at, Followed, followUpdate, Play, placeIn, ServicePlace, V1, V2 } from './deploys';
import { EXIT } from '../../../src/cli/exit';
import { followServices } from '../../../src/cli/follow/follow';
import { FollowNews } from '../../../src/cli/follow/model';
import { accountApi } from '../../../src/facts/aws/account';
import { AccountApi } from '../../../src/facts/aws/account-api';
import { TaskRule } from '../../../src/lab/world';
import { imageGone, inOperation } from '../../lifecycle/rules';
import { assembly } from '../../lifecycle/shop';
import { beside, BUNDLE, openLab } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const last = ({ out }: Followed) => out.trim().split('\n').at(-1);
const times = ({ out }: Followed, text: string) => out.split(text).length - 1;

/** The update meets these faults; the stack does not wait, so that CloudFormation meets none. */
const follow = (faults: readonly object[], more: Play = {}) => followUpdate({
  express: true, args: ['--wait', '5m'], after: 400, ...more, world: { faults: faults.map((fault) => ({ service: 'ecs', stackOperation: 2, ...fault })) },
});
const MINUTE = { window: [15, 75] };

test.each([['follow', (place: ServicePlace) => [place.cluster, place.service, '--wait', '5m']], ['watch', () => ['Shop']]])(
  '%s goes on when the reader of its output is gone, and ends with the code of the deployment', async (command, args) => {
    const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules: [inOperation(2, imageGone)] } } } });
    await lab.deploy({ assembly: assembly(V1) });
    const { child, ended } = await beside(lab, [command, ...args(placeIn(lab))]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    await lab.advance(7);
    await lab.deploy({ assembly: assembly(V2) });
    await lab.advance(120);
    const { code, err } = await ended;
    expect({ code, err }).toEqual({ code: EXIT.failed, err: '' });
  },
);

// A device of Linux to which nothing can be written.
(existsSync('/dev/full') ? describe : describe.skip)('an output that is full', () => {
  let full: number;
  beforeAll(() => { full = openSync('/dev/full', 'w'); });
  afterAll(() => closeSync(full));
  const told = 'ecs-why: the output cannot be written: ENOSPC: no space left on device, write\n';

  test.each<[string, readonly string[], readonly TaskRule[], number]>([
    ['deployed', [], [], EXIT.ok], ['failed', [], [inOperation(2, imageGone)], EXIT.failed], ['deployed, with --json', ['--json'], [], EXIT.ok],
  ])('the deployment is followed to its end, with its code: %s', async (_, args, rules, expected) => {
    const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules } } } });
    await lab.deploy({ assembly: assembly(V1) });
    const { cluster, service } = placeIn(lab);
    const { ended } = await beside(lab, ['follow', cluster, service, '--wait', '5m', ...args], { output: full });
    await lab.advance(7);
    await lab.deploy({ assembly: assembly(V2) });
    await lab.advance(120);
    expect(await ended).toEqual({ code: expected, out: '', err: told });
  });

  test('another command: one line, and exit code 3', () => {
    const { status, stderr } = spawnSync(process.execPath, [BUNDLE, 'causes'], { encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
    expect({ status, stderr }).toEqual({ status: EXIT.couldNotLook, stderr: told });
  });
});

describe('what passes is said once, and following goes on', () => {
  test('AWS throttles for a minute', async () => {
    const followed = await follow([{ kind: 'throttle', ...MINUTE }]);
    expect(followed.code).toBe(EXIT.ok);
    expect(times(followed, 'service not read this time: AWS throttles the calls')).toBe(1);
    expect(times(followed, 'AWS answers again')).toBe(1);
    expect(last(followed)).toMatch(/: deployed after/);
  });

  test('the network is gone for a minute', async () => {
    const followed = await follow([{ kind: 'refused', ...MINUTE }]);
    expect(followed.code).toBe(EXIT.ok);
    expect(times(followed, 'service not read this time:')).toBe(1);
  });

  test('the network is gone for a minute while a deployment fails: its cause is found afterwards', async () => {
    const followed = await follow([{ kind: 'refused', window: [5, 65] }], { rules: [inOperation(2, imageGone)] });
    expect(followed.code).toBe(EXIT.failed);
    expect(at(followed.lines, '[image-not-found]')).toBeLessThan(followed.result.startedAt + 80_000);
  });
});

describe('at the first look', () => {
  /** Follow begins when the deployment does. */
  const early = (faults: readonly object[], more: Play = {}) => follow(faults, { args: [], begins: 3, ...more });

  test.each<[string, object, string]>([
    ['AWS throttles for a minute', { kind: 'throttle', window: [0, 60] }, 'service not read this time: AWS throttles the calls'],
    ['the network is gone for a minute', { kind: 'refused', window: [0, 60] }, 'service not read this time:'],
    ['the list of service deployments is throttled for a minute', { operation: 'ListServiceDeployments', kind: 'throttle', window: [0, 60] }, 'service deployments not read this time: AWS throttles the calls'],
  ])('%s: said once, and following goes on', async (_, fault, text) => {
    const followed = await early([fault]);
    expect({ code: followed.code, err: followed.err }).toEqual({ code: EXIT.ok, err: '' });
    expect(times(followed, text)).toBe(1);
    expect(last(followed)).toMatch(/: deployed after/);
  });

  test.each<[number, string, string]>([[503, 'text/html', '<html>Service Unavailable</html>'], [500, 'text/plain', '']])(
    'a gateway before AWS answers HTTP %s for half a minute: said once, and following goes on', async (status, type, body) => {
      const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules: [] } } } });
      await lab.deploy({ assembly: assembly(V1) });
      await lab.deploy({ assembly: assembly(V2), express: true });
      const until = lab.clock.now() + 30_000;
      const gateway = createServer((asked, answer) => {
        if (lab.clock.now() < until) return answer.writeHead(status, { 'content-type': type }).end(body);
        const { method, url, headers } = asked;
        return asked.pipe(ask(new URL(url ?? '/', lab.endpoint), { method, headers }, (given) => given.pipe(answer.writeHead(given.statusCode ?? 0, given.headers))));
      });
      await new Promise<void>((listening) => { gateway.listen(0, '127.0.0.1', listening); });
      const { cluster, service } = placeIn(lab);
      const { ended } = await beside(lab, ['follow', cluster, service], { env: { AWS_ENDPOINT_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}` } });
      await lab.advance(400);
      const { code, out, err } = await ended;
      gateway.close();
      expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
      expect(out.split(`service not read this time: the answer (HTTP ${status}) is not one of AWS`)).toHaveLength(2);
    },
  );

  test('the network is gone for a minute while the deployment fails: its cause is found afterwards', async () => {
    const followed = await early([{ kind: 'refused', window: [0, 60] }], { rules: [inOperation(2, imageGone)] });
    expect(followed.code).toBe(EXIT.failed);
    expect(last(followed)).toMatch(/: failed \[image-not-found\]/);
  });

  test('the network stays away: exit code 3 after two minutes, also while a deployment is awaited for longer', async () => {
    for (const args of [[], ['--wait', '10m']]) {
      const followed = await early([{ kind: 'refused', window: [0, 4000] }], { args });
      expect(followed.code).toBe(EXIT.couldNotLook);
      expect(last(followed)).toMatch(/: could not be read after 2:[0-3]\d: service not read this time/);
    }
  });

  test('the names of a cluster and its services are read again, too', async () => {
    const followed = await early([
      { operation: 'ListClusters', kind: 'throttle', window: [0, 30] }, { operation: 'ListServices', kind: 'throttle', window: [0, 60] },
    ], { whole: true });
    expect({ code: followed.code, err: followed.err }).toEqual({ code: EXIT.ok, err: expect.stringMatching(/^ecs-why: clusters not read this time: AWS throttles the calls \(\w+\)\necs-why: services not read this time: [^\n]*\n$/) });
    expect(last(followed)).toContain(`${followed.place.service}: deployed after`);
  });

  test('the names stay unread: exit code 3 after two minutes', async () => {
    const followed = await early([{ operation: 'ListClusters', kind: 'throttle', window: [0, 4000] }], { whole: true });
    expect({ code: followed.code, out: followed.out }).toEqual({ code: EXIT.couldNotLook, out: '' });
    expect(followed.err.match(/clusters not read this time/g)).toHaveLength(2);
  });

  test('everything is denied: exit code 3 at once and the action to grant, also while a deployment is awaited', async () => {
    for (const args of [[], ['--wait', '10m']]) {
      const followed = await early([{ kind: 'accessDenied' }], { args });
      expect(followed.code).toBe(EXIT.couldNotLook);
      expect(last(followed)).toMatch(/: could not be read: service not readable: grant ecs:DescribeServices$/);
    }
  });

  test('only DescribeServices is denied: a deployment is awaited by the list of service deployments', async () => {
    const followed = await follow([{ operation: 'DescribeServices', kind: 'accessDenied', stackOperation: undefined }]);
    expect(followed.code).toBe(EXIT.ok);
    expect(last(followed)).toMatch(/: deployed after/);
  });
});

describe('what does not pass', () => {
  test('tasks are denied: the action to grant, once; ECS itself says how it ends', async () => {
    const denied = ['ListTasks', 'DescribeTasks'].map((operation) => ({ operation, kind: 'accessDenied' }));
    const good = await follow(denied);
    expect(good.code).toBe(EXIT.ok);
    expect(times(good, 'tasks not readable: grant ecs:ListTasks')).toBe(1);
    const bad = await follow(denied, { rules: [inOperation(2, imageGone)], args: ['--wait', '5m', '--timeout', '1h'], after: 3600 });
    expect(bad.code).toBe(EXIT.failed);
  });

  test('DescribeServices is denied: the service deployment shows the end', async () => {
    const followed = await follow([{ operation: 'DescribeServices', kind: 'accessDenied' }]);
    expect(followed.code).toBe(EXIT.ok);
    expect(times(followed, 'service not readable: grant ecs:DescribeServices')).toBe(1);
  });

  test('the network stays away: exit code 3 after two minutes', async () => {
    const followed = await follow([{ kind: 'refused', window: [15, 4000] }]);
    expect(followed.code).toBe(EXIT.couldNotLook);
    expect(last(followed)).toMatch(/: could not be read after [\d:]+: service not read this time/);
  });
});

const EXPIRED = { name: 'ExpiredTokenException', message: 'The security token included in the request is expired' };

/** In this process, with credentials that are refused in these seconds after the second deployment began; or with another error. */
async function withCredentials(refused: readonly [number, number], { name: error, message } = EXPIRED) {
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules: [] } } } });
  await lab.deploy({ assembly: assembly(V1) });
  const deployed = lab.deploy({ assembly: assembly(V2), express: true });
  await deployed;
  const began = lab.clock.now();
  const real = accountApi({ endpoint: lab.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }, () => AbortSignal.timeout(60_000));
  const aws = new Proxy(real, {
    get: (target, name) => async (...given: readonly unknown[]): Promise<unknown> => {
      const seconds = (lab.clock.now() - began) / 1000;
      if (seconds >= refused[0] && seconds < refused[1]) throw Object.assign(new Error(message), { name: error });
      return Reflect.apply(Reflect.get(target, name) as (...all: readonly unknown[]) => unknown, target, given);
    },
  }) as AccountApi;
  const news: FollowNews[] = [];
  const presence = lab.presence();
  const request = { services: [placeIn(lab)], wanted: {}, wait: 0, until: 'deployed', onFailure: 'explain', timeout: 1200, interval: 5 } as const;
  const sleep = async (ms: number) => { await presence.sleepUntil(lab.clock.now() + ms); };
  const ports = { aws, now: () => lab.clock.now(), sleep, signal: new AbortController().signal };
  const output = { print: (one: FollowNews) => { news.push(one); }, show: () => undefined, close: () => undefined };
  const following = followServices(request, ports, output).finally(() => presence.leave());
  await lab.advance(600);
  const { exitCode } = await following;
  const notices = news.flatMap((one) => (one.kind === 'notice' ? [one.text] : []));
  return { exitCode, notices, end: news.at(-1) };
}

describe('credentials', () => {
  test('expired and renewed a minute later: each said once, and following goes on', async () => {
    const { exitCode, notices } = await withCredentials([10, 70]);
    expect({ exitCode, notices }).toEqual({ exitCode: EXIT.ok, notices: [
      expect.stringMatching(/^the AWS credentials have expired: /), 'AWS accepts the credentials again',
    ] });
  });

  test('expired for good: exit code 4', async () => {
    const { exitCode, notices, end } = await withCredentials([10, 4000]);
    expect({ exitCode, notices: notices.length }).toEqual({ exitCode: EXIT.credentials, notices: 1 });
    expect(end).toMatchObject({ kind: 'end', text: expect.stringMatching(/: could not be read after 2:\d\d: the AWS credentials have expired/) });
  });

  test('expired from the beginning: exit code 4 at once', async () => {
    expect((await withCredentials([0, 4000])).end).toMatchObject({ exitCode: EXIT.credentials, text: expect.stringMatching(/: could not be read: the AWS credentials have expired/) });
  });
});

test('the cluster is deleted on the way: the end two looks later, as of a deleted service', async () => {
  const { exitCode, end } = await withCredentials([10, 4000], { name: 'ClusterNotFoundException', message: 'Cluster not found.' });
  expect({ exitCode, end }).toMatchObject({ exitCode: EXIT.failed, end: { kind: 'end', text: expect.stringMatching(/: failed after 0:1\d: the cluster does not exist any more$/) } });
});

describe('the last look is at the end of the time that was given, not at the next of the looks', () => {
  test('--timeout', async () => {
    const hang = [inOperation(2, { hang: 'PROVISIONING' } as const)];
    const followed = await followUpdate({ rules: hang, express: true, args: ['--timeout', '7s'], begins: 3 });
    expect({ code: followed.code, last: last(followed) }).toEqual({ code: EXIT.timedOut, last: expect.stringMatching(/: timed out after 0:07/) });
  });

  test('--wait', async () => {
    const followed = await followUpdate({ express: true, args: ['--wait', '3'], begins: 300 });
    expect({ code: followed.code, last: last(followed) }).toEqual({ code: EXIT.notFound, last: expect.stringMatching(/: no deployment after 0:03/) });
  });
});
