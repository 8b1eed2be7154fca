import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { flat } from './statements';
import { diagnosedService, newStack, ofType, resourcesOf } from './synth';
import { DeploymentWatcher } from '../../src';

const root = join(__dirname, '..', '..');
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const section = (title: string) => text.split(`## ${title}\n`)[1].split('\n## ')[0];

test('SECURITY.md lists the calls that the role of the function permits', () => {
  const stack = newStack();
  diagnosedService(stack);
  const resources = resourcesOf(stack);
  const [[role, { Properties }]] = ofType(resources, 'AWS::IAM::Role').filter(([id]) => id.startsWith('EcsDeploymentDiagnosisFunction'));
  const separate = ofType(resources, 'AWS::IAM::Policy').filter(([, policy]) => policy.Properties.Roles[0].Ref === role).map(([, policy]) => policy.Properties);
  const actionsOf = ({ Action }: { Action: string | string[] }) => Action;
  const permitted = [...Properties.Policies, ...separate].flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(actionsOf));
  const table = section('What the watcher is allowed to do').split('\n').filter((line) => line.startsWith('| `'));
  const listed = table.flatMap((line) => [...line.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, call]) => call));
  expect(listed.sort()).toEqual([...new Set(permitted)].sort());
});

test('the example with a key encrypts the executions and the log', () => {
  const [, code] = /```ts\n([^]*?)```/.exec(section('Your own key'))!;
  const { outputText } = transpileModule(code, { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
  const load = (name: string): unknown => jest.requireActual(name === 'cdk-diagnosed-fargate' ? '../../src' : name);
  const run = new Function('require', 'exports', `${outputText}\nreturn app;`) as (load_: typeof load, exports_: object) => App;
  const stack = new Stack(run(load, {}), 'Shop');
  diagnosedService(stack);
  const resources = resourcesOf(stack);
  const encrypted = [...ofType(resources, 'AWS::StepFunctions::StateMachine'), ...ofType(resources, 'AWS::Logs::LogGroup')]
    .filter(([id]) => /DeploymentDiagnosis/.test(id)).map(([, { Properties }]) => JSON.stringify(Properties.EncryptionConfiguration ?? Properties.KmsKeyId));
  expect(encrypted).toHaveLength(2);
  for (const each of encrypted) expect(each).toContain('Keys:ExportsOutput');
});

test('the statement for the policy of an imported key is that of a key of the app', () => {
  const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
  DeploymentWatcher.configure(stack, { encryptionKey: new kms.Key(stack, 'Key') });
  diagnosedService(stack);
  const [[, key]] = ofType(resourcesOf(stack), 'AWS::KMS::Key');
  const ofService = key.Properties.KeyPolicy.Statement.find(({ Principal }: { Principal: { Service?: unknown } }) => Principal.Service);
  const literal = (_: string, value: unknown) => (typeof value === 'object' && value !== null && 'Fn::Join' in value
    ? flat(value).replace('${AWS::URLSuffix}', 'amazonaws.com') : value);
  const [, documented] = /```json\n([^]*?)```/.exec(section('Your own key'))!;
  expect(JSON.parse(documented)).toEqual(JSON.parse(JSON.stringify(ofService, literal)));
});

test('the page names every finding of scanners that has a reason in the template', () => {
  const stacks = [newStack(), newStack()];
  DeploymentWatcher.configure(stacks[1], { vpc: new Vpc(stacks[1], 'Private') });
  stacks.forEach((stack) => diagnosedService(stack));
  const rules = stacks.flatMap((stack) => Object.values(resourcesOf(stack))).map((resource) => Reflect.get(resource, 'Metadata')).flatMap((metadata) => [
    ...metadata?.cdk_nag?.rules_to_suppress ?? [], ...metadata?.checkov?.skip ?? [],
  ]).map(({ id }: { id: string }) => id.replace(/^(HIPAA\.Security|NIST\.800\.53\.R[45]|PCI\.DSS\.321|Serverless)-/, ''));
  for (const rule of new Set(rules)) expect(section('Rule packs')).toContain(rule);
});

const CITED = [...section('Threats').matchAll(/`(test\/[\w/.-]+)`: ([^|`]+?)(?=; `test| \|)/g)]
  .flatMap(([, file, names]) => names.split('; ').map((name): [string, string] => [file, name]));

test('every threat names a test', () => {
  const threats = section('Threats').split('\n').filter((line) => /^\| [a-z]/.test(line)).slice(1);
  expect(threats.length).toBeGreaterThan(8);
  for (const threat of threats) expect(threat).toMatch(/`test\/[\w/.-]+\.test\.ts`: /);
});

test.each(CITED)('%s has: %s', (file, name) => {
  expect(readFileSync(join(root, file), 'utf8').replace(/\\'/g, '\'')).toContain(name);
});
