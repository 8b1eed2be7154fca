import { readFileSync } from 'fs';
import { join } from 'path';
import { diagnosedService, newStack, ofType, resourcesOf } from './synth';

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
