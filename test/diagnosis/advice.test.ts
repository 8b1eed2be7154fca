import { exited, Given, text, top } from './given';
import { Task } from '../../src/facts/model';

/** Advice that the facts at hand contradict is not given. */
const AWS = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';
const refused = (stoppedReason: string, given: Given = {}, more: Partial<Task> = {}) => top({
  ...given, task: { stopCode: 'TaskFailedToStart', stoppedReason, startedAt: undefined, containers: [{ name: 'web' }], ...more },
});

describe('no credentials for an SDK of AWS', () => {
  const ROLE = 'arn:aws:iam::123456789012:role/web-task';
  const lines: readonly (readonly [string, string])[] = [
    ['.NET', 'Unhandled exception. Amazon.Runtime.AmazonServiceException: Unable to get IAM security credentials from EC2 Instance Metadata Service.'],
    ['Python', 'botocore.exceptions.NoCredentialsError: Unable to locate credentials'],
    ['JavaScript v2', 'CredentialsError: Missing credentials in config, if using AWS_CONFIG_FILE, set AWS_SDK_LOAD_CONFIG=1'],
    ['JavaScript v3', 'CredentialsProviderError: Could not load credentials from any providers'],
    ['Go v1', 'NoCredentialProviders: no valid providers in chain. Deprecated.'],
    ['Go v2', 'panic: operation error S3: GetObject, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found'],
    ['Java v1', 'com.amazonaws.SdkClientException: Unable to load AWS credentials from any provider in the chain'],
    ['Java v2', 'SdkClientException: Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(credentialsProviders=[])'],
    ['Rust', 'Error: DispatchFailure: the credential provider was not enabled: no providers in chain provided credentials'],
    ['Ruby', 'Aws::Errors::MissingCredentialsError: unable to sign request without credentials set'],
  ];

  test.each(lines)('%s: a task without a task role', (_sdk, line) => {
    const cause = exited(line, { definition: { executionRoleArn: 'arn:aws:iam::123456789012:role/execution' } }, 134);
    expect(cause.id).toBe('app-dependency-auth');
    expect(cause.headline).toContain('no task role');
    expect(text(cause)).toContain('its execution role execution is for ECS itself');
    expect(cause.fix).toMatch(/^give the task definition a task role/);
  });

  test.each(lines)('%s: a task with one', (_sdk, line) => {
    const cause = exited(line, { definition: { taskRoleArn: ROLE } });
    expect(cause.id).toBe('app-dependency-auth');
    expect(text(cause)).toContain('the task role is web-task');
    expect(cause.fix).not.toContain('give the task definition a task role');
  });

  test('a profile goes before the role', () => {
    const given = { definition: { taskRoleArn: ROLE }, container: { environment: [{ name: 'AWS_PROFILE', value: 'dev' }] } };
    expect(exited(lines[1][1], given).fix).toContain('remove AWS_PROFILE');
  });

  test('a segmentation fault keeps its name beside an error that was caught', () => {
    expect(exited('ERROR could not connect to redis:6379: connection refused', {}, 139).id).toBe('app-segfault');
    expect(exited(lines[0][1], {}, 139).id).toBe('app-dependency-auth');
  });
});

describe('words of a sentence are no hosts', () => {
  const WORDS = 'new free first another available healthy idle primary upstream service client session response answer leader lock'.split(' ')
    .concat('connection data remote pending work done ready up node peer other next last external internal main process'.split(' '));
  const FORMS = [
    'Acquisition timeout while waiting for W connection', 'Error: failed to connect to W', 'could not connect to W: connection timed out',
    'connection to W failed', 'Error: unable to connect to the W', 'timeout waiting for W', 'server at W is unreachable: connection refused',
    'Connection refused: no server on W', 'dial tcp W: connect: connection refused', 'unknown host W',
  ];

  test.each(FORMS)('%s', (form) => {
    for (const word of WORDS) {
      const cause = exited(form.replace('W', word));
      if (cause.id !== 'app-dependency-unreachable') continue;
      const said = [...cause.facts, cause.fix].join('\n');
      expect(said).not.toMatch(new RegExp(`(^|of |behind |correct |place of )${word} ?(did|refused|is no|runs|:|;|$)`, 'm'));
    }
  });

  test('a word that the task definition knows is a host', () => {
    const given: Given = { container: { environment: [{ name: 'CACHE_URL', value: 'redis://primary/0' }] } };
    expect(exited('Error: could not connect to primary: connection timed out', given).fix).toContain('primary');
    expect(exited('Error: could not connect to primary: connection timed out').fix).not.toContain('primary');
  });
});

describe('texts that AWS cuts', () => {
  const whole = [
    'unable to retrieve secrets from ssm: service call has been retried 1 time(s): ', 'unable to retrieve secret from asm: service call has been retried 12 time(s): ',
  ];

  test.each(whole)('%s', (words) => {
    for (let end = 'unable to retrieve s'.length; end <= words.length; end += 3) {
      for (const dots of ['', '...', '\u2026']) {
        const cause = refused(AWS + words.slice(0, end) + dots, { container: { secrets: [{ name: 'TOKEN', valueFrom: words.includes('ssm') ? '/app/token' : 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf' }] } });
        expect(cause.id).toBe('secret-network');
        expect(text(cause)).toContain(words.includes('ssm') ? 'SSM Parameter Store' : 'Secrets Manager');
      }
    }
  });
});
