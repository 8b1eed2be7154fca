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
    ['PASSWORD=hunter2hunter2', 'PASSWORD=***'],
    ['AKIAIOSFODNN7EXAMPLE', '***'],
    ['ecs-svc/1234567890123456789 at 2026-01-05T09:00:00.000Z', 'ecs-svc/1234567890123456789 at 2026-01-05T09:00:00.000Z'],
  ])('%s', (text, expected) => expect(redacted(text)).toBe(expected));

  test('numbers and structure stay', () => {
    expect(redactedValue({ a: [1, 'in 123456789012', null], b: { c: true } })).toEqual({ a: [1, 'in 111122223333', null], b: { c: true } });
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
