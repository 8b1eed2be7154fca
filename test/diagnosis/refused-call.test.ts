import { exited } from './given';

/** A client of AWS reports a refused call: the fix names the call and, where the line names it, the bucket. */
test.each([
  ['https://github.com/aws/aws-for-fluent-bit/issues/742',
    'time="2023-10-10T20:00:46Z" level=fatal msg="[FluentBit Init Process] Cannot get bucket region of stagingdp + coralogix/base.conf, you must be the bucket owner to implement this operation"',
    's3:GetBucketLocation on arn:aws:s3:::stagingdp:'],
  ['botocore', 'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied', 's3:ListBucket:'],
  ['AWS CLI', 'fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden', 's3:GetObject:'],
  ['https://github.com/department-of-veterans-affairs/notification-api/issues/62',
    "Unrecoverable error: ClientError('An error occurred (AccessDenied) when calling the GetQueueAttributes operation: Access to the resource https://us-east-2.queue.amazonaws.com/ is denied.',)",
    'sqs:GetQueueAttributes:'],
  ['SDK for Go v2', 'fatal: operation error SQS: GetQueueUrl, https response error StatusCode: 403, RequestID: 1b7c, api error AccessDenied: Access to the resource is denied.', 'sqs:GetQueueUrl:'],
  ['SDK for Go v2, S3', 'fatal: get settings: operation error S3: GetObject, https response error StatusCode: 403, api error AccessDenied: Access Denied (s3://app-config/prod.yml)',
    's3:GetObject on arn:aws:s3:::app-config/*:'],
  ['PHP', 'Fatal error: Uncaught Aws\\S3\\Exception\\S3Exception: Error executing "PutObject" on "https://uploads.s3.eu-west-1.amazonaws.com/x"; AWS HTTP error: 403 Forbidden AccessDenied',
    's3:PutObject on arn:aws:s3:::uploads/*:'],
])('%s', (_source, line, call) => {
  const { id, fix } = exited(line);
  expect(id).toBe('app-dependency-auth');
  expect(fix).toContain(`allow the task role to call ${call}`);
});

test.each([
  ['a key that does not exist', 'botocore.exceptions.ClientError: An error occurred (InvalidClientTokenId) when calling the GetObject operation: The security token included in the request is invalid'],
  ['a service of somebody else', 'Error: Request failed with status code: 403 from https://api.example.com/v1/token'],
])('no call of AWS that a grant allows: %s', (_name, line) => {
  const { id, fix } = exited(line);
  expect(id).toBe('app-dependency-auth');
  expect(fix).not.toContain('allow the task role to call');
});

describe('a line of a log does not choose whom the fix gives rights to, or which code a runtime loads', () => {
  const refusal = (role: string, resource: string) => `User: arn:aws:sts::123456789012:assumed-role/${role}/x is not authorized to perform: sts:AssumeRole on resource: ${resource}`;
  const definition = { definition: { taskRoleArn: 'arn:aws:iam::123456789012:role/web-task' } };

  test('a resource of another account', () => {
    const { fix, headline } = exited(refusal('web-task', 'arn:aws:iam::666666666666:role/evil'), definition);
    expect(headline).toContain('sts:AssumeRole refused on "role/evil"');
    expect(fix).toBe('check why the program calls sts:AssumeRole on a resource of another account before you allow it');
  });

  test('another role than the task role', () => {
    const { fix } = exited(refusal('AdministratorAccess', 'arn:aws:iam::123456789012:role/other'), definition);
    expect(fix).toContain('the task role web-task, which must be allowed to call sts:AssumeRole on arn:aws:iam::123456789012:role/other');
    expect(fix).not.toContain('AdministratorAccess');
  });

  test.each(['LD_PRELOAD', 'LD_LIBRARY_PATH', 'NODE_OPTIONS', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'DOTNET_STARTUP_HOOKS', 'BASH_ENV', 'CORECLR_PROFILER'])('%s', (name) => {
    for (const line of [`Error: environment variable ${name} is not set`, `Error: invalid value of ${name}`, `Error: missing required environment variable ${name}`]) {
      expect(exited(line).fix).not.toContain(name);
    }
  });
});
