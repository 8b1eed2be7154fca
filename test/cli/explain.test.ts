import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { beside, ecsWhy, LAB_AWS, openLab, Ran } from './bundle';
import { SCENARIO, threeServices } from './three-services';
import { EXIT } from '../../src/cli/exit';
import { record } from '../../src/cli/record';
import { endIfUnread } from '../../src/cli/service-report';
import { Frame } from '../../src/facts/model';
import { Lab } from '../../src/lab/lab';
import { Scenario } from '../../src/lab/world';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'explain-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A second deployment, of which Broken and Loop fail; without rollback of the stack, so that the services stay. */
async function shop(more: Partial<Scenario> = {}): Promise<{ lab: Lab; cluster: string; name(part: string): string }> {
  const lab = await openLab({ scenario: { ...SCENARIO, ...more } });
  await lab.deploy({ assembly: threeServices({ plain: true, service: { circuitBreaker: { rollback: true } } }), rollback: false });
  const find = (type: string, part: string) => [...lab.engine.living('Shop')!.resources.values()]
    .find((r) => r.type === type && r.logicalId.includes(part))!.physicalId!;
  return { lab, cluster: find('AWS::ECS::Cluster', ''), name: (part) => find('AWS::ECS::Service', part) };
}

async function run(lab: Lab, ...args: string[]): Promise<Ran> {
  const { ended } = await beside(lab, args);
  await lab.advance(60);
  return ended;
}

const nameOf = (arn: string) => arn.split('/').at(-1)!;

describe('a service that is there', () => {
  test('failed: state, cause and fix; by names, by ARN, by the address of its page', async () => {
    const { lab, cluster, name } = await shop();
    const arn = name('Broken');
    const byNames = await run(lab, cluster, nameOf(arn));
    expect(byNames.code).toBe(EXIT.ok);
    expect(byNames.out).toMatch(/^service Shop-Broken\S+: the deployment of ShopBrokenTask\w+:1 has failed, 0 of 1 task runs\ndeployment ecs-svc\/\d+ began /);
    expect(byNames.out).toContain('[image-not-found]');
    expect(byNames.out).toMatch(/\nfix: push the tag/);
    const verdict = /container .*/.exec(byNames.out)![0];
    const url = `https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/${cluster}/services/${nameOf(arn)}/health?region=eu-west-1`;
    for (const args of [[arn], [url], [`arn:aws:ecs:eu-west-1:123456789012:cluster/${cluster}`, arn]]) {
      expect((await run(lab, ...args)).out).toContain(verdict);
    }
    expect((await run(lab, cluster, nameOf(arn), '--exit-code')).code).toBe(EXIT.failed);
  });

  test('healthy, and what it recovered from', async () => {
    const { lab, cluster, name } = await shop({
      services: { Loop: { rules: [{ when: { failFirst: 1 }, containers: { app: { logs: [[1, 'Error: database is starting']], exit: { code: 1, after: 5 } } } }] } },
    });
    const loop = await run(lab, cluster, nameOf(name('Loop')), '--exit-code');
    expect(loop.code).toBe(EXIT.ok);
    expect(loop.out).toMatch(/^service Shop-Loop\S+: healthy, 1 of 1 task runs \(ShopLoopTask\w+:1\)\n/);
    const fine = await run(lab, cluster, nameOf(name('Fine')));
    expect(fine.out).toMatch(/^service Shop-Fine\S+: healthy, .*\n.*\nthe deployment is complete, no failure found\n$/);
    expect(loop.out).toContain('\nit recovered from:\n');
    expect(loop.out).toContain('database is starting');
    const page = join(folder, 'recovered.html');
    const { out } = await run(lab, cluster, nameOf(name('Loop')), '--html', page, '--format', 'github');
    expect(out).toMatch(/^::warning title=.*\[app-crashed\]::/m);
    expect(readFileSync(page, 'utf8')).toMatch(/<h1[^>]*>the deployment is complete; it recovered from: [\s\S]*database is starting/);
    expect(readFileSync(page, 'utf8')).not.toContain('no failure found');
  });

  test('--json: the documented keys; --html: the page; --format github: an annotation and the summary', async () => {
    const { lab, cluster, name } = await shop();
    const broken = nameOf(name('Broken'));
    const json = JSON.parse((await run(lab, cluster, broken, '--json')).out) as { [key: string]: unknown };
    expect(Object.keys(json)).toEqual(['cluster', 'service', 'deployment', 'taskDefinition', 'desired', 'pending', 'running', 'healthy', 'failed', 'targets', 'at',
      'status', 'verdict', 'causes', 'over', 'blamed', 'awaited', 'network', 'impact', 'unavailable', 'untrusted', 'recovered', 'before', 'text']);
    expect(json).toMatchObject({ cluster, service: broken, status: 'failed', verdict: 'fail-now' });

    const page = join(folder, 'page.html');
    await run(lab, cluster, broken, '--html', page);
    expect(readFileSync(page, 'utf8')).toMatch(/<p class="status failed">Failed<\/p>/);

    const summary = join(folder, 'summary.md');
    const { ended } = await beside(lab, [cluster, broken], { env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary } });
    await lab.advance(60);
    const { out } = await ended;
    expect(out).toMatch(/\n::error title=\S+\/Shop-Broken\S+%3A Image tag%2C digest or repository not found \[image-not-found\]::container "app" cannot start.*%0A.*\n$/);
    expect(readFileSync(summary, 'utf8')).toMatch(/^### .*Shop-Broken\S+\n\n\*\*container "app" cannot start: .*\*\*\n\nfix: push the tag/);
  });

  test('--verbose shows each call', async () => {
    const { lab, cluster, name } = await shop();
    const before = lab.calls.length;
    const { err } = await run(lab, cluster, nameOf(name('Fine')), '--verbose');
    const calls = lab.calls.slice(before).map((call) => call.operation);
    for (const operation of calls) expect(err).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\w+ ${operation} \\d+ ms$`, 'm'));
    expect(err.trim().split('\n')).toHaveLength(calls.length);
  });
});

describe('obstacles', () => {
  test('a missing permission: the action to grant, and the rest all the same', async () => {
    const { lab, cluster, name } = await shop({ faults: [
      { service: 'ecs', operation: 'ListServiceDeployments', kind: 'accessDenied' }, { service: 'logs', kind: 'accessDenied' }, { service: 'ecs', operation: 'DescribeTaskDefinition', kind: 'accessDenied' },
    ] });
    const { code, out, err } = await run(lab, cluster, nameOf(name('Broken')));
    expect(code).toBe(EXIT.ok);
    expect(err.trim().split('\n')).toEqual([
      'ecs-why: service deployments not readable: grant ecs:ListServiceDeployments',
      'ecs-why: task definition not readable: grant ecs:DescribeTaskDefinition',
    ]);
    expect(out).toContain('[image-not-found]');
    const file = join(folder, 'denied.json');
    const recorded = await run(lab, 'record', cluster, nameOf(name('Broken')), '-o', file, '--for', '15', '--every', '10');
    expect(recorded.err.match(/grant \S+/g)).toEqual(['grant ecs:ListServiceDeployments', 'grant ecs:DescribeTaskDefinition']);
    expect(recorded.err).toContain(`${file}: 2 frames;`);
  });

  test('DescribeServices is denied: what the tasks say all the same, and code 3', async () => {
    const { lab, cluster, name } = await shop({ faults: [{ service: 'ecs', operation: 'DescribeServices', kind: 'accessDenied' }] });
    const { code, out, err } = await run(lab, cluster, nameOf(name('Broken')));
    expect({ code, err }).toEqual({ code: EXIT.couldNotLook, err: 'ecs-why: service not readable: grant ecs:DescribeServices\n' });
    expect(out).toMatch(/^container "app" cannot start: .*\[image-not-found\]\n/);
  });

  test('credentials that end on the way end the command: what is missing then would pass for a finding', () => {
    const frame: Frame = { at: '2026-11-23T10:00:00.000Z', service: { serviceName: 'web' }, unavailable: [{ what: 'tasks', error: 'ExpiredTokenException', message: 'The security token included in the request is expired' }] };
    expect(() => endIfUnread(frame, { cluster: 'prod', service: 'web' })).toThrow(expect.objectContaining({ code: EXIT.credentials, message: expect.stringMatching(/^the AWS credentials have expired/) }));
  });

  test.each([
    ['denied altogether', { kind: 'accessDenied', operation: 'DescribeServices' }, EXIT.couldNotLook, /^ecs-why: service not readable: grant ecs:DescribeServices\n$/],
    ['throttled', { kind: 'throttle' }, EXIT.couldNotLook, /^ecs-why: service not read this time: AWS throttles the calls \(ThrottlingException\)\n$/],
  ] as const)('%s: one line and a code', async (_, fault, code, line) => {
    const lab = await openLab({ scenario: { scenario: 1, faults: [{ service: 'ecs', ...fault }] } });
    expect(await run(lab, 'prod', 'web')).toEqual({ code, out: '', err: expect.stringMatching(line) });
  });

  test('no such cluster, no such service', async () => {
    const { lab, cluster } = await shop();
    expect(await run(lab, 'prod', 'web')).toEqual({ code: EXIT.notFound, out: '', err: 'ecs-why: there is no cluster "prod" in this account and region\n' });
    expect(await run(lab, cluster, 'web')).toEqual({ code: EXIT.notFound, out: '', err: `ecs-why: there is no service "web" in the cluster "${cluster}"\n` });
  });

  test.each([
    ['no credentials', { AWS_REGION: 'eu-west-1' }, EXIT.credentials, /^ecs-why: no AWS credentials: pass --profile, .*\n$/],
    ['no region', { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }, EXIT.credentials, /^ecs-why: no AWS region: pass --region, .*\n$/],
    ['an empty region is none', { ...LAB_AWS, AWS_REGION: '' }, EXIT.credentials, /^ecs-why: no AWS region: pass --region, .*\n$/],
    ['an endpoint that is none', { ...LAB_AWS, AWS_ENDPOINT_URL: 'bogus' }, EXIT.usage, /^ecs-why: AWS_ENDPOINT_URL "bogus" is no address, such as .*\n$/],
    ['no such profile', { ...LAB_AWS, AWS_PROFILE: 'nobody' }, EXIT.credentials, /^ecs-why: there is no profile "nobody" in the AWS configuration .*\n$/],
    ['a proxy is set, which is not used', { ...LAB_AWS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:8' }, EXIT.couldNotLook, /ECONNREFUSED.* \(calls do not go through HTTPS_PROXY: .*\n$/],
    ['nobody answers', { ...LAB_AWS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, EXIT.couldNotLook, /^ecs-why: service not read this time: .*ECONNREFUSED.*\n$/],
  ])('%s: one line and a code', (_, env, code, line) => {
    const ran = ecsWhy(['prod', 'web'], env);
    expect(ran).toEqual({ code, out: '', err: expect.stringMatching(line) });
  });
});

describe('a profile that cannot give credentials: one line says why, and code 4', () => {
  const ROLE = 'role_arn = arn:aws:iam::123456789012:role/x';
  test.each<[string, string, RegExp]>([
    ['its source is missing', `[profile p]\n${ROLE}\nsource_profile = nobody\n`, /^ecs-why: the profile "p" takes its credentials from the profile "nobody" \(source_profile\), which is not in the AWS configuration\n$/],
    ['its sources go round', `[profile p]\n${ROLE}\nsource_profile = q\n[profile q]\n${ROLE}\nsource_profile = p\n`, /^ecs-why: the profiles "p", "q" take their credentials from each other \(source_profile\)\n$/],
    ['a role without a source', `[profile p]\n${ROLE}\n`, /^ecs-why: the profile "p" assumes a role but names no credentials to do so: .*\n$/],
    ['its SSO session is missing', '[profile p]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = x\n', /^ecs-why: the profile "p" names an sso_session "corp" that is not in the AWS configuration\n$/],
    ['it asks for an MFA code', `[profile p]\n${ROLE}\nsource_profile = q\nmfa_serial = arn:aws:iam::123456789012:mfa/x\n[profile q]\naws_access_key_id = a\naws_secret_access_key = b\n`, /^ecs-why: no AWS credentials: the profile "p" asks for an MFA code, .*aws configure export-credentials --profile p --format env.*\n$/],
    ['its process fails', '[profile p]\ncredential_process = /bin/false\n', /^ecs-why: no AWS credentials: the credential_process of the profile "p" failed, .*\n$/],
    ['the process of its source is not there', `[profile p]\n${ROLE}\nsource_profile = q\n[profile q]\ncredential_process = /no/such/thing\n`, /^ecs-why: no AWS credentials: the credential_process of the profile "q" failed, .*\n$/],
    ['its process gives what has expired', '[profile p]\ncredential_process = echo \'{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"2020-01-01T00:00:00Z"}\'\n', /credential_process of the profile "p" .*have expired.*\n$/],
  ])('%s', (_, text, line) => {
    const config = join(folder, 'broken-config');
    writeFileSync(config, text);
    const ran = ecsWhy(['prod', 'web', '--profile', 'p'], { AWS_REGION: 'eu-west-1', AWS_CONFIG_FILE: config });
    expect(ran).toEqual({ code: EXIT.credentials, out: '', err: expect.stringMatching(line) });
    expect(ran.err.trim().split('\n')).toHaveLength(1);
  });

  test('the same for the default profile, without --profile; with keys in the environment it does not matter', () => {
    const config = join(folder, 'broken-config');
    writeFileSync(config, `[default]\n${ROLE}\nsource_profile = nobody\n`);
    const asked = (env: NodeJS.ProcessEnv) => ecsWhy(['prod', 'web'], { AWS_REGION: 'eu-west-1', AWS_CONFIG_FILE: config, ...env });
    expect(asked({})).toMatchObject({ code: EXIT.credentials, err: expect.stringContaining('the profile "default" takes its credentials from') });
    expect(asked({ ...LAB_AWS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })).toMatchObject({ code: EXIT.couldNotLook, err: expect.stringContaining('ECONNREFUSED') });
  });
});

test('--profile: its region, its keys and its endpoint', async () => {
  const { lab, cluster, name } = await shop();
  const config = join(folder, 'config');
  writeFileSync(config, `[profile lab]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = lab\nregion = eu-west-1\nendpoint_url = ${lab.endpoint}\n`);
  const none = { AWS_REGION: undefined, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_ENDPOINT_URL: undefined };
  const { ended } = await beside(lab, [cluster, nameOf(name('Fine')), '--profile', 'lab'], { env: { ...none, AWS_CONFIG_FILE: config } });
  await lab.advance(60);
  expect(await ended).toEqual({ code: EXIT.ok, out: expect.stringMatching(/^service Shop-Fine\S+: healthy/), err: '' });
});

test('record: what was looked at, without secrets, values and account numbers; replay says the same', async () => {
  const { lab, cluster, name } = await shop();
  const file = join(folder, 'broken.json');
  const live = await run(lab, cluster, nameOf(name('Broken')), '--json');
  const { code, out, err } = await run(lab, 'record', cluster, nameOf(name('Broken')), '-o', file, '--for', '30', '--every', '10', '--json');
  expect({ code, out }).toEqual({ code: EXIT.ok, out: `${JSON.stringify({ file, frames: 4, hidden: {} })}\n` });
  expect(err).toContain(`${file}: 4 frames;`);
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('123456789012');
  const replayed = JSON.parse(ecsWhy(['replay', '--json', file]).out) as { causes: { id: string }[]; status: string };
  expect(replayed.causes.map((c) => c.id)).toEqual((JSON.parse(live.out) as typeof replayed).causes.map((c) => c.id));
  expect(ecsWhy(['replay', '--timeline', file]).out.trim().split('\n')).toHaveLength(1 + 4);
  expect(ecsWhy(['replay', '--frame', '2', file]).out).toMatch(/^frame 2 of 4, 0:10 into the recording\n/);
  expect(ecsWhy(['replay', '--all-frames', '--json', file]).out.trim().split('\n')).toHaveLength(4);
  expect(ecsWhy(['replay', '--frame', '5', file])).toMatchObject({ code: EXIT.usage, err: expect.stringContaining('has 4 frames, there is no frame 5') });
});

test('record: Ctrl-C saves what was seen by then, at once', async () => {
  const { lab, cluster, name } = await shop();
  const file = join(folder, 'stopped.json');
  const { child, ended } = await beside(lab, ['record', cluster, nameOf(name('Broken')), '-o', file, '--for', '36000', '--every', '3600']);
  lab.clock.after(60_000, () => {
    child.kill('SIGINT');
    void lab.clock.hold(ended);
  });
  await lab.advance(90);
  expect(await ended).toMatchObject({ code: EXIT.ok, err: expect.stringContaining(`${file}: 1 frame;`) });
});

test('record: a service that is not there leaves no listener behind', async () => {
  const { lab, cluster } = await shop();
  const before = process.listenerCount('SIGINT');
  const env = { ...process.env };
  Object.assign(process.env, LAB_AWS, { AWS_ENDPOINT_URL: lab.endpoint });
  try {
    await expect(record(cluster, 'absent', { every: 10 })).rejects.toMatchObject({ code: EXIT.notFound });
  } finally {
    process.env = env;
  }
  expect(process.listenerCount('SIGINT')).toBe(before);
});
