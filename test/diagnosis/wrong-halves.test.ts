import { exited, frameOf, Given, text, top } from './given';
import { diagnose } from '../../src/diagnosis/engine';

/** A fix has no half that does not help here, and begins with the step of this case. */

const before = (more: object, image = 'shop/web:1', definition: object = {}): Given => ({
  previous: { ...definition, containerDefinitions: [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], image, ...more }] },
});
const NEW = { container: { image: 'shop/web:2' } };
const ended = (log: readonly string[], given: Given = {}) => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
});

describe('no way back to the old image where it does not help', () => {
  test('a mount of this deployment hides the file of every image', () => {
    const volumes = [{ name: 'conf', host: { sourcePath: '/opt/conf' } }];
    const { fix } = exited('nginx: [emerg] open() "/etc/nginx/nginx.conf" failed (2: No such file or directory)', {
      ...before({}), container: { image: 'shop/web:2', mountPoints: [{ sourceVolume: 'conf', containerPath: '/etc/nginx' }] }, definition: { volumes },
    });
    expect(fix).toMatch(/^take the mount at \/etc\/nginx out again, which this deployment added/);
    expect(fix).not.toContain('go back');
  });

  test.each([
    ['Prisma', ['Error: P3009', 'migrate found failed migrations in the target database, new migrations will not be applied.', 'The `15_add_share` migration started at 2026-11-23 13:21:33.216 UTC failed'], 'prisma migrate resolve --rolled-back 15_add_share'],
    ['golang-migrate', ['error: Dirty database version 12. Fix and force version.'], 'migrate force VERSION: 12'],
    ['Flyway', ['org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation', 'Detected failed migration to version 2 (add orders).'], 'flyway repair'],
    ['sqlx', ['Error: migration 6 is partially applied; fix and remove row from `_sqlx_migrations` table'], 'delete its row from _sqlx_migrations (version 6)'],
  ])('a failed migration is recorded in the database: %s', (_tool, log, act) => {
    const { id, fix } = ended(log, { ...before({}), ...NEW });
    expect(id).toBe('app-migration-failed');
    expect(fix).toContain(act);
    expect(fix).not.toContain('go back');
  });

  test('memory that was cut is given back, not doubled', () => {
    const { fix, facts } = top({
      ...before({ memory: 512 }, 'shop/web:2'), container: { image: 'shop/web:2', memory: 6 },
      task: {
        stopCode: 'TaskFailedToStart', stoppedReason: 'CannotStartContainerError: OCI runtime create failed: container init was OOM-killed (memory limit too low?)',
        containers: [{ name: 'web', exitCode: 128, reason: 'CannotStartContainerError: OCI runtime create failed: container init was OOM-killed (memory limit too low?)' }],
      },
    });
    expect(fix).toBe("set memoryLimitMiB in addContainer('web') back to 512: this deployment made it 6");
    expect(facts.join()).not.toContain('child process');
  });
});

describe('a setting with another name', () => {
  const secret = (name: string, valueFrom = 'arn:aws:secretsmanager:eu-west-1:1:secret:shop-AbCd12:key::') => ({ secrets: [{ name, valueFrom }] });
  const LINE = "ArgumentError: Missing `secret_key_base` for 'production' environment, set this string with `bin/rails credentials:edit`";

  test('is renamed back: its value is in order', () => {
    const given = { ...before(secret('SECRET_KEY_BASE'), 'shop/web:1'), container: { image: 'shop/web:2', ...secret('RAILS_SECRET_KEY_BASE') } };
    expect(exited(LINE, given).fix).toMatch(/^rename RAILS_SECRET_KEY_BASE back to SECRET_KEY_BASE \(secrets of/);
    expect(exited(LINE, given).fix).not.toMatch(/bin\/rails secret|right value|go back to/);
    const { summary } = diagnose(frameOf(given));
    expect(summary.changes).toContain('secret SECRET_KEY_BASE renamed to RAILS_SECRET_KEY_BASE');
  });

  test('the same value under another name is a rename, a value that many have is none', () => {
    const changes = (was: string, is: string) => diagnose(frameOf({
      ...before({ environment: [{ name: 'QUEUE', value: was }] }, 'a'), container: { image: 'a', environment: [{ name: 'TOPIC', value: is }] },
    })).summary.changes;
    expect(changes('orders-and-more', 'orders-and-more')).toContain('environment QUEUE renamed to TOPIC');
    expect(changes('true', 'true')).toEqual(expect.arrayContaining(['environment QUEUE removed', 'environment TOPIC added']));
    expect(changes('orders-and-more', 'another-value')).toContain('environment QUEUE removed');
  });
});

describe('a host name in a configuration file', () => {
  test.each([
    ["[ALERT] (1) : config : [/usr/local/etc/haproxy/haproxy.cfg:72] : 'server stats/stats' : could not resolve address 'stats'.", /^correct stats in line 72 of \S+haproxy\.cfg, .*init-addr last,libc,none/],
    ['nginx: [emerg] host not found in upstream "stats" in /etc/nginx/conf.d/default.conf:5', /^correct stats in line 5 of \S+default\.conf, .*resolver 169\.254\.169\.253/],
  ])('%s', (line, fix) => {
    expect(exited(line).fix).toMatch(fix);
    expect(exited(line).fix).not.toContain('environment of');
    expect(exited(line, { container: { environment: [{ name: 'UPSTREAM', value: 'stats' }] } }).fix).toContain('environment of');
  });
});

describe('the lock of a migration', () => {
  const LINE = 'liquibase.exception.LockException: Could not acquire change log lock.  Currently locked by ip-10-0-2-31.internal (10.0.2.31) since 11/24/26, 6:41 AM';

  test('of a task that is gone is released', () => {
    const cause = exited(LINE, { ...before({}), ...NEW });
    expect(cause.fix).toMatch(/^release the lock: liquibase release-locks/);
    expect(cause.fix).not.toContain('go back');
    expect(text(cause)).toContain('held by 10.0.2.31 since 11/24/26, 6:41 AM');
  });

  test('of a task that is there is waited for', () => {
    const running = [{ taskArn: 'arn:aws:ecs:eu-west-1:1:task/c/bbbbbbbb', startedBy: 'ecs-svc/1', lastStatus: 'RUNNING', attachments: [{ details: [{ name: 'privateIPv4Address', value: '10.0.2.31' }] }] }];
    const cause = exited(LINE, { running });
    expect(text(cause)).toContain('task bbbbbbbb holds the lock');
    expect(cause.fix).not.toContain('release');
  });

  test.each([
    ['Migration table is already locked', 'knex migrate:unlock'],
    ['ActiveRecord::ConcurrentMigrationError: Cannot run migrations because another migration process is currently running.', 'pg_terminate_backend'],
    ['Context: Timed out trying to acquire a postgres advisory lock (SELECT pg_advisory_lock(72707369)). Elapsed: 10000ms.', 'pg_terminate_backend'],
  ])('%s', (line, release) => expect(exited(line).fix).toMatch(new RegExp(`^if no task migrates now, release the lock: .*${release}`)));
});

test('migrations that run backward are not corrected on a copy', () => {
  const log = [
    '[info] == Running 20210816142200 Shop.Repo.Migrations.DefaultStatus.change/0 backward',
    '** (Ecto.MigrationError) cannot reverse migration command: alter table contacts. You will need to explicitly define up/0 and down/0 in your migration',
  ];
  expect(text(ended(log))).toContain('migrations run backward at start, and 20210816142200 cannot be undone');
  expect(ended(log).fix).toMatch(/with no data to keep, empty the database/);
  expect(ended(log, { ...before({}), ...NEW }).fix).toMatch(/restore the database from a backup and go back to image tag 1$/);
});

describe('files of the former user on a volume', () => {
  const LINE = 'java.io.FileNotFoundException: /data/journal/server.lock (Permission denied)';
  const mountPoints = [{ sourceVolume: 'data', containerPath: '/data' }];
  const volumes = [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }];

  test('another image: the owner, and never another place of the mount', () => {
    const cause = exited(LINE, { ...before({ mountPoints }, 'shop/web:1', { volumes }), container: { image: 'shop/web:2', mountPoints }, definition: { volumes } });
    expect(cause.id).toBe('app-permission-denied');
    expect(text(cause)).toContain('belongs to the user of image tag 1');
    expect(cause.fix).toMatch(/chown -R.*UID that owns them.*go back to image tag 1$/);
    expect(text(cause)).not.toMatch(/hides|mount the volume at/);
  });

  test('the mount is new, or the image the same: the volume itself', () => {
    const now = { container: { image: 'shop/web:2', mountPoints }, definition: { volumes } };
    expect(exited(LINE, { ...before({}), ...now }).fix).toContain('access point that belongs to the user of the process');
    expect(exited(LINE, { ...before({ mountPoints }, 'shop/web:2', { volumes }), ...now }).fix).toContain('access point that belongs to');
  });
});

describe('the step of this case first', () => {
  const pull = 'CannotPullContainerError: failed to resolve ref quay.io/a/b:latest: failed to do request: Head "https://quay.io/v2/a/b/manifests/latest": dial tcp 3.210.148.47:443: i/o timeout';
  test('the security group that the service has', () => {
    const { fix } = top({
      service: { launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-0aa11bb22'], assignPublicIp: 'ENABLED' } } },
      task: { stopCode: 'TaskFailedToStart', stoppedReason: pull, containers: [{ name: 'web', reason: pull }] },
    });
    expect(fix).toMatch(/^let TCP 443 out to the registry quay\.io: outbound rules of security group sg-0aa11bb22/);
    expect(fix).not.toContain('private subnets');
  });

  test('the path that the name of a parameter lacks', () => {
    const reason = 'ResourceInitializationError: unable to retrieve secrets from ssm: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/exec/1 is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:123456789012:parameter/CLIENT_ID because no identity-based policy allows the ssm:GetParameters action';
    const denied = (container: object) => top({ container, task: { stopCode: 'TaskFailedToStart', stoppedReason: reason, containers: [{ name: 'web' }] } }).fix;
    const secrets = [{ name: 'CLIENT_ID', valueFrom: 'CLIENT_ID' }];
    const environment = [{ name: 'COPILOT_APPLICATION_NAME', value: 'demo' }, { name: 'COPILOT_ENVIRONMENT_NAME', value: 'test' }];
    expect(denied({ secrets, environment })).toMatch(/^write \/copilot\/demo\/test\/secrets\/CLIENT_ID in valueFrom/);
    expect(denied({ secrets: [...secrets, { name: 'URL', valueFrom: '/shop/prod/URL' }] })).toMatch(/^write \/shop\/prod\/CLIENT_ID in valueFrom/);
    expect(denied({ secrets })).toMatch(/^grant the read/);
  });

  test('what an instance needs to register', () => {
    const { fix } = top({ events: ['(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.'] });
    expect(fix).toContain('ECS_CLUSTER=');
    expect(fix).toContain('VPC endpoints ecs, ecs-agent and ecs-telemetry');
  });
});
