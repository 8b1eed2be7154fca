/*
 * Installs the tarball of `npm pack` in an empty CDK app outside the repository and uses it as a stranger would:
 * synthesize a stack, run the Lambda that the cloud assembly carries (on Node 22 and 24, too), run `ecs-why`.
 * Closes with the line `N passed, N failed`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invoke } from './invoke-bundle.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const app = mkdtempSync(join(tmpdir(), 'cdk-app-'));
const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
// npm hands its own settings to child processes as variables; the stranger's npm has none of ours
for (const name of Object.keys(env)) if (/^npm_(config_omit|package|lifecycle)/.test(name)) delete env[name];
const run = (cwd, command, ...args) => execFileSync(command, args, {
  cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26,
});
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

let passed = 0, failed = 0;
async function check(what, fn) {
  try {
    await fn();
    passed++;
    console.log(`ok    ${what}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${what}\n      ${error instanceof Error ? error.stack : error}`);
  }
}
function expect(condition, message) {
  if (!condition) throw new Error(message);
}

const APP = `
const { App, Stack, aws_ec2: ec2, aws_ecs: ecs } = require('aws-cdk-lib');
const { DiagnosedFargateService } = require('cdk-diagnosed-fargate');
const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'Shop');
const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc') });
const taskDefinition = new ecs.FargateTaskDefinition(stack, 'TaskDef');
taskDefinition.addContainer('api', {
  image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.27'),
  logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'api' }),
});
new DiagnosedFargateService(stack, 'Api', { cluster, taskDefinition, minHealthyPercent: 100 });
app.synth();
`;

/**
 * Lambda runtimes that the bundle must run on: that of the template, and the one before, which an app may set back. As packages of npm, of
 * about 190 MB each: too much for the development dependencies.
 */
const RUNTIMES = [22, 24];
const nodePackage = (version) => `node-${version}@npm:node-${process.platform}-${process.arch}@^${version}`;

const REQUEST = {
  RequestId: 'r-1', StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/1', LogicalResourceId: 'ApiDeploymentDiagnosis',
  ResourceType: 'Custom::EcsDeploymentDiagnosis',
  ResourceProperties: {
    ServiceLogicalId: 'Api', ServicePath: 'Shop/Api', Options: '{}',
    StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Waiter',
  },
};
const PHYSICAL_ID = 'ApiDeploymentDiagnosis-diagnosis';

async function answersDelete(bundle, node) {
  const request = { ...REQUEST, RequestType: 'Delete', PhysicalResourceId: PHYSICAL_ID };
  const { answer, code, output } = await invoke(bundle, request, env, node);
  expect(code === 0, `exit ${code}: ${output}`);
  const { Status, PhysicalResourceId } = answer?.body ?? {};
  expect(answer?.method === 'PUT' && Status === 'SUCCESS' && PhysicalResourceId === PHYSICAL_ID, JSON.stringify(answer));
  expect(!output.includes('X-Amz-Signature'), 'the answer URL was logged');
}

async function startsWatch(bundle, node) {
  const { answer, executions, code, output } = await invoke(bundle, { ...REQUEST, RequestType: 'Create' }, env, node);
  expect(code === 0, `exit ${code}: ${output}`);
  expect(!answer && executions.length === 1 && executions[0].name === 'r-1', `${JSON.stringify({ answer, executions })} ${output}`);
}

const PACKED = [
  'lib/index.js', 'lib/index.d.ts', '.jsii', 'README.md', 'LICENSE', 'API.md',
  'assets/watcher/index.js', 'assets/ecs-why/ecs-why.js', 'assets/ecs-why/demo-app.js', 'assets/THIRD-PARTY-LICENSES',
];
const SOURCES = /^package\/(src|test|scripts|\.projen|\.ci|lib\/(facts|diagnosis|decision|presentation|runtime|cli|lab|demo))\//;

try {
  run(root, 'npx', 'projen', 'compile');
  const tarball = join(root, run(root, 'npm', 'pack', '--silent', '--ignore-scripts').trim().split('\n').pop());
  const files = run(root, 'tar', 'tzf', tarball).split('\n');
  await check('the tarball holds the library and the bundles, and no sources of either', () => {
    for (const file of PACKED) {
      expect(files.includes(`package/${file}`), `${file} is missing`);
    }
    const stray = files.filter((file) => SOURCES.test(file));
    expect(!stray.length, `should not be in it: ${stray.slice(0, 5).join(', ')}`);
  });

  const { devDependencies } = json(join(root, 'package.json'));
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true }));
  const peers = ['aws-cdk-lib', 'constructs'].map((name) => `${name}@${devDependencies[name]}`);
  run(app, 'npm', 'install', '--silent', '--no-audit', '--no-fund', tarball, ...peers);
  rmSync(tarball);
  writeFileSync(join(app, 'app.js'), APP);

  await check('it has no dependencies beside its peers', () => {
    const own = json(join(app, 'node_modules/cdk-diagnosed-fargate/package.json'));
    expect(!Object.keys(own.dependencies ?? {}).length, `dependencies: ${Object.keys(own.dependencies ?? {})}`);
  });
  let bundle;
  await check('an empty CDK app synthesizes with it', () => {
    run(app, 'node', 'app.js');
    const template = json(join(app, 'cdk.out/Shop.template.json'));
    const types = Object.values(template.Resources).map((r) => r.Type);
    expect(types.includes('Custom::EcsDeploymentDiagnosis'), `no diagnosis among ${[...new Set(types)]}`);
    const asset = readdirSync(join(app, 'cdk.out')).find((name) => name.startsWith('asset.'));
    bundle = join(app, 'cdk.out', asset, 'index.js');
  });
  await check('the Lambda of the cloud assembly answers CloudFormation', () => answersDelete(bundle));
  run(app, 'npm', 'install', '--silent', '--no-save', '--no-audit', '--no-fund', ...RUNTIMES.map(nodePackage));
  for (const version of RUNTIMES) {
    const node = join(app, 'node_modules', `node-${version}`, 'bin', 'node');
    await check(`Node ${run(app, node, '-v').trim()}: it answers a Delete`, () => answersDelete(bundle, node));
    await check(`Node ${version}: it starts a watch on a Create`, () => startsWatch(bundle, node));
  }
  await check('ecs-why runs its demo from the installed package', () => {
    const [line] = run(app, join(app, 'node_modules/.bin/ecs-why'), 'demo', '--json', 'image-tag-missing').trim().split('\n');
    const { baseline, diagnosed } = JSON.parse(line);
    expect(baseline.stackStatus === 'ROLLBACK_COMPLETE' && diagnosed.stackStatus === 'ROLLBACK_COMPLETE', line.slice(0, 300));
    expect(diagnosed.firstFailure.reason.includes('[image-not-found]'), diagnosed.firstFailure.reason);
  });
} catch (error) {
  failed++;
  console.log(`not ok ${error instanceof Error ? error.stack : error}`);
} finally {
  rmSync(app, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
