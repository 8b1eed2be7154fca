import { Cause, Diagnosis } from '../../src/diagnosis/model';
import { toJson } from '../../src/presentation/json';
import { jsonBytes, renderReason } from '../../src/presentation/reason';
import { renderFull } from '../../src/presentation/terminal';

const cause: Cause = {
  id: 'app-config-missing',
  title: 'Application lacks a required setting',
  stage: 'run',
  certainty: 'certain',
  retry: 'never',
  symptomOnly: false,
  waiting: false,
  container: 'api',
  tasks: ['6b1d6e32aaaa', '9802d212bbbb'],
  headline: 'container "api" exits with code 1: DATABASE_URL is not set',
  elastic: ['DATABASE_URL is not set'],
  evidence: ['Essential container in task exited', 'User: arn:aws:sts::123456789012:assumed-role/api/x is not authorized; context canceled'],
  facts: ['2 of 2 new tasks stopped, the first 6 s after start (tasks 6b1d6e32, 9802d212; task definition api:42)', 'another fact'],
  fix: 'set DATABASE_URL',
  docs: 'https://docs.aws.amazon.com/x.html',
};
const diagnosis: Diagnosis = {
  status: 'failed',
  causes: [cause, { ...cause, id: 'spot-interruption', headline: 'AWS took back the Spot capacity of the task' }, { ...cause, id: 'unknown-generic', symptomOnly: true }],
  summary: { failedTasks: 2, desiredCount: 2, taskDefinition: 'api:42', changes: ['image tag 41 -> 42', 'environment DATABASE_URL removed'] },
  impact: '2 of 2 tasks of api:41 still serve traffic',
  log: { container: 'api', task: '6b1d6e32aaaa', omitted: 3, missing: null, lines: ['starting', 'using password=hunter2', 'Error: DATABASE_URL is not set'].map((message) => ({ message })) },
  unavailable: [{ what: 'target health', error: 'AccessDenied' }],
};
const context = { because: '2 of 2 allowed failures', logStream: '2026/11/23/[$LATEST]0f3a', servicePath: 'Api/Service', logLines: 2 };

test('the whole message, in order', () => {
  expect(renderFull(diagnosis, context).split('\n')).toEqual([
    'container "api" exits with code 1: DATABASE_URL is not set [app-config-missing]',
    '2 of 2 new tasks stopped, the first 6 s after start (tasks 6b1d6e32, 9802d212; task definition api:42)',
    'another fact',
    'log (api) task 6b1d6e32: ... (4 lines omitted)',
    'log (api): using password=***',
    'log (api): Error: DATABASE_URL is not set',
    'also seen: AWS took back the Spot capacity of the task [spot-interruption]',
    'changed since the previous task definition: image tag 41 -> 42; environment DATABASE_URL removed',
    'impact: 2 of 2 tasks of api:41 still serve traffic',
    'fix: set DATABASE_URL (at Api/Service)',
    'why now: 2 of 2 allowed failures',
    'not readable: target health: AccessDenied',
    'aws: Essential container in task exited',
    'aws: User: arn:...:assumed-role/api/x is not authorized; context canceled',
    'docs: https://docs.aws.amazon.com/x.html',
    'CloudWatch Log Stream: 2026/11/23/[$LATEST]0f3a',
  ]);
});

test('texts of AWS that differ in ids, addresses and times only are quoted once', () => {
  const said = (id: string, uuid: string, ip: string, when: string) => `Get "http://169.254.170.2/v2/credentials/${uuid}": eni-${id} of task ${id}${id} at ${when}: read tcp ${ip}:41234->10.0.0.2:443: i/o timeout`;
  const evidence = [
    said('0a1b2c3d', '3ab430b2-205f-9786-afef-3da0e7fc41f0', '10.0.1.5', '2026-11-23T10:00:01Z'),
    said('1a1b2c3d', 'd8984a63-304e-a035-8a66-13ac68547222', '10.0.2.6', '2026-11-23T10:01:07.120Z'),
    said('2a1b2c3d', '1da56606-48de-c481-1576-54708f0d98c1', '10.0.3.7', '2026-11-23T10:02:09+00:00'),
    'failed to fetch secret A', 'failed to fetch secret B',
  ];
  const aws = renderFull({ ...diagnosis, causes: [{ ...cause, evidence }] }, context).split('\n').filter((l) => l.startsWith('aws: '));
  expect(aws).toEqual([`aws: ${evidence[0]} (and 2 more alike)`, 'aws: failed to fetch secret A', 'aws: failed to fetch secret B']);
});

test('with less room, what repeats goes first, then log lines; verdict, fix and AWS\'s words stay', () => {
  const kinds = (bytes: number) => renderReason(diagnosis, context, bytes).split('\n').map((l) => l.split(/[ :]/)[0]);
  const whole = jsonBytes(renderReason(diagnosis, context, 4000));
  expect(kinds(whole)).toHaveLength(16);
  expect(kinds(whole - 1)).toHaveLength(15);
  expect(kinds(320)).toEqual(['container', '2', 'fix', 'aws', 'CloudWatch']);
});

test('a cause that the first one explains is not listed as a second', () => {
  const explained = { ...diagnosis, causes: [{ ...cause, explains: ['spot-interruption' as const] }, ...diagnosis.causes.slice(1)] };
  expect(renderFull(explained)).not.toContain('also seen');
});

test('the decisive log line is shown once: among the log lines, or alone if they are not shown', () => {
  const told = { ...diagnosis, causes: [{ ...cause, facts: ['log: starting'] }] };
  const of = (text: string) => text.split('\n').filter((l) => l.endsWith(': starting'));
  expect(of(renderFull(told))).toEqual(['log (api): starting']);
  expect(of(renderFull(told, { logLines: 1 }))).toEqual(['log: starting']);
  const many = { ...told, log: { ...told.log!, lines: ['starting', ...Array.from({ length: 18 }, () => 'x'.repeat(300))].map((message) => ({ message })) } };
  expect(of(renderReason(many, {}, 3000))).toEqual(['log: starting']);
});

test.each([
  [{ certainty: 'probable' as const }, 'probably: container "api"'],
  [{ certainty: 'possible' as const }, 'possibly: container "api"'],
  [{ certainty: 'possible' as const, plain: true }, 'container "api"'],
  [{ certainty: 'possible' as const, symptomOnly: true }, 'container "api"'],
])('certainty in words: %j', (over, start) => {
  expect(renderFull({ ...diagnosis, causes: [{ ...cause, ...over }] }).startsWith(start)).toBe(true);
});

test('a long headline loses the middle of what may be long, and keeps its id', () => {
  const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/department/service-with-a-long-name:2026-11-23-abcdef1';
  const [first, second] = renderFull({ ...diagnosis, causes: [{ ...cause, headline: `container "api" cannot start: image ${image} does not exist`, elastic: [image], id: 'image-not-found' }] }).split('\n');
  expect(first).toMatch(/^"api": image 123456789012.*\.\.\..*2026-11-23-abcdef1 does not exist \[image-not-found\]$/);
  expect(first.length).toBeLessThanOrEqual(120);
  expect(second).toContain(`in full: container "api" cannot start: image ${image} does not exist`);
});

test.each([
  ['our own words give way before those of the log', 'exits with code 1', 'Format of the initialization string does not conform to specification at 0',
    '"api" exits with 1: "Format of the initialization string does not conform to specification at 0" [app-config-invalid]'],
  ['the words of the log lose what decides least', 'exits with code 1', `no answer from the queue: ${'a '.repeat(60)}a`,
    /^"api" exits with 1: "no answer from the queue: (?:a )*a\.\.\." \[app-config-invalid\]$/],
  ['a quotation whose end is cut off is closed', `exits with code 1 ${'and again '.repeat(6)}`, 'Format of the initialization string',
    /^"api" exits with 1 (?:and again )+: "Format of the\.\.\." \[app-config-invalid\]$/],
])('%s', (_, what, words, expected) => {
  const long = { ...cause, id: 'app-config-invalid' as const, headline: `container "api" ${what}: "${words}"`, elastic: [words] };
  const [first] = renderFull({ ...diagnosis, causes: [long] }).split('\n');
  expect(first.length).toBeLessThanOrEqual(120);
  expect(first).toMatch(expected);
});

test('a mask that covers the end of a quotation leaves it closed', () => {
  const leaking = { ...cause, headline: 'container "api" exits with code 1: "cust-4711"', elastic: ['cust-4711'] };
  expect(renderFull({ ...diagnosis, causes: [leaking] }, { redact: ['cust-\\d+"'] }).split('\n')[0]).toMatch(/: "\*\*\*" \[/);
});

test('no lines are shown at 0; if there are none, the reason is shown', () => {
  expect(renderFull(diagnosis, { logLines: 0 })).not.toContain('log (');
  expect(renderFull({ ...diagnosis, log: { container: 'api', task: 't', omitted: 0, lines: [], missing: 'no line was written to log group /ecs/api' } }))
    .toContain('log (api): no line was written to log group /ecs/api');
});

test('a healthy deployment has one line and no alarm', () => {
  expect(renderFull({ ...diagnosis, status: 'healthy', causes: [], log: null, unavailable: [] })).toBe('the deployment is complete, no failure found');
});

test('the JSON names its members with texts of logs and of AWS', () => {
  const members = ['container', 'task', 'headline', 'evidence', 'fix'].map((member) => `causes[].${member}`);
  expect(toJson(diagnosis, 'fail-now', context).untrusted).toEqual(expect.arrayContaining([...members, 'impact', 'text']));
  const none = { ...diagnosis, status: 'healthy' as const, causes: [], log: null, unavailable: [], impact: '' };
  expect(toJson(none, 'healthy').untrusted).toEqual(['text']);
  const unread = { ...none, unavailable: [{ what: 'tasks' as const, message: 'no' }], awaited: { what: 'x', release: 'y' } };
  expect(toJson(unread, 'keep-waiting').untrusted).toEqual(['awaited.what', 'awaited.release', 'unavailable[].what', 'unavailable[].message', 'text']);
});

test('of "canceled" only the reason of a stack event has another word', () => {
  expect(renderFull(diagnosis, context)).toContain('context canceled');
  expect(toJson(diagnosis, 'fail-now', context).causes[0].evidence.join()).toContain('context canceled');
  expect(renderReason(diagnosis, context, 3000)).toContain('context aborted');
});

test('the JSON has the documented members', () => {
  const json = toJson(diagnosis, 'fail-now', context);
  expect(Object.keys(json)).toEqual(['status', 'verdict', 'causes', 'over', 'blamed', 'awaited', 'network', 'impact', 'unavailable', 'untrusted', 'text']);
  expect(Object.keys(json.causes[0])).toEqual(['id', 'title', 'certainty', 'retry', 'container', 'task', 'headline', 'evidence', 'fix', 'docs']);
  expect(json).toMatchObject({ verdict: 'fail-now', text: renderFull(diagnosis, context), causes: [{ task: '6b1d6e32aaaa', container: 'api' }, {}, {}] });
  expect(JSON.stringify(json)).not.toContain('hunter2');
});

test('the JSON has what the text has: causes that are over, changes that explain the first one, what is awaited', () => {
  expect(toJson(diagnosis, 'fail-now')).toMatchObject({ over: [], blamed: [], awaited: null });
  const over = [{ cause: { ...cause, id: 'image-pull-network' as const, title: 'Registry out of reach' }, task: 'bbbb' }];
  const summary = { ...diagnosis.summary, blamed: ['environment DB_PASSWORD=hunter2 changed'] };
  expect(toJson({ ...diagnosis, over, summary }, 'fail-now')).toMatchObject({
    over: [{ id: 'image-pull-network', title: 'Registry out of reach', container: 'api', task: 'bbbb' }],
    blamed: ['environment DB_PASSWORD=*** changed'],
  });
  const awaited = { what: '2 tasks in PENDING to run', release: 'an image', age: '3 min' };
  const waiting = { ...diagnosis, status: 'in-progress' as const, causes: [], awaited };
  expect(toJson(waiting, 'keep-waiting').awaited).toEqual(awaited);
  expect(toJson({ ...waiting, awaited: { what: 'time', release: 'time' } }, 'keep-waiting').awaited).toEqual({ what: 'time', release: 'time', age: null });
});
