import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { beside, ecsWhy, openLab, Ran } from './bundle';
import { SCENARIO, threeServices, Variant } from './three-services';
import { EXIT } from '../../src/cli/exit';
import type { Lab } from '../../src/lab/lab';
import { callFake, Scenario } from '../../src/lab/world';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'stack-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(lab: Lab, ...args: string[]): Promise<Ran> {
  const { ended } = await beside(lab, args);
  await lab.advance(60);
  return ended;
}

const LOOP = SCENARIO.services!.Loop.rules[0];
const BREAKER = { circuitBreaker: { rollback: true } };
const HEADLINE = 'container "app" exits with code 1: "QUEUE_URL is not set" [app-config-missing]';
const inUpdate = (more: Partial<Scenario> = {}): Scenario => (
  { ...SCENARIO, services: { Loop: { rules: [{ when: { operation: 2, deployment: 'new' }, ...LOOP }] } }, ...more }
);

/** The update of `Loop` crashes and is rolled back. */
async function rolledBack(variant: Variant, scenario: Scenario = inUpdate(), meanwhile?: (lab: Lab) => void): Promise<Lab> {
  const lab = await openLab({ scenario });
  await lab.deploy({ assembly: threeServices({ ...variant, only: ['Loop'], imageTag: '1.41.0' }) });
  meanwhile?.(lab);
  const { stackStatus } = await lab.deploy({ assembly: threeServices({ ...variant, only: ['Loop'] }) });
  expect(stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  return lab;
}

const resource = (lab: Lab, type: string) => lab.engine.all().flatMap((s) => [...s.resources.values()]).find((r) => r.type === type)!;

/** CloudFormation sees earlier than the diagnosis that a person has stopped the deployment: only the log of the function has the cause. */
const SERVICE_FIRST: Partial<Scenario> = {
  switches: { serviceStabilityCheckedEvery: 0.25 },
  services: {
    Loop: { rules: [{ when: { operation: 2, deployment: 'new' }, containers: { app: { logs: [[1, 'Error: it broke']], exit: { code: 1, after: 2 } } } }] },
  },
};
const BROKE = /:\n  container "app" exits with code 1.* \[app-crashed\]\n/;
const PATIENT: Variant = { service: { ...BREAKER, diagnosis: { failureThreshold: 50 } } as Variant['service'] };
const stopped = (seconds: number) => (lab: Lab) => lab.at(seconds, () => {
  const where = { service: resource(lab, 'AWS::ECS::Service').physicalId, cluster: resource(lab, 'AWS::ECS::Cluster').physicalId };
  const { serviceDeployments } = callFake(lab.world, 'ecs', 'ListServiceDeployments', where) as { serviceDeployments: { serviceDeploymentArn: string }[] };
  callFake(lab.world, 'ecs', 'StopServiceDeployment', { serviceDeploymentArn: serviceDeployments[0].serviceDeploymentArn, stopType: 'ROLLBACK' });
});

describe('what the library wrote at the time', () => {
  test('the message in the stack event', async () => {
    const lab = await rolledBack({});
    const { code, out, err } = await run(lab, 'Shop');
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out).toMatch(/^the stack Shop was rolled back: UPDATE_ROLLBACK_COMPLETE \d:\d\d after the operation began; it began \d+ \S+ ago\n\nLoopService\w+ \(UPDATE_FAILED\), as diagnosed at the time \(stack event of LoopDeploymentDiagnosis\w+\):\n/);
    expect(out).toContain(`:\n  ${HEADLINE}\n`);
    expect(out).toMatch(/\n  fix: set QUEUE_URL .* \(at Shop\/Loop\)\n  why now: /);
    expect(out).not.toContain('RequestId');
  });

  test('the service failed first: the whole diagnosis from the log of the function', async () => {
    const lab = await rolledBack(PATIENT, inUpdate(SERVICE_FIRST), stopped(61));
    const { code, out, err } = await run(lab, 'Shop');
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out).toMatch(/\nfirst failure: LoopService\w+ \(AWS::ECS::Service\) UPDATE_FAILED: Resource handler returned message: .*Circuit Breaker/);
    expect(out).toMatch(/\n\nLoopService\w+ \(UPDATE_FAILED\), as diagnosed at the time \(log group Shop-EcsDeploymentDiagnosisFunctionLogGroup\S+\):\n/);
    expect(out).toMatch(BROKE);
    expect(out).toMatch(/\n  CloudWatch Log Stream: \S+\n$/);
  });

  test.each([['by name', '/ours/diagnoses'], ['of the stack', 'Shop-Diagnoses\\S+']] as const)('... and from a log group of the app, %s', async (logGroup, name) => {
    const lab = await rolledBack({ ...PATIENT, logGroup }, inUpdate(SERVICE_FIRST), stopped(61));
    const { code, out, err } = await run(lab, 'Shop');
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out).toMatch(new RegExp(`as diagnosed at the time \\(log group ${name}\\):\\n`));
    expect(out).toMatch(BROKE);
  });

  test('the event had no room for everything: the log has it', async () => {
    const logs = Array.from({ length: 19 }, (_, i): readonly [number, string] => [0.1 + i / 100, `line ${i} ${'x'.repeat(300)}`]);
    const chatty = { containers: { app: { logs: [...logs, [1, 'Error: QUEUE_URL is not set'] as const], exit: { code: 1, after: 2 } } } };
    const lab = await rolledBack({}, inUpdate({ services: { Loop: { rules: [{ when: { operation: 2, deployment: 'new' }, ...chatty }] } } }));
    const { out } = await run(lab, 'Shop');
    expect(out).toContain('as diagnosed at the time (log group ');
    expect(out.match(/^  log \(app\): line \d+ x+/gm)).toHaveLength(19);
  });

  test('hours later, when ECS has forgotten the tasks', async () => {
    const lab = await rolledBack({});
    await lab.advance(7200);
    expect((await run(lab, 'Shop')).out).toContain(`:\n  ${HEADLINE}\n`);
  });

  test('a nested stack, by the name of its parent, by its own name and by its ARN', async () => {
    const lab = await openLab({ scenario: SCENARIO });
    await lab.deploy({ assembly: threeServices({ nested: true, only: ['Loop'] }) });
    const inner = lab.engine.all().find(({ name }) => name.startsWith('Shop-Inner'))!;
    const byParent = await run(lab, 'Shop');
    expect(byParent.out).toMatch(/^the stack Shop was rolled back: ROLLBACK_COMPLETE [^]*\n\nShop-Inner\S+\/LoopService\w+ \(CREATE_FAILED\), as diagnosed at the time \(stack event of /);
    expect(byParent.out).toContain(HEADLINE);
    for (const name of [inner.name, inner.id]) {
      const { out } = await run(lab, name);
      expect(out).toMatch(/^the stack Shop-Inner\S+ was rolled back: .*\nthe stack is in DELETE_COMPLETE now: this was its last operation before\n\nLoopService\w+ \(CREATE_FAILED\), /);
      expect(out).toContain(HEADLINE);
    }
  });

  test('a stack that was rolled back and deleted: by ARN, by the address of its page, and by name the last one', async () => {
    const lab = await openLab({ scenario: SCENARIO });
    await lab.deploy({ assembly: threeServices({ only: ['Fine'] }) });
    await lab.destroy('Shop');
    await lab.deploy({ assembly: threeServices({ only: ['Loop'] }) });
    const arn = lab.engine.living('Shop')!.id;
    await lab.destroy('Shop');
    await lab.advance(3600);
    const page = `https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/events?stackId=${encodeURIComponent(arn)}`;
    for (const name of ['Shop', arn, page]) {
      const { code, out } = await run(lab, name);
      expect(code).toBe(EXIT.ok);
      expect(out).toMatch(/^the stack Shop was rolled back: ROLLBACK_COMPLETE .*\nthe stack is in DELETE_COMPLETE now: this was its last operation before\n/);
      expect(out).toContain(HEADLINE);
    }
  });
});

describe('a stack without the library: what ECS still shows', () => {
  const PLAIN: Variant = { plain: true, service: BREAKER };

  test('the service that failed, by its tasks', async () => {
    const lab = await rolledBack(PLAIN);
    const { code, out } = await run(lab, 'Shop', '--exit-code');
    expect(code).toBe(EXIT.failed);
    expect(out).toMatch(/\nfirst failure: LoopService\w+ \(AWS::ECS::Service\) UPDATE_FAILED: .*\n\nLoopService\w+ \(UPDATE_FAILED\), by what ECS shows now:\n/);
    expect(out).toContain(`:\n${HEADLINE}\n`);
  });

  test('an hour later ECS has forgotten the tasks: its own verdict is left', async () => {
    const lab = await rolledBack(PLAIN);
    await lab.advance(7200);
    const { code, out } = await run(lab, 'Shop');
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/\n\nLoopService\w+ \(UPDATE_FAILED\), by what ECS shows now:\n.* \[circuit-breaker-generic\]\n/);
  });

  test('a creation that was rolled back: the tasks went with the cluster; a service that was only called off is left out', async () => {
    const services = { Broken: SCENARIO.services!.Broken, Fine: { rules: [{ slow: { pending: 2000 } }] } };
    const lab = await openLab({ scenario: { ...SCENARIO, services } });
    await lab.deploy({ assembly: threeServices({ plain: true, only: ['Broken', 'Fine'], service: BREAKER }) });
    const { code, out } = await run(lab, 'Shop');
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/\nfirst failure: BrokenService\w+ \(AWS::ECS::Service\) CREATE_FAILED: .*\n\nBrokenService\w+ \(CREATE_FAILED\):\nthe cause cannot be read any more: /);
    expect(out).not.toMatch(/^FineService/m);
  });

  test('another resource failed first: it is named, and no service is blamed', async () => {
    const lab = await openLab({ scenario: SCENARIO });
    await lab.deploy({ assembly: threeServices({ plain: true, only: ['Fine'], imageTag: '1.41.0' }) });
    lab.at(10, () => lab.engine.cancelUpdate('Shop'));
    await lab.deploy({ assembly: threeServices({ plain: true, only: ['Fine'] }) });
    const { code, out } = await run(lab, 'Shop', '--exit-code');
    expect(code).toBe(EXIT.failed);
    expect(out).toMatch(/^the stack Shop was rolled back: UPDATE_ROLLBACK_COMPLETE .*\nreason: User Initiated\nno ECS service has failed by itself\n$/);
  });
});

test('nothing failed: one line says so', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  await lab.deploy({ assembly: threeServices({ only: ['Fine'] }) });
  const { code, out } = await run(lab, 'Shop', '--exit-code');
  expect({ code, out }).toEqual({ code: EXIT.ok, out: expect.stringMatching(/^the stack Shop completed: CREATE_COMPLETE \d:\d\d after the operation began; it began \d+ \S+ ago\nnothing failed\n$/) });
});

test('an operation that runs: what is known by now, and how to follow it', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  let ran: Promise<Ran> | undefined;
  lab.at(50, () => { void lab.clock.hold(beside(lab, ['Shop']).then(({ ended }) => { ran = ended; })); });
  await lab.deploy({ assembly: threeServices({ plain: true, only: ['Broken'], service: BREAKER }) });
  await lab.advance(60);
  const { out } = await ran!;
  expect(out).toMatch(/^the operation on the stack Shop still runs \(CREATE_IN_PROGRESS\); ecs-why watch Shop follows it; it began \d+ s ago\n/);
  expect(out).toMatch(/\n\nBrokenService\w+ \(CREATE_IN_PROGRESS\), by what ECS shows now:\nservice Shop-Broken/);
});

test('--json: the documented fields', async () => {
  const FIELDS = ['stack', 'stackStatus', 'operation', 'operationStatus', 'startedAt', 'firstFailure', 'blockedBy', 'unread', 'logicalId', 'resourceStatus', 'source', 'cause', 'diagnosis', 'untrusted', 'text'];
  const diagnosed = JSON.parse((await run(await rolledBack({}), 'Shop', '--json')).out) as { [key: string]: unknown };
  expect(Object.keys(diagnosed)).toEqual(FIELDS);
  expect(diagnosed).toMatchObject({
    stack: 'Shop', stackStatus: 'UPDATE_ROLLBACK_COMPLETE', operation: 'update', operationStatus: 'UPDATE_ROLLBACK_COMPLETE',
    firstFailure: { resourceType: 'Custom::EcsDeploymentDiagnosis', status: 'UPDATE_FAILED', at: expect.stringMatching(/Z$/) },
    logicalId: expect.stringMatching(/^LoopService/), resourceStatus: 'UPDATE_FAILED', source: 'event', cause: 'app-config-missing', diagnosis: null,
    text: expect.stringContaining(`${HEADLINE}\n`),
  });
  const plain = JSON.parse((await run(await rolledBack({ plain: true, service: BREAKER }), 'Shop', '--json')).out) as { [key: string]: unknown };
  expect(plain).toMatchObject({ source: 'service', cause: 'app-config-missing', diagnosis: { status: 'failed', causes: expect.arrayContaining([expect.objectContaining({ id: 'app-config-missing' })]) } });
  const lab = await openLab({ scenario: SCENARIO });
  await lab.deploy({ assembly: threeServices({ only: ['Fine'] }) });
  expect(JSON.parse((await run(lab, 'Shop', '--json')).out)).toMatchObject({ operation: 'create', firstFailure: null, logicalId: null, source: null, cause: null, diagnosis: null });
});

test('--html and --format github, while ECS has the tasks and when it has not', async () => {
  const lab = await rolledBack({});
  const page = join(folder, 'page.html');
  const now = await run(lab, 'Shop', '--html', page, '--format', 'github');
  expect(now.out).toMatch(/^::error title=Shop\/LoopService\w+%3A .*\[app-config-missing\]::container "app" exits/m);
  expect(readFileSync(page, 'utf8')).toMatch(/<p class="status failed">Failed<[^]*QUEUE_URL is not set/);
  await lab.advance(7200);
  const summary = join(folder, 'summary.md');
  const { ended } = await beside(lab, ['Shop', '--html', page], { env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary } });
  await lab.advance(60);
  expect((await ended).out).toMatch(/^::error title=Shop\/LoopService\w+%3A container "app" exits with code 1%3A "QUEUE_URL is not set" \[app-config-missing\]::container "app" exits.*%0A/m);
  expect(readFileSync(summary, 'utf8')).toMatch(/^### Shop\/LoopService\w+\n\n\*\*container "app" exits/);
  expect(readFileSync(page, 'utf8')).toMatch(/<h1>container &quot;app&quot; exits[^]*<p>fix: set QUEUE_URL/);
});

describe('obstacles', () => {
  test.each([
    ['no such stack', ['Nothing'], {}, EXIT.notFound, /^ecs-why: there is no stack "Nothing" in eu-west-1 of this account \(of a service: ecs-why CLUSTER SERVICE\)\n$/],
    ['the stack is denied', ['Shop'], { operation: 'DescribeStacks', kind: 'accessDenied' }, EXIT.couldNotLook, /^ecs-why: stack not readable: grant cloudformation:DescribeStacks\n$/],
    ['the list of deleted stacks is denied', ['Nothing'], { operation: 'ListStacks', kind: 'accessDenied' }, EXIT.couldNotLook, /^ecs-why: deleted stacks not readable: grant cloudformation:ListStacks\n$/],
    ['throttled', ['Shop'], { kind: 'throttle' }, EXIT.couldNotLook, /^ecs-why: stack not read this time: AWS throttles the calls \(Throttling\)\n$/],
  ])('%s: one line and a code', async (_, args, fault, code, line) => {
    const lab = await openLab({ scenario: { scenario: 1, faults: Object.keys(fault).length ? [{ service: 'cloudformation', ...fault }] : [] } });
    expect(await run(lab, ...args)).toEqual({ code, out: '', err: expect.stringMatching(line) });
  });

  test('no such stack: in which Region and with which profile it looked', async () => {
    const lab = await openLab({ scenario: { scenario: 1 } });
    const config = join(folder, 'config');
    writeFileSync(config, '[profile dev]\nregion = eu-west-3\naws_access_key_id = a\naws_secret_access_key = b\n');
    const { ended } = await beside(lab, ['Nothing', '--profile', 'dev'], { env: { AWS_CONFIG_FILE: config, AWS_REGION: '' } });
    await lab.advance(60);
    expect((await ended).err).toBe('ecs-why: there is no stack "Nothing" in eu-west-3, with the profile "dev" (of a service: ecs-why CLUSTER SERVICE)\n');
  });

  test('stack events are denied', async () => {
    const lab = await rolledBack({ plain: true, service: BREAKER }, inUpdate({ faults: [{ service: 'cloudformation', operation: 'DescribeStackEvents', kind: 'accessDenied' }] }));
    expect(await run(lab, 'Shop')).toEqual({ code: EXIT.couldNotLook, out: '', err: 'ecs-why: stack events not readable: grant cloudformation:DescribeStackEvents\n' });
  });

  test('the log of the diagnosis is denied: the rest, and the action to grant', async () => {
    const faults = [{ service: 'logs', operation: 'FilterLogEvents', kind: 'accessDenied' }];
    const lab = await rolledBack(PATIENT, inUpdate({ ...SERVICE_FIRST, faults }), stopped(61));
    const { code, out, err } = await run(lab, 'Shop');
    expect({ code, err }).toEqual({ code: EXIT.ok, err: 'ecs-why: log of the diagnosis not readable: grant logs:FilterLogEvents\n' });
    expect(out).toMatch(/by what ECS shows now:\n/);
    expect(out).toMatch(/:\ncontainer "app" exits with code 1.* \[app-crashed\]\n/);
  });

  test('the log of the diagnosis is denied, and nothing else is left: code 3', async () => {
    const faults = [{ service: 'logs', operation: 'FilterLogEvents', kind: 'accessDenied' }];
    const [{ containers }] = SERVICE_FIRST.services!.Loop.rules;
    const lab = await openLab({ scenario: { ...SCENARIO, ...SERVICE_FIRST, services: { Loop: { rules: [{ containers }] } }, faults } });
    stopped(61)(lab);
    await lab.deploy({ assembly: threeServices({ ...PATIENT, only: ['Loop'] }) });
    const { code, out } = await run(lab, 'Shop');
    expect(out).toMatch(/the cause cannot be read any more/);
    expect(code).toBe(EXIT.couldNotLook);
  });

  test('a name that no stack can have is wrong usage', () => {
    expect(ecsWhy(['no_such'])).toEqual({ code: EXIT.usage, out: '', err: 'ecs-why: "no_such" is no command and no stack, and no service is named: ecs-why CLUSTER SERVICE, ecs-why STACK\n' });
  });
});
