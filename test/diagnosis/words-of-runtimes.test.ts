import { exited, frameOf, Given } from './given';
import { diagnose } from '../../src/diagnosis/engine';

/** Words of runtimes and servers whose remedy is known. */
const ended = (log: readonly string[], given: Given = {}, exitCode = 1) => diagnose(frameOf({
  ...given, log,
  task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
})).causes[0];

describe('remedies for words of runtimes', () => {
  const fix = (line: string, given?: Given) => exited(line, given).fix;
  test('a class of a younger Java', () => {
    const line = 'UnsupportedClassVersionError: a/B has been compiled by a more recent version of the Java Runtime (class file version 65.0), this'
      + ' version of the Java Runtime only recognizes class file versions up to 61.0';
    expect(fix(line)).toBe('take a base image with Java 21, or compile for Java 17');
  });
  test('an archive that is no program', () => expect(fix('no main manifest attribute, in /srv/shop.jar')).toContain('bootJar'));
  test('the limit of PHP, not that of the container', () => {
    const cause = exited('PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /app/a.php on line 3');
    expect(cause.id).toBe('out-of-memory');
    expect(cause.fix).toMatch(/^raise memory_limit of PHP .*above 128 MiB/);
  });
  test('a gem for another platform', () => expect(fix('Could not find grpc-1.6.0-aarch64-linux in locally installed gems (Bundler::GemNotFound)')).toContain('bundle install'));
  test('not a gem that is only missing', () => expect(fix('Could not find rake-13.0.6 in locally installed gems')).not.toContain('own platform'));
  test('a runtime that panics is no old processor', () => {
    expect(ended(['panic(main thread): Segmentation fault at address 0x0', 'Illegal instruction (core dumped)'], {}, 132).fix).not.toContain('newer type of instances');
    expect(ended(['Illegal instruction (core dumped)'], {}, 132).fix).toContain('newer type of instances');
  });
  test('the own host name is no URL of a setting', () => {
    const line = 'java.net.MalformedURLException: Local host name unknown: java.net.UnknownHostException: 0123456789ab: 0123456789ab: Name or service not known';
    expect(fix(line, { container: { environment: [{ name: 'DB_URL', value: 'db' }] } })).not.toContain('DB_URL');
  });
  test('a data directory that another process holds', () => {
    const mount = { container: { mountPoints: [{ sourceVolume: 'world', containerPath: '/world' }] }, definition: { volumes: [{ name: 'world', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] } };
    expect(fix('Error: cannot start in this directory, which is already locked by another process.', mount)).toContain('minHealthyPercent: 0');
  });
});

test.each([['1024', '4096', false], ['4096', '1024', true]])('memory %s -> %s', (before, now, isBack) => {
  const containerDefinitions = [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }] }];
  const cause = ended(['java.lang.OutOfMemoryError: Java heap space'], {
    definition: { memory: now }, previous: { networkMode: 'awsvpc', memory: before, containerDefinitions },
  });
  expect(cause.id).toBe('out-of-memory');
  expect(cause.fix.includes('back to 4096')).toBe(isBack);
});
