import { exited, Given, top } from './given';
import { Cause } from '../../src/diagnosis/model';

/** A program often says what to do, or which of its settings is wrong, in words of its own. */

const ended = (log: readonly string[], given: Given = {}, exitCode = 1): Cause => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
});
const before = (image: string): Given => ({ container: { image: 'app:2' }, previous: { containerDefinitions: [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], image }] } });

describe('what a program asks for is the fix', () => {
  test.each([
    ['mlflow/mlflow', ['MlflowException: The schema is two versions behind. Take a backup of your database, then run \'mlflow db upgrade URI\' to migrate it. NOTE: it takes a while.'],
      'run \'mlflow db upgrade URI\' to migrate it'],
    ['oracle/graal', ['Error: The machine lacks features of the image: [AVX512F].', 'Please rebuild the executable with another setting of -march.'],
      'Please rebuild the executable with another setting of -march'],
    ['n8n-io/n8n, over two lines', ['Error: Failed to start the process because of a problem with the worker. Please', '    set the `QUEUE_MODE_X` env var when starting it. See: https:'],
      'Please set the `QUEUE_MODE_X` env var when starting it'],
    ['docker-library/postgres', ['initdb: error: the folder holds other files', 'initdb: hint: A mount point directly as the data directory is not recommended.', 'Create a subdirectory under the mount point.'],
      'Create a subdirectory under the mount point'],
    ['nodejs/corepack', ['Error: the package manager of this project is another one', 'It must currently be enabled by running corepack enable in your terminal. For more information, read on.'],
      'corepack enable in your terminal'],
    ['grafana/loki, with a colon and a dot in it', ['fatal: schema v12 is old. Set `limits.allow_x: false` in the file'], 'Set `limits.allow_x: false` in the file'],
  ])('%s', (_source, log, advice) => {
    const { fix } = ended(log);
    expect(fix).toContain(`do what the program asks for in its log: "${advice}"`);
    expect(fix).not.toContain('look at the image');
  });

  test('the image before is the other way', () => {
    expect(ended(['Error: the layout is old. Please run app migrate first.'], before('app:1')).fix)
      .toBe('do what the program asks for in its log: "Please run app migrate first"; or go back to image tag 1');
  });

  test.each([
    ['a hint for those who look for the reason', ['panicked at src/main.rs:12:5: no such widget', 'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace']],
    ['the help of the program', ['Error: widget 7 is gone', 'Use "app [command] --help" for more information about a command.']],
    ['words inside a sentence', ['Error: the data set can use no widget of another run']],
    ['a warning below', ['Error: widget 7 is gone', 'WARN Option a is old. Use b.']],
  ])('not %s', (_what, log) => {
    expect(ended(log).fix).not.toContain('the program asks for');
  });

  test('beside a setting that changed, that goes first', () => {
    const definition = (value: string) => ({ name: 'web', portMappings: [{ containerPort: 8080 }], image: 'app:1', environment: [{ name: 'REPO', value }] });
    expect(ended(['Error: Not configured. Run ./config.sh to configure it'], { container: definition('b'), previous: { containerDefinitions: [definition('a')] } }).fix)
      .toMatch(/^give REPO its former value again; or do what the program asks for/);
  });
});

describe('a setting in other words than those of its variable', () => {
  const given = (...names: readonly string[]): Given => ({ container: { environment: names.map((name) => ({ name, value: 'x' })) } });

  test.each([
    ['Error: invalid configuration: session_secret must be 32 bytes, but is 5 bytes', 'PROXY_SESSION_SECRET'],
    ['Configuration error: The signing secret is too short', 'SHOP_SIGNING_SECRET'],
    ['Error: invalid config: model.config.base_url.error', 'MM_SERVICESETTINGS_BASEURL'],
    ['FATAL: masterkey must be 32 bytes, but is 10', 'VAULTISH_MASTERKEY'],
  ])('%s', (line, name) => {
    expect(exited(line, given('LOG_FORMAT', name, 'OTHER_NAME')).fix).toContain(`${name} of addContainer('web')`);
  });

  test.each([
    ['a general word', 'Configuration error: the secret is too short', 'SHOP_SIGNING_SECRET'],
    ['another setting', 'Configuration error: the cookie name is too short', 'SHOP_SIGNING_SECRET'],
    ['one word of the variable', 'Error: the executor is gone', 'AIRFLOW__CORE__EXECUTOR'],
  ])('not %s', (_what, line, name) => {
    expect(exited(line, given(name)).fix).not.toContain(name);
  });

  test('one that changed is taken back', () => {
    const secret = (valueFrom: string) => ({ name: 'web', secrets: [{ name: 'RELAY_TOKEN', valueFrom }] });
    const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:relay-AbCdEf';
    const cause = ended(['Provided Relay token is not valid.', "See 'relay run --help'."],
      { container: secret(ARN), previous: { containerDefinitions: [secret(`${ARN}:token::`)] } }, 255);
    expect(cause.headline).toContain('Provided Relay token is not valid.');
    expect(cause.fix).toContain('point RELAY_TOKEN back to the secret before');
  });
});

test('a program that names a place in its file and calls nothing an error', () => {
  const { headline } = ended(['server: /etc/app/app.conf:31:1: interface conversion: interface {} is bool, not int64']);
  expect(headline).toContain('interface {} is bool');
});

test('a variable that was removed goes without the advice to look everywhere', () => {
  const { fix } = ended(['Error: the setting for the address is missing in the template'], {
    container: { image: 'app:1' }, previous: { containerDefinitions: [{ name: 'web', image: 'app:1', environment: [{ name: 'PUBLIC_ADDRESS', value: 'x' }] }] },
  });
  expect(fix).toContain('give PUBLIC_ADDRESS back');
  expect(fix).not.toContain('look at the image');
});
