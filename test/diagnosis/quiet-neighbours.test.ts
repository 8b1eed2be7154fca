import { exited, top } from './given';

describe('of two containers that ended with an error, the one whose log has it is to blame', () => {
  const task = {
    stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'store', exitCode: 2, lastStatus: 'STOPPED' }, { name: 'web', exitCode: 1, lastStatus: 'STOPPED' }],
  };
  const lines = (texts: readonly string[], at: number) => texts.map((message, i) => ({ timestamp: at + i, message }));

  test.each([
    ['Ruby', ["config/app.rb:7:in `load': undefined local variable or method `port' for main:Object (NameError)", "\tfrom /usr/bundle/gems/rack-3.0/lib/rack.rb:46:in `load'"]],
    ['Python', ['Traceback (most recent call last):', '  File "/app/main.py", line 3, in <module>', 'ZeroDivisionError: division by zero']],
  ])('%s', (_runtime, errors) => {
    // "store" was told to stop, and its log ended before
    const logs = {
      store: { aaaaaaaa: lines(['WARN no secret is set, one was made', 'listening on [::]:5000'], 1000) }, web: { aaaaaaaa: lines(errors, 9000) },
    };
    expect(top({ task, frame: { logs }, others: [{ name: 'store', essential: true }] }).container).toBe('web');
  });
});

test.each([
  ['elastic/beats', 'Exiting: error loading config file: config file ("beat.yml") must be owned by the user identifier (uid=1000) or root'],
  ['elastic/beats, mode', 'Exiting: error loading config file: config file ("beat.yml") can only be writable by the owner but the permissions are "-rw-rw-r--"'],
  ['PostgreSQL', 'FATAL:  private key file "server.key" has group or world access'],
  ['OpenSSH', "Permissions 0644 for '/etc/ssh/ssh_host_rsa_key' are too open."],
])('a file of another user: %s', (_source, line) => {
  const { id, fix } = exited(line);
  expect(id).toBe('app-permission-denied');
  expect(fix).toContain('owner or mode');
});
