import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const ECS = join(ROOT, 'node_modules', 'aws-cdk-lib', 'aws-ecs', 'lib');
const DECLARATIONS = [
  'base/base-service', 'fargate/fargate-service', 'ec2/ec2-service', 'base/task-definition', 'fargate/fargate-task-definition', 'container-definition',
  'linux-parameters', 'runtime-platform', 'base/service-managed-volume',
];

/** Options of services, task definitions and containers in the AWS CDK whose names are no plain words. */
function options(): ReadonlySet<string> {
  const names = DECLARATIONS.flatMap((file) => [...readFileSync(join(ECS, `${file}.d.ts`), 'utf8').matchAll(/readonly ([a-z]+[A-Z]\w*)\??:/g)]);
  return new Set(names.map(([, name]) => name));
}

/** Words in the fixes of the goldens. */
function wordsOfFixes(): ReadonlySet<string> {
  const causes = join(ROOT, 'src', 'diagnosis', 'causes');
  const goldens = readdirSync(causes, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('expected.txt'));
  const fixes = goldens.flatMap((file) => readFileSync(join(causes, file), 'utf8').split('\n').filter((line) => line.includes('fix: ')));
  return new Set(fixes.flatMap((fix) => fix.slice(fix.indexOf('fix: ')).match(/\b[a-z]+[A-Z]\w*/g) ?? []));
}

test('docs/options.md has every option of aws-ecs that a fix names; the list names those that it lacks', () => {
  const page = readFileSync(join(ROOT, 'docs', 'options.md'), 'utf8');
  const known = options();
  const named = [...wordsOfFixes()].filter((word) => known.has(word));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((word) => !new RegExp(`\`[^\`]*\\b${word}\\b[^\`]*\``).test(page))).toEqual([]);
});
