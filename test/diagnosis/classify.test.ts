import { readFileSync } from 'fs';
import { join } from 'path';
import { ROWS, tablesWith } from './tables';
import { CAUSE_IDS, CauseId, RETIRED_CAUSE_IDS } from '../../src/contract';
import { rules } from '../../src/diagnosis/causes';
import {
  causeOfAwsText, causeOfFailedCheck, causeOfStatement, causeOfStopCode, causeOfTargetText,
} from '../../src/diagnosis/classify';
import { allOf, anyOf, causeIn, LATER, Row, Section } from '../../src/diagnosis/classify/table';
import { diagnose } from '../../src/diagnosis/engine';
import { Rule } from '../../src/diagnosis/model';
import { catalogue } from '../corpus/recordings';

/** What a person has to do so that the cause is recognised, or nothing. */
function missing({ id, family, foundBy }: Pick<Rule, 'id' | 'family' | 'foundBy'>): readonly string[] {
  const tables = tablesWith(id);
  const rule = `src/diagnosis/causes/${family}/${id}/rule.ts`;
  const inTable = !foundBy || foundBy === 'table and facts';
  if (inTable && !tables.length) return [`${id} is in no table: add a row to ${ROWS}, or set foundBy: 'facts' in ${rule}`];
  return !inTable && tables.length ? [`${id} is in ${tables.join(', ')}: remove foundBy from ${rule}`] : [];
}

describe('every cause is recognised in one way', () => {
  test('in a table, or by its rule, or by the decision', () => expect(rules.flatMap(missing)).toEqual([]));

  const made = (id: string, foundBy?: 'facts') => missing({ id: id as CauseId, family: 'application', foundBy });
  test('a forgotten step is named, with the files to edit', () => {
    expect(made('app-no-such-cause')).toEqual([expect.stringMatching(
      /^app-no-such-cause is in no table: add a row to src\/diagnosis\/classify\/aws-texts\.ts .*log-texts\.ts .*application\/app-no-such-cause\/rule\.ts$/,
    )]);
    expect(made('app-no-such-cause', 'facts')).toEqual([]);
    expect(made('app-segfault', 'facts')).toEqual([
      'app-segfault is in src/diagnosis/classify/log-texts.ts, src/diagnosis/classify/endings.ts: remove foundBy from src/diagnosis/causes/application/app-segfault/rule.ts',
    ]);
  });
});

test('a rule with its own match asks a table, or says that it recognises by itself', () => {
  const asksTable = /\b(causeOf\w+|endingsWithoutCode|targetFinding|wordsOnTargets)\(/;
  const ownMatches = (file: string) => readFileSync(join(__dirname, '..', '..', file), 'utf8').split(/\bmatch(?:\(frame\)|:)/).slice(1);
  const silent = rules.filter(({ foundBy }) => !foundBy).map(({ id, family }) => `src/diagnosis/causes/${family}/${id}/rule.ts`)
    .filter((file) => !ownMatches(file).every((match) => asksTable.test(match)));
  expect(silent.map((file) => `${file} recognises by itself: move the words to a table (${ROWS}), or set foundBy`)).toEqual([]);
});

describe('ids', () => {
  test('a cause whose folder is gone is retired', () => {
    const known: ReadonlySet<string> = new Set([...CAUSE_IDS, ...Object.keys(RETIRED_CAUSE_IDS)]);
    expect(catalogue.filter(({ id }) => !known.has(id)).map(({ id }) => (
      `${id} has no folder in src/diagnosis/causes: if it is gone for good, add it to RETIRED_CAUSE_IDS in src/contract.ts, with its successors`))).toEqual([]);
  });
  test('a retired id is not used again', () => {
    expect(CAUSE_IDS.filter((id) => id in RETIRED_CAUSE_IDS).map((id) => `${id} is in RETIRED_CAUSE_IDS of src/contract.ts: give the folder another name`)).toEqual([]);
  });
});

describe('a table', () => {
  const cut = (text: string) => text.replace(/^preamble: /, '');
  const found = (text: string, ...sections: readonly Section[]) => causeIn(sections, text, cut);

  test('is read from top to bottom', () => {
    const rows: readonly Row[] = [['vcpu-quota', /quota/], ['task-quota', /task quota/]];
    expect([found('task quota', { rows }), found('task quota', { rows: [...rows].reverse() }), found('none', { rows })]).toEqual(['vcpu-quota', 'task-quota', undefined]);
    expect(found('task quota', { rows: [['vcpu-quota', /quota/, /task/], rows[1]] })).toBe('task-quota');
  });
  test('has sections about something', () => {
    const pulls: Section = { about: /pull/, unless: /secret/, rows: [['image-pull-denied', /denied/]], otherwise: 'image-pull-failed' };
    const last: Section = { rows: [['role-permission-denied', /denied/]] };
    expect(['pull denied', 'pull', 'pull secret denied', 'denied'].map((text) => found(text, pulls, last)))
      .toEqual(['image-pull-denied', 'image-pull-failed', 'role-permission-denied', 'role-permission-denied']);
  });
  test('may leave a text to later sections', () => {
    const start: Section = { rows: [[LATER, /log driver/], ['entrypoint-not-found', /no such file/]], otherwise: 'container-runtime-error' };
    const logs: Section = { rows: [['log-driver-config', /log driver/]] };
    expect(['log driver: no such file', 'no such file', 'else'].map((text) => found(text, start, logs)))
      .toEqual(['log-driver-config', 'entrypoint-not-found', 'container-runtime-error']);
  });
  test('may read a text without its preamble', () => {
    const rows: readonly Row[] = [['image-pull-network', /^timeout/]];
    const texts = ['timeout', 'preamble: timeout'];
    expect(texts.map((text) => found(text, { rows }))).toEqual(['image-pull-network', undefined]);
    expect(texts.map((text) => found(text, { rows, preamble: 'ignored' }))).toEqual(['image-pull-network', 'image-pull-network']);
    expect(texts.map((text) => found(text, { rows, preamble: 'required' }))).toEqual([undefined, 'image-pull-network']);
  });
  test('joins patterns', () => {
    expect(['a', 'b', 'a b'].map((text) => [allOf(/a/, /b/).test(text), anyOf(/a/, /b/).test(text)])).toEqual([[false, true], [false, true], [true, true]]);
  });
});

/** Texts that match rows of several sections: what was being done goes before what went wrong. */
test.each([
  ['lifecycle-hook-failed', 'PROVISIONING lifecycle hook(s) failed. AccessDenied'],
  ['no-rollback-candidate', 'Service deployment circuit breaker was triggered. No rollback candidate was found to run the rollback.'],
  ['env-file-unavailable', 'ResourceInitializationError: unable to retrieve environment files from S3: AccessDenied'],
  ['kms-access-denied', 'unable to retrieve secrets from ssm: AccessDeniedException: The ciphertext refers to a customer master key that does not exist'],
  ['ecr-auth-denied', 'The task can\'t pull the image from Amazon ECR because the execution role isn\'t authorized to perform: ecr:GetAuthorizationToken on resource: *'],
  ['log-network', 'failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue'],
  ['capacity-provider-failed', 'Unable to launch instance(s) for capacity provider my-cp. VcpuLimitExceeded: your current vCPU limit of 8'],
  ['tag-policy-violation', 'Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation'],
  [undefined, '(service web) has reached a steady state.'],
])('%s: %s', (cause, text) => expect(causeOfAwsText(text)).toBe(cause));

test.each([
  ['target-not-in-use', 'Target.NotInUse Target is in an Availability Zone that is not enabled for the load balancer'],
  ['target-not-registered', 'Target.NotRegistered Target is not registered to the target group'],
  ['target-ip-unusable', 'Target.IpUnusable The IP address cannot be used as a target, as it is in use by a load balancer'],
  ['internal-error', 'Elb.InternalError Health checks failed due to an internal error'],
  [undefined, 'Target.Timeout Request timed out'],
])('the state of a target, %s: %s', (cause, text) => expect(causeOfTargetText(text)).toBe(cause));

/** What an event says about a target gives no second cause beside the one of the text. */
test.each([
  ['insufficient-cluster-capacity', 'container instance is not registered with the cluster; no container instance met all of its requirements'],
  ['cloud-map-registration-failed', 'unable to register the task with AWS Cloud Map'],
  ['role-not-assumable', 'unable to assume the role; unable to register targets'],
  ['eni-or-subnet', 'subnet is not in use. InsufficientFreeAddresses'],
  ['throttled', '(service web) failed to register targets in (target-group web) with (error Rate exceeded (Error Code: Throttling))'],
  ['target-not-registered', '(service web) failed to register targets in (target-group web) with (error The targets are not in a running state)'],
  ['target-ip-unusable', '(service web) is unhealthy in (target-group web) due to (reason The IP address cannot be used as a target)'],
])('one text, one cause, %s: %s', (cause, message) => expect(diagnose({
  at: '2026-01-01T00:02:00Z',
  service: {
    serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }], events: [{ createdAt: '2026-01-01T00:01:00Z', message }],
  },
}).causes.map(({ id }) => id)).toEqual([cause]));

test.each([
  ['elb-health-check-status', 'Target.ResponseCodeMismatch: Health checks failed with these codes: [404]'],
  ['elb-health-check-status', 'Request timed out after codes [502, 503]'],
  ['elb-health-check-timeout', 'Target.Timeout: Request timed out'],
  ['elb-health-check-connection', 'Target.FailedHealthChecks: Health checks failed'],
  ['elb-health-check', 'Task failed ELB health checks in (target-group x)'],
])('how a check failed, %s: %s', (cause, text) => expect(causeOfFailedCheck(text)).toBe(cause));

test('stop codes name the cause by themselves, exits do not', () => {
  expect(['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth', 'EssentialContainerExited', undefined].map((stopCode) => causeOfStopCode({ stopCode })))
    .toEqual(['spot-interruption', 'host-terminated', 'host-terminated', undefined, undefined]);
});

test('the class that CloudFormation\'s handler gives counts where the words say nothing, and only in its own texts', () => {
  const statement = (from: 'operation' | 'event') => causeOfStatement({ from, text: 'who knows (HandlerErrorCode: NotUpdatable)', quote: '', tasks: [] });
  expect([statement('operation'), statement('event')]).toEqual(['service-definition-invalid', undefined]);
});

test('only a request can be refused: the reason of a container in the same words supports no cause', () => {
  const text = 'the value is not a valid port';
  expect([causeOfAwsText(text), causeOfAwsText(text, 'operation'), causeOfAwsText(text, 'container')])
    .toEqual(['service-definition-invalid', 'service-definition-invalid', undefined]);
});

test('the last resort is dropped beside a cause that names something', () => {
  const event = (message: string) => ({ createdAt: '2026-01-01T00:01:00Z', message: `(service web) was unable to place a task. Reason: ${message}` });
  const ids = (...messages: readonly string[]) => diagnose({
    at: '2026-01-01T00:02:00Z', service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }], events: messages.map(event) },
  }).causes.map((c) => c.id);
  expect([ids('the moon is in the wrong house.'), ids('the moon is in the wrong house.', 'No Container Instances were found in your cluster.')])
    .toEqual([['unknown-generic'], ['no-container-instances']]);
});
