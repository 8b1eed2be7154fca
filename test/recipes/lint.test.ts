import { spawnSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './action';
import { newFolder } from './shell';

jest.setTimeout(120_000);

function lint(...files: readonly string[]) {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'lint-action.mjs'), ...files], { encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n').slice(0, -1) };
}

test('action.yml and the workflows of the examples have no findings', () => {
  expect(lint()).toEqual({ status: 0, lines: [] });
});

test('the linters find mistakes', () => {
  const folder = newFolder();
  const action = readFileSync(join(ROOT, 'action.yml'), 'utf8');
  const workflow = readFileSync(join(ROOT, 'examples', 'github-action', 'deploy.yml'), 'utf8');
  const files = { action: join(folder, 'action.yml'), workflow: join(folder, 'deploy.yml') };
  writeFileSync(files.action, action.replace('shell: bash', 'shel: bash'));
  writeFileSync(files.workflow, workflow
    .replace('cluster: prod', 'clster: prod')
    .replace('  aws ecs', '  echo ${{ github.event.head_commit.message }} && aws ecs')
    .replace('steps.why.outputs.fatal', 'steps.wy.outputs.fatal'));
  const { status, lines } = lint(...Object.values(files));
  expect(status).toBe(1);
  for (const expected of [/Unexpected value 'shel'/, /Invalid action input 'clster'/, /head_commit.message" is potentially untrusted/, /might be invalid: wy/]) {
    expect(lines).toContainEqual(expect.stringMatching(expected));
  }
});

test.each<[string, string, string, RegExp]>([
  ['an input that is not there', 'inputs.cluster', 'inputs.clster', /property "clster" is not defined in object type/],
  ['a step that is not there', 'steps.follow.outputs.cause', 'steps.folow.outputs.cause', /property "folow" is not defined in object type/],
  ['an expression in a script', '"$INPUT_STACK")', '"${{ inputs.stack }}")', /"\$\{\{ inputs\.stack \}\}" in a script: give it to the script through env/],
  ['a function that is not there', '${{ inputs.cluster }}', '${{ lower(inputs.cluster) }}', /undefined function "lower"|Unrecognized function: 'lower'/],
])('the expressions of an action: %s', (_, right, wrong, expected) => {
  const file = join(newFolder(), 'action.yml');
  const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');
  writeFileSync(file, text.replace(right, wrong));
  const { status, lines } = lint(file);
  expect(status).toBe(1);
  expect(lines).toContainEqual(expect.stringMatching(expected));
  // In the line of the mistake; that of a script is the line in which it begins.
  const line = text.slice(0, text.indexOf(wrong.includes('stack') ? 'run: |' : right)).split('\n').length;
  expect(lines.map((one) => Number(/:(\d+): /.exec(one)?.[1]))).toContain(line);
});
