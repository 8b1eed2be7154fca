import { exited } from './given';

/** Start scripts of images: what a line of one lacks. Words of dash, bash, BusyBox and env(1). */
test.each([
  ['https://github.com/hashicorp/vault/issues/30997', '/usr/local/bin/docker-entrypoint.sh: line 97: setcap: not found', 127,
    'install setcap in the image (line 97 of /usr/local/bin/docker-entrypoint.sh runs it), or set SKIP_SETCAP=1'],
  ['dash', '/docker-entrypoint.sh: 12: jq: not found', 127, 'install jq in the image (line 12 of /docker-entrypoint.sh runs it)'],
  ['bash', './start.sh: line 3: envsubst: command not found', 127, 'install envsubst in the image (line 3 of ./start.sh runs it)'],
  ['a script of npm', 'sh: 1: next: not found', 127, 'install next in the image'],
  ['the first line of a script', "env: can't execute 'python': No such file or directory", 127, 'install python in the image'],
  ['line ends of Windows', "/usr/bin/env: 'bash\\r': No such file or directory", 127, 'line ends of Linux'],
  ['the same in bash', './run.sh: /bin/bash^M: bad interpreter: No such file or directory', 126, 'line ends of Linux'],
  ['no loader', '/app/run.sh: line 3: ./server: cannot execute: required file not found', 126, 'its interpreter is not'],
])('%s', (_what, line, code, fix) => {
  const cause = exited(line, {}, code);
  expect(cause.id).toMatch(/^entrypoint-not-(found|executable)$/);
  expect(cause.fix).toContain(fix);
  expect(cause.fix).not.toContain('chmod');
});

test('a program that the command of the task definition names is no fault of a script', () => {
  const { fix } = exited('/bin/sh: 1: serve: not found', { container: { command: ['sh', '-c', 'serve -p 80'] } }, 127);
  expect(fix).toContain('correct command / entryPoint');
});
