import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { isOlder } from './try-out';

const ROOT = join(__dirname, '..', '..');

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** As `npm run test:third-party` does it. */
function tryOut(...args: readonly string[]): Ran {
  const env = { ...process.env, INIT_CWD: __dirname };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'third-party.mjs'), ...args], { encoding: 'utf8', env });
  return { status, output: `${stdout}${stderr}` };
}

test('npm run test:third-party has the exit code of the command: a projen task would make 1 of a 2', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly scripts: { readonly [name: string]: string } };
  expect(scripts['test:third-party']).toMatch(/ && node scripts\/third-party\.mjs$/);
});

describe('ready', () => {
  test('plain: services in a stack and in a stage', () => {
    const { status, output } = tryOut(join('apps', 'plain'));
    expect(output).toMatch(/^aws-cdk-lib 2\.\d+\.\d+: 2 templates, 4 services\n/);
    for (const path of ['Shop/Api', 'Shop/Worker', 'Prod/Shop/Api', 'Prod/Shop/Worker']) expect(output).toContain(`  ${path}/Service: diagnosed\n`);
    expect(output).not.toContain('changes that');
    expect(status).toBe(0);
  });

  test('patterns: each documented change to another resource, and a service that is left out', () => {
    const { status, output } = tryOut(join('apps', 'patterns'));
    expect(output).toMatch(/Shop\/Back\/Office\/Service\/Service: left out: its deployment controller is CODE_DEPLOY/);
    expect(output).toMatch(/\(AWS::SNS::Topic\) also waits for the diagnosis/);
    expect(output).toMatch(/\(AWS::ECS::Service\) also waits for the diagnosis/);
    expect(output).toMatch(/\(AWS::CloudFormation::Stack\) its stack has one more parameter/);
    expect(output).toMatch(/\.nested\.template\.json: reference\w+ is new in Parameters/);
    expect(output).not.toContain('problems:');
    expect(status).toBe(0);
  });

  test('ordered: no circle, although the second cluster is made after the first service', () => {
    const { status, output } = tryOut(join('apps', 'ordered'));
    expect(output).toMatch(/Second \(Custom::Cluster\) also waits for the diagnosis/);
    expect(output).toMatch(/^ready/m);
    expect(status).toBe(0);
  });

  test('no-assets: the service of a product is left out', () => {
    const { status, output } = tryOut(join('apps', 'no-assets'));
    expect(output).toMatch(/Portfolio\/Product\/Api: left out: its stack takes no file assets/);
    expect(status).toBe(0);
  });
});

test.each([['2.99.0', true], ['2.189.0', true], ['2.189.1', false], ['2.276.0', false], ['3.0.0', false]])('%s is too old: %s', (version, tooOld) => {
  expect(isOlder(version, '2.189.1')).toBe(tooOld);
});

describe('not ready', () => {
  test('altered: a service that changes along with the diagnosis, apart from what differs in each synthesis', () => {
    const { status, output } = tryOut(join('apps', 'altered'));
    expect(output).toContain('problems:\n  Shop.template.json: Api (AWS::ECS::Service) differs at Properties.DesiredCount: 1 -> 2\n');
    expect(output).toMatch(/not compared, .*:\n {2}Shop\.template\.json Unsteady\n/);
    expect(output).toMatch(/^not ready: 1 problem$/m);
    expect(status).toBe(1);
    const [, kept] = /^both cloud assemblies: (.*)$/m.exec(output)!;
    expect(readdirSync(kept).sort()).toEqual(['again', 'diagnosed', 'plain']);
    rmSync(kept, { recursive: true });
  });
});

describe('an app of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'an app '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const SERVICE = 'import { App, Stack, aws_ecs as ecs } from \'aws-cdk-lib\';\n'
    + 'const app = new App();\n'
    + 'new ecs.CfnService(new Stack(app, app.node.getContext(\'name\')), \'Api\', { cluster: \'shared\', taskDefinition: \'api\' });\n';

  test('an ES module with a context, in a folder with a space: none of its files is changed', () => {
    file('cdk.json', '{ "app": "node app.mjs", "context": { "name": "Other" } }');
    file('cdk.context.json', '{ "name": "Shop" }');
    file('app.mjs', SERVICE);
    const state = () => readdirSync(folder).sort().map((name) => [name, statSync(join(folder, name)).mtimeMs]);
    const before = state();
    const { status, output } = tryOut(folder);
    expect(output).toContain('  Shop/Api: diagnosed\n');
    expect(status).toBe(0);
    expect(state()).toEqual(before);
  });

  test('--app and -c in place of cdk.json', () => {
    file('other.mjs', SERVICE.replace('\'Api\'', '\'Other\''));
    expect(tryOut(folder, '--app', 'node other.mjs', '-c', 'name=Third').output).toContain('  Third/Other: diagnosed\n');
  });

  test('it does not synthesize with the diagnosis: the error of the app', () => {
    file('taken.mjs', `${SERVICE}import { Construct } from 'constructs';\nnew Construct(app.node.findChild('Shop').node.findChild('Api'), 'DeploymentDiagnosis');\n`);
    const { status, output } = tryOut(folder, '--app', 'node taken.mjs');
    expect(output).toMatch(/problems:\n {2}the app does not synthesize with the diagnosis:\n[^]*the id DeploymentDiagnosis is that of the diagnosis/);
    expect(status).toBe(1);
    rmSync(/^both cloud assemblies: (.*)$/m.exec(output)![1], { recursive: true });
  });

  test('it does not synthesize at all: no verdict', () => {
    const { status, output } = tryOut(folder, '--app', 'node -e "throw new Error(\'no Docker\')"');
    expect(output).toMatch(/the app does not synthesize as it is, without the diagnosis:\n[^]*no Docker/);
    expect(status).toBe(2);
  });

  test('no service at all: no verdict', () => {
    const { status, output } = tryOut(folder, '--app', 'node -e "new (require(\'aws-cdk-lib\').App)().synth()"');
    expect(output).toBe('no AWS::ECS::Service in these templates: wrong folder or context?\n');
    expect(status).toBe(2);
  });

  test('cdk.json without an app', () => {
    const without = mkdtempSync(join(tmpdir(), 'without-'));
    writeFileSync(join(without, 'cdk.json'), '{}');
    expect(tryOut(without)).toEqual({ status: 2, output: `${join(without, 'cdk.json')} has no "app": give the folder of the app, or its command with --app\n` });
    rmSync(without, { recursive: true });
  });

  test('a cloud assembly that it does not make itself', () => {
    file('copy.sh', 'mkdir $CDK_OUTDIR && echo "{}" > $CDK_OUTDIR/manifest.json');
    const { status, output } = tryOut(folder, '--app', 'sh copy.sh');
    expect(output).toMatch(/no synthesis was found in the app's Node processes/);
    expect(status).toBe(1);
    rmSync(/^both cloud assemblies: (.*)$/m.exec(output)![1], { recursive: true });
  });

  test.each([
    ['no folder', [join('apps', 'nothing-here')], /^there is no folder apps\/nothing-here\n$/],
    ['a file', ['main.ts'], /^main\.ts is no folder\n$/],
    ['no cdk.json', ['apps'], /^apps has no cdk\.json: give the folder of the app, or its command with --app\n$/],
    ['an option that does not exist', [join('apps', 'plain'), '--bogus'], /^Unknown option '--bogus'[^]*npm run test:third-party -- FOLDER(?![^]*\n {4}at )/],
    ['no value', [join('apps', 'plain'), '-c', 'name'], /-c name is not of the form KEY=VALUE/],
    ['no arguments', [], /npm run test:third-party -- FOLDER/],
  ])('%s', (_, args, text) => {
    const { status, output } = tryOut(...args);
    expect(output).toMatch(text);
    expect(status).toBe(2);
  });
});
