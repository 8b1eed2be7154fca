import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { beside, ecsWhy, openLab, Ran } from './bundle';
import { AccountModel, labAccount } from '../../src/lab/account';
import { LabOptions, RecordedCall } from '../../src/lab/lab';
import { SHOP_ACCOUNT, synthShop } from '../preflight/shop';
import { ALL_ACTIONS } from '../preflight/worlds';

// Real processes on a busy machine.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'ecs-why-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shop = synthShop(join(folder, 'cdk.out'));

interface Checked extends Ran {
  /** `ecr:DescribeImages`, in the order of the calls. */
  readonly calls: readonly string[];
}

/** The bundle against an account. */
async function check(
  args: readonly string[], account: AccountModel = SHOP_ACCOUNT, more: LabOptions = {}, env: NodeJS.ProcessEnv = {},
): Promise<Checked> {
  const lab = await openLab({ account: labAccount(account), ...more });
  const { ended } = await beside(lab, ['check', ...args], { env });
  await lab.advance(60);
  const ran = await ended;
  expect(lab.violations).toEqual([]);
  return { ...ran, out: ran.out.split(`${folder}/`).join(''), calls: lab.calls.map(actionOf) };
}

const ACTIONS: { readonly [service: string]: string } = {
  elb: 'elasticloadbalancing', efs: 'elasticfilesystem', quotas: 'servicequotas', namespaces: 'servicediscovery',
};
const actionOf = ({ service: name, operation }: RecordedCall) => `${ACTIONS[name] ?? name}:${operation.replace('HeadObject', 'GetObject')}`;
const lines = (text: string) => text.trimEnd().split('\n');

/** `UPDATE=1` rewrites it. */
const TREE = join(__dirname, 'check.txt');

test('an assembly: the tree', async () => {
  const { code, out, err } = await check([shop]);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  if (process.env.UPDATE) writeFileSync(TREE, out);
  expect(lines(out)).toEqual(lines(readFileSync(TREE, 'utf8')));
});

test('each thing is read once', async () => {
  const { calls } = await check([shop]);
  expect(calls.filter((one) => one === 'ecr:DescribeImages')).toHaveLength(2);
  // One role, five kinds of actions that it may lack.
  expect(calls.filter((one) => one === 'iam:GetRole')).toHaveLength(1);
});

test('--secret-values reads the value of the secret whose key is named, and shows none of it', async () => {
  const { out, calls } = await check([shop, '--secret-values']);
  expect(out).toContain('FAIL  secret shop/db (PASSWORD of container web): its value has no key password [secret-key-missing]');
  expect(out).not.toMatch(/"x"|user/);
  expect(calls.filter((one) => one === 'secretsmanager:GetSecretValue')).toHaveLength(1);
  expect((await check([shop])).calls).not.toContain('secretsmanager:GetSecretValue');
});

test('the policy that is printed permits what the check calls, and nothing else', async () => {
  const policy = JSON.parse((await check([shop, '--print-policy'])).out) as { Statement: { Action: string[]; Resource: string | string[] }[] };
  const { calls } = await check([shop]);
  // The account of the credentials is read without a permission.
  const called = new Set(calls.filter((one) => one !== 'sts:GetCallerIdentity'));
  const conditional = ['ecr:GetDownloadUrlForLayer'];
  expect(policy.Statement.flatMap(({ Action }) => Action).sort()).toEqual([...called, ...conditional].sort());
  expect(policy.Statement.find(({ Action }) => Action.includes('secretsmanager:DescribeSecret'))?.Resource)
    .toEqual(['arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-??????']);
  expect(policy.Statement.find(({ Action }) => Action.includes('ecr:DescribeImages'))?.Resource).toEqual([
    'arn:aws:ecr:eu-west-1:123456789012:repository/shop/web', 'arn:aws:ecr:eu-west-1:123456789012:repository/shop/worker',
  ]);
});

test('nothing is permitted: each SKIP names its action, and the code is 0 but for what the app itself shows', async () => {
  const { code, out } = await check([shop, '--stack', 'Shop'], { ...SHOP_ACCOUNT, denied: ALL_ACTIONS });
  expect(out).toContain('SKIP  image shop/web:1.42.0 (container web): not readable: grant ecr:DescribeImages on arn:aws:ecr:eu-west-1:123456789012:repository/shop/web');
  expect(out.match(/ FAIL(?= )/g)).toHaveLength(1);
  expect(out).toMatch(/FAIL {2}platform of image .*the app builds it for linux\/amd64, and the task definition asks for linux\/arm64/);
  expect(code).toBe(1);
});

test('throttled calls are made again', async () => {
  const faults = [{ service: 'ecr', operation: 'DescribeImages', calls: '1-3', kind: 'throttle' }];
  const { out, code } = await check([shop], SHOP_ACCOUNT, { scenario: { scenario: 1, faults } });
  expect(out).toContain('FAIL  image shop/web:1.42.0 (container web): the repository shop/web has no tag 1.42.0 [image-not-found]');
  expect(code).toBe(1);
});

test('another account than that of the credentials is not read: nothing fails that was not seen', async () => {
  const { code, out, calls } = await check([shop], SHOP_ACCOUNT, { place: { partition: 'aws', region: 'eu-west-1', accountId: '210987654321' } });
  expect(out).toContain('SKIP  image shop/web:1.42.0 (container web): it is in the account 123456789012, and the credentials are of 210987654321');
  expect(calls).toEqual(['sts:GetCallerIdentity']);
  expect(code).toBe(1);
});

/** The part of `PolicyValidationReportJson` of the AWS CDK that is looked at. */
interface ValidationReport {
  readonly pluginReports: readonly { readonly summary: object; readonly violations: readonly object[] }[];
}

describe('other forms of output', () => {
  test('--json: one object a line', async () => {
    const { out } = await check([shop, '--json']);
    const all = lines(out).map((line) => JSON.parse(line) as { name: string; outcome: string; findings: { [member: string]: unknown }[] });
    expect(all.map(({ name, outcome }) => [name, outcome])).toEqual([['Shop/Web', 'FAIL'], ['Shop/Built', 'FAIL'], ['Shop/Nested/Inner', 'OK']]);
    expect(all[0].findings[0]).toEqual({
      check: 'image', outcome: 'FAIL', subject: 'image shop/web:1.42.0 (container web)', text: 'the repository shop/web has no tag 1.42.0',
      cause: 'image-not-found',
      fix: 'push it before the deployment, or set a tag that exists: aws ecr describe-images --repository-name shop/web --region eu-west-1',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html',
      grant: null, read: ['ecr:DescribeImages', 'ecr:DescribePullThroughCacheRules'],
    });
  });

  test('GitHub, JUnit and the validation report of the AWS CDK', async () => {
    const [junit, report, summary] = ['junit.xml', 'report.json', 'summary.md'].map((name) => join(folder, name));
    const { out } = await check([shop, '--format', 'github', '--junit', junit, '--validation-report', report], SHOP_ACCOUNT, {}, { GITHUB_STEP_SUMMARY: summary });
    expect(out).toContain('::error title=Shop/Shop/Web%3A image shop/web%3A1.42.0 (container web)::image shop/web:1.42.0 (container web): the repository');
    expect(out).toContain('::warning title=');
    expect(readFileSync(summary, 'utf8')).toContain('1.42.0');
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toMatch(/<testsuite name="Shop" tests="\d+" failures="3"/);
    expect(xml).toContain('<failure message="the repository shop/web has no tag 1.42.0" type="image-not-found">');
    const { pluginReports: [{ summary: told, violations }] } = JSON.parse(readFileSync(report, 'utf8')) as ValidationReport;
    expect(told).toEqual({ pluginName: 'ecs-why', status: 'failure' });
    expect(violations[0]).toMatchObject({
      ruleName: 'image-not-found', severity: 'error',
      violatingConstructs: [{ constructPath: 'Shop/Web', templatePath: 'Shop.template.json' }],
    });
  });

  test('--strict fails on what only warns', async () => {
    const account: AccountModel = {
      ...SHOP_ACCOUNT, repositories: { ...SHOP_ACCOUNT.repositories, 'shop/web': { '1.42.0': { platforms: ['linux/amd64'] } } }, parameters: ['/shop/level'],
    };
    const template = join(shop, 'Shop.template.json');
    const text = readFileSync(template, 'utf8');
    writeFileSync(template, text.replace('"ARM64"', '"X86_64"'));
    try {
      expect((await check([shop], account)).code).toBe(0);
      expect((await check([shop, '--strict'], account)).code).toBe(1);
    } finally {
      writeFileSync(template, text);
    }
  });
});

describe('other things to check', () => {
  const yaml = join(folder, 'template.yaml');
  writeFileSync(yaml, [
    'AWSTemplateFormatVersion: 2010-09-09',
    'Parameters:',
    '  Tag: { Type: String }',
    '  Group: { Type: String, Default: /shop/web }',
    'Resources:',
    '  Task:',
    '    Type: AWS::ECS::TaskDefinition',
    '    Properties:',
    '      RequiresCompatibilities: [FARGATE]',
    '      ContainerDefinitions:',
    '        - Name: web',
    '          Image: !Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/shop/web:${Tag}"',
    '          LogConfiguration:',
    '            LogDriver: awslogs',
    '            Options: { awslogs-group: !Ref Group }',
    '',
  ].join('\n'));

  test('a template in YAML, with and without the value of a parameter', async () => {
    const without = await check([yaml]);
    expect(without.out).toContain('SKIP  image shop/web:${Tag} (container web): the parameter Tag has no value: --parameters Tag=VALUE');
    expect(without.out).toContain('FAIL  log group /shop/web (container web): it does not exist in eu-west-1 [log-group-missing]');
    expect(without.out).toContain('are checked by others: cfn-lint template.yaml; cfn-validate template.yaml');
    const given = await check([yaml, '--parameters', 'Tag=1.41.0', '--parameters', 'Group=/shop'], { ...SHOP_ACCOUNT, logGroups: ['/shop'] });
    expect({ code: given.code, out: given.out }).toEqual({ code: 0, out: expect.stringContaining('OK    image shop/web:1.41.0 (container web): it is in the repository') });
  });

  test('a task definition file', async () => {
    const { code, out } = await check([join(__dirname, '..', '..', 'examples', 'aws-cli', 'task-definition.json')]);
    expect(out).toContain('FAIL  execution role web-execution: it does not exist [role-not-assumable]');
    expect(code).toBe(1);
  });

  test('a service that runs: would it start again?', async () => {
    const lab = await openLab({ account: labAccount({ ...SHOP_ACCOUNT, roles: {} }) });
    const assembly = synthShop(join(folder, 'live', 'cdk.out'));
    await lab.deploy({ assembly, stackName: 'Base' });
    const deployed = await lab.deploy({ assembly, stackName: 'Shop' });
    expect(deployed.stackStatus).toBe('CREATE_COMPLETE');
    const { ended } = await beside(lab, ['check', '--service', ...service(lab)]);
    await lab.advance(60);
    const { out, code } = await ended;
    expect(out).toContain('FAIL  image shop/web:1.42.0 (container web)');
    expect(out).toContain('FAIL  execution role shop-execution: it does not exist');
    expect(code).toBe(1);
  });
});

describe('what prevents the check is code 2, and one line', () => {
  const expectLine = ({ code, err }: Ran, line: RegExp) => {
    expect(code).toBe(2);
    expect(lines(err)).toHaveLength(1);
    expect(err).toMatch(line);
  };

  test('no credentials', () => expectLine(ecsWhy(['check', shop], { AWS_REGION: 'eu-west-1' }), /^ecs-why: no AWS credentials: /));
  test('no such file', () => expectLine(ecsWhy(['check', 'nothing']), /^ecs-why: "nothing" is not there/));
  test('no assembly', () => expectLine(ecsWhy(['check', __dirname]), /is no folder that cdk synth has written: there is no manifest\.json in it/));
  test('no template', () => expectLine(ecsWhy(['check', join(__dirname, '..', '..', 'package.json')]), /is no template \(it has no Resources\)/));
  test('a stack that is not there', () => {
    const { code, err } = ecsWhy(['check', shop, '--stack', 'Shopp']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/has no stack "Shopp"; it has:\n {2}Base\n {2}Shop\n$/) });
  });
  test('nobody answers', () => {
    const env = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    expectLine(ecsWhy(['check', shop], env), /^ecs-why: nothing could be read: not read: /);
  });
});

test('the examples and the apps of the tests: without an account nothing fails', () => {
  const root = join(__dirname, '..', '..');
  const integ = ['alb-pattern', 'aspect', 'attach', 'drop-in', 'vpc-function'].map((name) => join(root, 'test', 'integ', `integ.${name}.ts.snapshot`));
  const templates = [join(root, 'examples', 'cloudformation-express', 'template.json'), join(root, 'examples', 'gitlab-ci', 'task-definition.json')];
  for (const path of [...integ, ...templates]) {
    const { code, out, err } = ecsWhy(['check', path], { AWS_REGION: 'eu-west-1' });
    expect({ path, code, out, err }).toEqual({ path, code: 2, out: '', err: expect.stringMatching(/^ecs-why: no AWS credentials/) });
    const policy = ecsWhy(['check', path, '--print-policy'], { AWS_REGION: 'eu-west-1' });
    expect({ path, code: policy.code }).toEqual({ path, code: 0 });
    expect(JSON.parse(policy.out)).toHaveProperty('Version', '2012-10-17');
  }
});

test('the other commands do not load it', () => {
  const { stderr } = spawnSync(process.execPath, [join(__dirname, '..', '..', 'assets', 'ecs-why', 'ecs-why.js'), 'causes', 'image-not-found'], { encoding: 'utf8', env: { NODE_DEBUG: 'module', PATH: process.env.PATH } });
  expect(stderr).not.toContain('check.js');
  expect(stderr).toContain('actions.js');
});

function service(lab: { readonly world: { readonly services: { readonly [name: string]: unknown } } }): readonly string[] {
  const { operations } = lab.world.services.ecs as { operations: { [name: string]: (input: object, context: object) => any } };
  const [cluster] = operations.ListClusters({}, {}).clusterArns as string[];
  const all = operations.ListServices({ cluster }, {}).serviceArns as string[];
  const found = all.find((arn) => /Web/.test(arn))!;
  return [cluster.split('/')[1], found.split('/').at(-1)!];
}
