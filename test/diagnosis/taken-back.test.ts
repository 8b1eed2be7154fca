import { exited, Given, top } from './given';

/** A deployment changed something, and the way back to what ran is the fix. Names are made up. */
const base = { name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], image: 'shop/web:1' };
const changed = (before: object, now: object): Given => (
  { container: { ...base, ...now }, previous: { containerDefinitions: [{ ...base, ...before }] } });
const env = (name: string, value: string) => ({ environment: [{ name, value }] });
const secret = (...pairs: readonly (readonly [string, string])[]) => ({
  secrets: pairs.map(([name, id]) => ({ name, valueFrom: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${id}` })),
});
const UNCLEAR = 'Error: widget 7 is not a widget';

test('the only change is a value', () => {
  expect(exited(UNCLEAR, changed(env('CARD_TYPES', '1'), env('CARD_TYPES', '2'))).fix).toMatch(/^give CARD_TYPES its former value again; /);
});

test('two secrets go back in one clause', () => {
  const { fix } = exited(UNCLEAR, changed(secret(['ACCESS', 'root-Zy98Xw'], ['HIDDEN', 'root-Zy98Xw']), secret(['ACCESS', 'new-Ab12Cd'], ['HIDDEN', 'new-Ab12Cd'])));
  expect(fix).toMatch(/^point ACCESS and HIDDEN back to the secret before, /);
});

test('an added value is compared, for it is wanted', () => {
  expect(exited(UNCLEAR, changed({}, env('CARD_TYPES', '2'))).fix).toMatch(/^compare this line with what changed: environment CARD_TYPES added/);
});

test('a setting under another name gets its name back', () => {
  const { fix } = exited('Missing `secret_key_base` for \'production\' environment, set this string with `bin/rails credentials:edit` (ArgumentError)',
    changed(secret(['SECRET_KEY_BASE', 'rails-Zy98Xw']), secret(['RAILS_SECRET_KEY_BASE', 'rails-Zy98Xw'])));
  expect(fix).toBe('rename RAILS_SECRET_KEY_BASE back to SECRET_KEY_BASE (secrets of addContainer(\'web\', ...)), or let the program read the new name');
});

test('memory that was taken away goes back, and is not doubled', () => {
  const { fix } = top({
    ...changed({ memory: 512 }, { memory: 6 }), definition: { requiresCompatibilities: ['EC2'] },
    task: { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }] },
  });
  expect(fix).toBe('set memoryLimitMiB in addContainer(\'web\') back to 512: this deployment made it 6');
});

describe('a mount', () => {
  const mounted = { mountPoints: [{ sourceVolume: 'conf', containerPath: '/etc/nginx' }] };
  const MISSED = 'nginx: [emerg] open() "/etc/nginx/nginx.conf" failed (2: No such file or directory)';
  test('that this deployment added is taken out again, and no image hides less', () => {
    const { fix } = exited(MISSED, { ...changed({}, mounted), container: { ...base, ...mounted, image: 'shop/web:2' } });
    expect(fix).toContain('take the mount at /etc/nginx out again');
    expect(fix).not.toContain('go back');
  });
  test('hides no file to which the permission is denied', () => {
    const { headline } = exited('java.io.FileNotFoundException: /etc/nginx/server.lock (Permission denied)', { container: { ...base, ...mounted } });
    expect(headline).not.toContain('hides');
  });
});

test('an option of the command that this version lost is taken out', () => {
  const { fix } = exited('error: Pilot configuration has been removed in v3', { container: { ...base, command: ['--api.insecure=true', '--pilot.dashboard=false'] } });
  expect(fix).toContain('take --pilot.dashboard=false out of command');
});

test('what a structure of Go holds is not what the line is about', () => {
  const line = 'level=error msg="module failed" err="failure: service &{0xc00087d4a0 {[ring.example.local] 10}} failed: widget 7 is not a widget"';
  expect(exited(line, { container: { ...base, ...env('GOSSIP', 'ring.example.local') } }).fix).not.toContain('GOSSIP');
});

test('all fields that pydantic misses are named', () => {
  const { fix } = top({
    container: base, task: { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 1 }] },
    log: [
      'pydantic_core._pydantic_core.ValidationError: 2 validation errors for Settings', 'encryption_key', '  Field required [type=missing, input_type=dict]',
      '    For further information visit https://errors.pydantic.dev/2.3/v/missing', 'client_id', '  Field required [type=missing, input_type=dict]',
    ],
  });
  expect(fix).toContain('set ENCRYPTION_KEY, CLIENT_ID under environment');
});

test('Kafka: the listener that is only advertised', () => {
  const { fix } = exited('java.lang.IllegalArgumentException: requirement failed: advertised.listeners listener names must be equal to or a subset of the ones'
    + ' defined in listeners. Found PLAINTEXT,OUTSIDE. The valid options based on the current configuration are PLAINTEXT,CONTROLLER', {
    container: { ...base, environment: [{ name: 'KAFKA_CFG_LISTENERS', value: 'x' }, { name: 'KAFKA_CFG_ADVERTISED_LISTENERS', value: 'y' }] },
  });
  expect(fix).toContain('add OUTSIDE to KAFKA_CFG_LISTENERS (it has PLAINTEXT,CONTROLLER), or take it out of KAFKA_CFG_ADVERTISED_LISTENERS');
});

test('memberlist without a private address', () => {
  expect(exited('failed to create memberlist: Failed to get final advertise address: no private IP address found, and explicit IP not provided').fix).toContain('advertise_addr');
});

test('a migration that goes backward', () => {
  expect(exited('** (Ecto.MigrationError) cannot reverse migration command: alter table contacts').fix).toContain('an earlier start did not complete');
});

test('a JVM that the host gives no memory', () => {
  const { fix } = exited('#  Out of Memory Error (os_linux.cpp:2760), pid=1, tid=0x00007f0fb2d97700', { container: { ...base, ...env('ES_JAVA_OPTS', '-Xms512m -Xmx512m') } });
  expect(fix).toMatch(/instances with more memory.*ES_JAVA_OPTS/);
  expect(fix).not.toContain('memoryLimitMiB');
});

test('a log driver that the agent does not offer by itself', () => {
  const { fix } = top({
    container: { ...base, logConfiguration: { logDriver: 'gelf' } }, definition: { networkMode: 'bridge', requiresCompatibilities: ['EC2'] },
    events: ['(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance'
      + ' 2cc7b3f7f45076565ac8be710fe51759) is missing an attribute required by your task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'],
  });
  expect(fix).toContain('add gelf to ECS_AVAILABLE_LOGGING_DRIVERS');
});
