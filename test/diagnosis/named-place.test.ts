import { exited, Given, top } from './given';
import { ContainerDefinition } from '../../src/facts/model';

/** The facts have what the last line of a program names. Wordings of the programs; names and values are made up. */
describe('where the task definition has what the line names', () => {
  const web = (container: Partial<ContainerDefinition>): Given => ({ container });

  test.each<[string, string, Given, string]>([
    ['a variable by its value (Go, net)', 'panic: listen tcp: address 8090: missing port in address',
      web({ environment: [{ name: 'APP_BIND', value: '8090' }] }), "look at APP_BIND of addContainer('web'), which has what this line names"],
    ['a variable by its name', 'panic: LOG_FORMAT: no encoder is registered for it',
      web({ environment: [{ name: 'LOG_FORMAT', value: 'x' }] }), 'look at LOG_FORMAT of'],
    ['an interface (Consul, docker-entrypoint.sh)', "ip: can't find device 'eth1'",
      web({ environment: [{ name: 'CONSUL_BIND_INTERFACE', value: 'eth1' }] }), 'look at CONSUL_BIND_INTERFACE of'],
    ['an argument (MinIO)', 'ERROR Unable to use the drive /export: drive not found: Invalid arguments specified',
      web({ command: ['server', '/export'] }), "look at /export (in command of addContainer('web'))"],
    ['the value of an option', 'fatal error: the profile eu.blue is not one of the profiles that were built',
      web({ command: ['--profile=eu.blue'] }), 'look at --profile=eu.blue (in command of'],
    ['a volume (PostgreSQL, initdb)', 'initdb: error: directory "/var/lib/postgresql/data" exists but is not empty',
      { container: { mountPoints: [{ sourceVolume: 'pgdata', containerPath: '/var/lib/postgresql/data' }] }, definition: { volumes: [{ name: 'pgdata' }] } },
      'look at the files of volume pgdata, which is mounted at /var/lib/postgresql/data'],
  ])('%s', (_what, line, given, fix) => {
    const cause = exited(line, given);
    expect(cause.id).toBe('app-crashed');
    expect(cause.fix).toContain(fix);
  });

  test('not by a word that means nothing, nor with an argument that can be a secret', () => {
    const environment = [{ name: 'STAGE', value: 'production' }, { name: 'N', value: '12' }];
    const fix = exited('panic: 12 workers of production are gone', web({ environment })).fix;
    expect(fix).toMatch(/^look for the words of this line in the code of the image/);
    const own = exited('panic: no peer accepts a1.b2-c3', web({ command: ['--join-token=a1.b2-c3'] })).fix;
    expect(own).not.toContain('a1.b2');
    const secret = exited('panic: bad handshake with tulip-garden.7', web({ environment: [{ name: 'DB_PASSWORD', value: 'tulip-garden.7' }] })).fix;
    expect(secret).not.toContain('DB_PASSWORD');
  });
});

test('what changed in the container, if the line names nothing of the task definition', () => {
  const containerDefinitions = [{ name: 'web', essential: true, image: 'web:1', portMappings: [{ containerPort: 8080 }], command: ['-b', '0.0.0.0'] }];
  const now = (command: readonly string[], image = 'web:1') => top({
    previous: { networkMode: 'awsvpc', containerDefinitions }, container: { image, command }, log: ['panic: the second thread met the first one'],
    task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
  }).fix;
  expect(now(['-b', '0.0.0.0', '-w', '2'])).toMatch(/^compare this line with what changed: command -w 2 added; to reproduce it/);
  expect(now(['-b', '0.0.0.0', '-w', '2'], 'web:2'))
    .toMatch(/^compare this line with what changed: command -w 2 added; image tag 1 ran before: compare both, or go back to it/);
  expect(now(['-b', '0.0.0.0'], 'web:2')).toMatch(/^go back to image tag 1; or look for the words of this line in documentation and issues of web:2$/);
});
