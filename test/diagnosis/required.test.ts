import { exited, Given, top } from './given';

/** A line that says what the program needs is the fix, in its words, with the place in the task definition. */

const ON_EC2: Given = { frame: { service: { launchType: 'EC2' } } };

describe('what the line requires', () => {
  test.each<readonly [string, Given, string]>([
    ['sqlservr: This program requires a machine with at least 2000 megabytes of memory.', { container: { memory: 1800 } },
      'raise memoryLimitMiB in addContainer(\'web\', ...) from 1800 to 2000 or more'],
    ['fatal: this server needs at least 2 GB of RAM', { container: { memory: 1024 } }, 'from 1024 to 2048 or more'],
    ['Could not start backend: Runtime compute cap 75 is not compatible with compile time compute cap 80', { container: { image: 'tei:1.2' } },
      'take the build of tei:1.2 for GPUs of compute capability 75 (another tag), or instances whose GPU has 80'],
    ['[1]: the settings are unsuitable; at least one of [discovery.seed_hosts, cluster.initial_master_nodes] must be configured', {},
      'set one of discovery.seed_hosts, cluster.initial_master_nodes under environment in addContainer(\'web\', ...); for a single node, set'],
    ['Failed to chmod file "/srv/web/settings.php".', {}, 'change the owner or mode of /srv/web/settings.php in the image'],
    ['Error: The /srv/cache directory must be present and writable.', {},
      'meet what the program asks for: "The /srv/cache directory must be present and writable"'],
    ['panic: this program must not be run as root', {}, 'it runs as user of the image (no user in addContainer())'],
    ['panic: this program must not be run as root', { container: { user: '0' } }, 'it runs as user 0'],
  ])('%s', (line, given, words) => {
    const { fix } = exited(line, given);
    expect(fix).toContain(words);
    expect(fix).not.toContain('look at the image');
  });

  test.each([
    ['a fault of the code', 'TypeError: The "data" argument must be of type string. Received type number'],
    ['no need', 'Error: widget 7 is not a widget'],
    ['a program that has enough memory', 'fatal: this server has less than 2 GB of RAM'],
  ])('not %s', (_what, line) => expect(exited(line, { container: { memory: 8192 } }).fix).not.toMatch(/meet what|raise memoryLimitMiB/));
});

describe('a setting of the kernel that is too low', () => {
  const LINE = 'Could not setup Async I/O. The most common cause is not enough request capacity in /proc/sys/fs/aio-max-nr. Try increasing that number';

  test('on instances it is raised there', () => expect(exited(LINE, ON_EC2).fix).toContain('raise fs.aio-max-nr on the container instances'));
  test('not on Fargate', () => expect(exited(LINE).fix).toContain('AWS Fargate does not let you change fs.aio-max-nr'));
  test('a file that is only named', () => expect(exited('Error: cannot read /proc/sys/fs/aio-max-nr', ON_EC2).fix).not.toContain('sysctl'));
});

describe('advice', () => {
  const fix = (log: readonly string[]) => top({
    log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
  }).fix;

  test('is none of a warning beside the error', () => {
    const near = (level: string) => `2026-05-12T20:38:36.124Z 0 [${level}] [Server] The location is open to all. Consider choosing a different directory.`;
    const error = '2026-05-12T20:38:36.127Z 0 [ERROR] [Server] widget 7 is not a widget';
    expect(fix([near('Warning'), error])).not.toContain('different directory');
    expect(fix([near('ERROR'), error])).toContain('Consider choosing a different directory');
  });

  test('has its object', () => {
    expect(fix(['Error: widget 7 is gone. The widget count is 6 of 6. Try increasing that number or fewer widgets.']))
      .toContain('asks for in its log: "The widget count is 6 of 6. Try increasing that number or fewer widgets"');
    expect(fix(['Error: widget 7 is gone', 'Try increasing that number or fewer widgets.'])).not.toContain('increasing that number');
  });
});

describe('the name of a setting that is missing', () => {
  const set = (...names: readonly string[]): Given => ({ container: { environment: names.map((name) => ({ name, value: 'x' })) } });

  test.each<readonly [string, Given, string]>([
    ['System.InvalidOperationException: Configuration missing value for: IdentityUrl', {}, 'set IdentityUrl under environment'],
    ['Unhandled exception. Configuration missing value for: Identity:Url', {}, 'set Identity__Url under environment'],
    ['ImproperlyConfigured: The SECRET_KEY setting must not be empty.', set('DD_HOST', 'DD_PORT', 'DD_USER'), 'pass DD_SECRET_KEY as one of the secrets'],
    ['ImproperlyConfigured: The SECRET_KEY setting must not be empty.', set('DD_HOST', 'PORT', 'DD_USER'), 'pass SECRET_KEY as one of the secrets'],
    ['ImproperlyConfigured: The SECRET_KEY setting must not be empty.', {}, 'pass SECRET_KEY as one of the secrets'],
  ])('%s', (line, given, words) => expect(exited(line, given).fix).toContain(words));

  const EULA = ['setting the "accept_eula" config to "yes".', 'Error: Product license not accepted. Stopping.'];
  const accepted = (given: Given) => top({ ...given, log: EULA, task: { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 1 }] } }).fix;

  test('has the prefix of the others', () => {
    expect(accepted(set('DOCKER_MQ_A', 'DOCKER_MQ_B', 'DOCKER_MQ_C'))).toContain('set DOCKER_MQ_ACCEPT_EULA: \'yes\' under environment');
    expect(accepted(set('A', 'B', 'C'))).not.toContain('ACCEPT_EULA:');
  });
});
