import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'test-results-parser';
import { EXIT } from '../../../src/cli/exit';
import { ecsWhy } from '../bundle';

// Real processes: on a busy machine one start may take seconds.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'follow-early-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' };
const last = (out: string) => JSON.parse(out.trim().split('\n').at(-1) ?? '') as object;

describe('an end before the first look', () => {
  test.each<[string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
    ['no Region, several services', ['prod', '--services', 'web,worker'], KEYS, /^no AWS region: /],
    ['no Region, a whole cluster', ['prod'], KEYS, /^no AWS region: /],
    ['no credentials, several services', ['prod', '--services', 'web,worker'], { AWS_REGION: 'eu-west-1' }, /^no AWS credentials: /],
    ['no credentials, one service', ['prod', 'web'], { AWS_REGION: 'eu-west-1' }, /could not be read: no AWS credentials: /],
    ['no such profile', ['prod', 'web', '--profile', 'nope'], {}, /^there is no profile "nope"/],
  ])('%s: --json has a line for it, the last one', (_, args, env, text) => {
    const { code, out, err } = ecsWhy(['follow', ...args, '--json'], env);
    expect({ code, err }).toEqual({ code: EXIT.credentials, err: expect.stringMatching(/^ecs-why: [^\n]*\n$/) });
    expect(last(out)).toMatchObject({ type: 'end', at: expect.any(String), seconds: expect.any(Number), exitCode: code, text: expect.stringMatching(text) });
  });

  test('the reason on the standard error is that of `ecs-why CLUSTER SERVICE`', () => {
    const env = { AWS_REGION: 'eu-west-1' };
    const [followed, explained] = [ecsWhy(['follow', 'prod', 'web'], env), ecsWhy(['prod', 'web'], env)];
    expect(followed).toMatchObject({ code: explained.code, err: explained.err });
    expect(explained.err).toMatch(/^ecs-why: no AWS credentials: /);
  });

  const ARN = 'arn:aws:ecs:eu-west-1:123456789012:';
  test.each<[string, readonly string[], readonly string[]]>([
    ['several services', ['prod', '--services', 'web,worker'], ['web', 'worker']],
    ['the ARN of the cluster', [`${ARN}cluster/prod`, 'web'], ['web']],
    ['the ARN of the service', [`${ARN}service/prod/web`], ['web']],
    ['a whole cluster', [`${ARN}cluster/prod`], ['prod']],
  ])('%s: the JUnit file has a case for each service that was named', (_, args, names) => {
    const file = join(folder, 'early.xml');
    expect(ecsWhy(['follow', ...args, '--junit', file, '--profile', 'nope']).code).toBe(EXIT.credentials);
    const { suites } = parse({ type: 'junit', files: [file] });
    expect(suites.map(({ name, cases }) => ({ name, cases: cases.map((one) => one.name) }))).toEqual([{ name: 'prod', cases: names }]);
  });
});
