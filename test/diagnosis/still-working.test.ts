import { diagnose } from '../../src/diagnosis/engine';
import { renderFull } from '../../src/presentation/terminal';
import { at, crashed, frame, id, service } from '../decision/frames';

/** A task that ran from second 20 to 110 and was stopped by a failed health check; lines with the second at which they were logged. */
function stoppedBy(check: 'ELB' | 'container', lines: readonly (readonly [second: number, message: string])[], how = '') {
  const group = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef';
  const [task] = [crashed(1, 110)];
  const isElb = check === 'ELB';
  return diagnose(frame(130, {
    service: service({
      healthCheckGracePeriodSeconds: 60,
      ...(isElb && { loadBalancers: [{ targetGroupArn: group, containerName: 'web', containerPort: 8080 }] }),
      ...(how && { events: [{ createdAt: at(110), message: `(service web) (port 8080) is unhealthy in (target-group ${group}) due to (reason ${how})` }] }),
    }),
    taskDefinition: { containerDefinitions: [{ name: 'web', healthCheck: isElb ? undefined : { command: ['CMD', 'check'], interval: 15, retries: 4, startPeriod: 20 } }] },
    tasks: [{
      ...task,
      startedAt: at(20),
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: isElb ? `Task failed ELB health checks in (target-group ${group})` : 'Task failed container health checks',
      containers: [{ name: 'web', exitCode: 143, runtimeId: 'web-1', healthStatus: isElb ? 'UNKNOWN' : 'UNHEALTHY' }],
    }],
    logs: { web: { [id(1)]: lines.map(([second, message]) => ({ timestamp: Date.parse(at(second)), message })) } },
  }));
}

describe('the application still worked when its checks gave up', () => {
  test.each<[string, string, readonly (readonly [number, string])[]]>([
    ['Flyway', 'running migrations', [[25, 'Current version of schema "public": 41'], [26, 'Migrating schema "public" to version "42 - add index"']]],
    ['Rails', 'running migrations', [[25, '== 20261123 AddIndexToOrders: migrating ======'], [25, '-- add_index(:orders, :customer_id)']]],
    ['Alembic', 'running migrations', [[25, 'INFO  [alembic.runtime.migration] Running upgrade 1a2b -> 3c4d, add index']]],
    ['Liquibase', 'running migrations', [[25, 'Running Changeset: db/changelog/42.xml::42::app']]],
    ['Django', 'running migrations', [[25, 'Running migrations:'], [26, '  Applying orders.0042_index...']]],
    ['Prisma', 'running migrations', [[25, 'Applying migration `20261123_index`']]],
    ['Keycloak', 'running migrations', [[25, 'Updating database. Using changelog META-INF/jpa-changelog-1.0.0.xml']]],
    ['a model', 'loading its data', [[25, 'Loading model weights'], [100, 'Loading checkpoint shards: 60%']]],
    ['caches', 'warming up', [[100, 'Warming up caches (3 of 9)']]],
    ['an error that was over', 'running migrations', [[21, 'ERROR could not send telemetry'], [25, 'Running migrations'], [60, 'Applying migration 2']]],
  ])('%s', (_, what, lines) => {
    const { causes: [top] } = stoppedBy('ELB', lines);
    expect(top).toMatchObject({ id: 'health-check-grace-too-short', certainty: 'probable', container: 'web' });
    expect(top.headline).toBe(`container "web" was still ${what} when its health check gave up after 90 s`);
    expect(top.facts.join('\n')).toMatch(/began \d+ s after start and had not ended \d+ s later \(\d lines? about it\)\nhealth check grace period: 60 s/);
    expect(top.fix).toMatch(/^raise healthCheckGracePeriod of the service from 60 s to more than 90 s/);
  });

  test('a container health check: its own numbers', () => {
    const text = renderFull(stoppedBy('container', [[30, 'Running migrations'], [40, 'Applying migration 2']]));
    expect(text).toContain('migrations began 10 s after start and had not ended 80 s later (2 lines about it)');
    expect(text).toContain('the check gives up 80 s after start (startPeriod 20 s + 4 x 15 s)');
    expect(text).toMatch(/fix: raise healthCheck\.startPeriod .* from 20 s .* healthCheckGracePeriod .* from 60 s to more than 90 s, or run the migrations before/);
  });
});

test.each<[string, readonly (readonly [number, string])[], string]>([
  ['migrations that ended', [[25, 'Running migrations'], [30, 'Migrations complete']], ''],
  ['nothing to migrate', [[25, 'Running migrations'], [26, 'No pending migrations to apply.']], ''],
  ['an application that went on', [[25, 'Running migrations'], [30, 'a'], [31, 'b'], [32, 'c'], [33, 'd']], ''],
  ['a note about another kind of migration', [[25, 'Please migrate your code to use AWS SDK for JavaScript (v3).']], ''],
  ['an error since', [[25, 'Running migrations'], [30, 'Error: relation "orders" does not exist']], ''],
  ['a server that listened before', [[22, 'Listening on port 8080'], [25, 'Running migrations']], ''],
  ['silence after a model was loaded', [[25, 'Loading model weights']], ''],
  ['packets that are dropped', [[25, 'Running migrations']], 'Request timed out'],
])('another reason: %s', (_, lines, how) => {
  const { causes } = stoppedBy('ELB', lines, how);
  expect(causes.map((c) => c.headline).join('\n')).not.toMatch(/was still/);
  expect(causes.length).toBeGreaterThan(0);
});
