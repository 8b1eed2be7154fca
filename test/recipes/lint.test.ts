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
