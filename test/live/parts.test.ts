import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { unzip } from './bucket-server';
import { verdictOf } from './model';
import { readOptions, UsageError } from './options';
import { regionsLike } from './partition';
import { redacted, redactedValue } from './redaction';
import { toMarkdown } from './report';
import { TESTS } from './tests';
import { zipped } from './zip';

const folder = mkdtempSync(join(tmpdir(), 'live-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('options', () => {
  test('tests in any spelling, once each', () => {
    expect(readOptions(['l2', 'L2', 'L10', '--yes', '--region', 'eu-west-1'], TESTS)).toMatchObject({
      todo: 'run', tests: [{ id: 'L2' }, { id: 'L10' }], yes: true, region: 'eu-west-1', out: '.',
    });
    expect(readOptions(['L9', '--vpc', 'vpc-1', '--subnets', 'subnet-1, subnet-2', '--regions', 'eu-west-1'], TESTS)).toMatchObject({
      network: { vpc: 'vpc-1', subnets: ['subnet-1', 'subnet-2'] }, regions: ['eu-west-1'],
    });
  });

  test.each([
    [[], /name the tests to run, or --list/],
    [['L15'], /there is no test "L15"; there are L1 L2/],
    [['L1', '--vpc', 'vpc-1'], /--vpc and --subnets belong together/],
    [['--clean', 'L1'], /--clean takes no tests/],
    [['--frobnicate'], /frobnicate/],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args, TESTS)).toThrow(UsageError);
    expect(() => readOptions(args, TESTS)).toThrow(message);
  });
});

describe('the archive of the function', () => {
  mkdirSync(join(folder, 'code', 'lib'), { recursive: true });
  const content = 'exports.handler = async () => undefined; // äöü\n'.repeat(1000);
  writeFileSync(join(folder, 'code', 'index.js'), content);
  writeFileSync(join(folder, 'code', 'lib', 'empty.js'), '');
  const archive = zipped(join(folder, 'code'));

  test('has all files, and is the same each time', () => {
    unzip(archive, join(folder, 'out'));
    expect(readFileSync(join(folder, 'out', 'index.js'), 'utf8')).toBe(content);
    expect(readFileSync(join(folder, 'out', 'lib', 'empty.js'), 'utf8')).toBe('');
    expect(zipped(join(folder, 'code')).equals(archive)).toBe(true);
  });

  test('another program finds no error in it', () => {
    writeFileSync(join(folder, 'code.zip'), archive);
    const { stdout, stderr } = spawnSync('python3', ['-m', 'zipfile', '-t', join(folder, 'code.zip')], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['Done testing\n', '']);
  });
});

describe('the report', () => {
  test.each([
    ['arn:aws:ecs:eu-west-1:123456789012:service/live/api', 'arn:aws:ecs:eu-west-1:111122223333:service/live/api'],
    ['User: arn:aws:sts::123456789012:assumed-role/Admin/jo@example.com is not', 'User: arn:aws:sts::111122223333:assumed-role/*** is not'],
    ['subnet-0abc12345678 in vpc-0abc12345678, sg-0abc12345678', 'subnet-*** in vpc-***, sg-***'],
    ['dial tcp 10.0.3.17:5432', 'dial tcp ***:5432'],
    ['User: arn:aws:sts::123456789012:assumed-role/Admin/Jane Doe is not authorized', 'User: arn:aws:sts::111122223333:assumed-role/*** is not authorized'],
    ['"arn:aws:sts::123456789012:federated-user/Jane Doe"', '"arn:aws:sts::111122223333:federated-user/***"'],
    ['arn%3Aaws%3Aiam%3A%3A123456789012%3Auser%2Fjo', 'arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2F***'],
    ['arn:aws:iam::123456789012:role/path/AcmeCorp-PowerUser cannot be assumed', 'arn:aws:iam::111122223333:role/*** cannot be assumed'],
    ['arn:aws:iam::123456789012:role/cdf-live-x-l1-a-Role-1AB', 'arn:aws:iam::111122223333:role/cdf-live-x-l1-a-Role-1AB'],
    ['arn:aws:organizations::123456789012:policy/o-a1b2c3d4e5/service_control_policy/p-1', 'arn:aws:organizations::111122223333:***'],
    ['in o-a1b2c3d4e5, ou-a1b2-c3d4e5f6', 'in o-***, ou-***'],
    ['AROAEXAMPLEID1234567:jane AIDAEXAMPLEID12345678', '*** ***'],
    ['FwoGZXIvYXdzEBYaDKIg0Q0/abc+def== IQoJb3JpZ2luX2VjEHIaCXVz', '*** ***'],
    ['account 1234-5678-9012', 'account ***'],
    ['i-0123456789abcdef0 nat-01234567 vpce-0123456789abcdef0 acl-0123456789abcdef0 tgw-0123456789abcdef0', 'i-*** nat-*** vpce-*** acl-*** tgw-***'],
    ['ip-10-0-3-17.eu-west-1.compute.internal and ec2-3-120-1-2.eu-west-1.compute.amazonaws.com', 'ip-*** and ec2-***'],
    ['fe80::1ff:fe23:4567:890a, [2001:db8::1]:443, 2001:db8:0:1:2:3:4:5, ::1', '***, [***]:443, ***, ***'],
    ['Encoded authorization failure message: 5VzNGHbKfAKEe-abc', 'Encoded authorization failure message: ***'],
    ['AWS::ECS::Service arn:aws:s3:::bucket at 09:00:00, 12:30', 'AWS::ECS::Service arn:aws:s3:::bucket at 09:00:00, 12:30'],
    ['0e4a1234-5678-9012-3456-1234567890ab', '0e4a1234-5678-9012-3456-1234567890ab'],
    ['PASSWORD=hunter2hunter2', 'PASSWORD=***'],
    ['AKIAIOSFODNN7EXAMPLE', '***'],
    ['ecs-svc/1234567890123456789 at 2026-01-05T09:00:00.000Z', 'ecs-svc/1234567890123456789 at 2026-01-05T09:00:00.000Z'],
  ])('%s', (text, expected) => expect(redacted(text)).toBe(expected));

  test('numbers and structure stay', () => {
    expect(redactedValue({ a: [1, 'in 123456789012', null], b: { c: true }, at: 1767603600000 })).toEqual(
      { a: [1, 'in 111122223333', null], b: { c: true }, at: 1767603600000 },
    );
  });

  test('names and numbers are redacted, and a name shows a secret', () => {
    expect(redactedValue({ 'arn:aws:iam::123456789012:user/jo': 1, 'account': 123456789012, 'password': 'hunter2hunter2' })).toEqual(
      { 'arn:aws:iam::111122223333:user/***': 1, 'account': '111122223333', 'password': '***' },
    );
  });

  test('a vertical bar does not end a cell', () => {
    const finding = { question: 'one | two', outcome: 'pass' as const, answer: 'three | four' };
    const text = toMarkdown({
      report: 1, on: 'live AWS', date: '2026-01-05', region: 'eu-west-1', leftBehind: [],
      tests: [{ id: 'L1', title: 'five | six', verdict: 'seven | eight', findings: [finding] }],
    });
    expect(text).toContain('| one \\| two | pass | three \\| four |');
    expect(text).toContain('| L1 | five \\| six | seven \\| eight |');
  });

  test('fits into an issue, however many events there are', () => {
    const events = Array.from({ length: 2000 }, (_, i) => ({
      at: '2026-01-05T09:00:00Z', eventId: String(i), logicalId: 'Api', physicalId: '', type: 'AWS::ECS::Service', status: 'CREATE_IN_PROGRESS', reason: 'x'.repeat(500),
    }));
    const operation = { kind: 'create' as const, stackName: 's', stackId: 's', requestedAt: 0, endedAt: 0, events, samples: [], gaps: 0 };
    const text = toMarkdown({
      report: 1, on: 'live AWS', date: '2026-01-05', region: 'eu-west-1', leftBehind: ['stack s'],
      tests: [{ id: 'L1', title: 'one', verdict: 'pass', findings: [], recording: { operation } }],
    });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('* stack s');
  });
});

test('the verdict of a test', () => {
  const of = (...outcomes: readonly ('pass' | 'fail' | 'settled' | 'open')[]) => verdictOf(outcomes.map((outcome) => ({ question: '?', outcome, answer: 'so' })));
  expect(of('pass', 'settled', 'fail')).toBe('fail');
  expect(of('settled', 'pass', 'open')).toBe('pass');
  expect(of('open', 'settled')).toBe('settled: so');
  expect(of('open')).toBe('open');
});

test('Regions of L9 are those of the partition', () => {
  expect(regionsLike('eu-west-1')).toEqual(expect.arrayContaining(['us-east-1', 'ap-south-2']));
  expect(regionsLike('cn-north-1')).toEqual(['cn-north-1', 'cn-northwest-1']);
});
