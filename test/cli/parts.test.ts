import { faultOf } from '../../src/cli/aws/faults';
import { serviceAddress, stackAddress } from '../../src/cli/aws/where';
import { formatOf } from '../../src/cli/options';
import { plainTable } from '../../src/cli/output/table';

describe('service addresses', () => {
  const web = { cluster: 'prod', service: 'web', region: 'eu-west-1' };
  test.each<[string, string | undefined, unknown]>([
    ['prod', 'web', { cluster: 'prod', service: 'web' }],
    ['arn:aws:ecs:eu-west-1:123456789012:service/prod/web', undefined, web],
    ['arn:aws:ecs:eu-west-1:123456789012:cluster/prod', 'web', web],
    ['prod', 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web', web],
    ['prod', 'arn:aws:ecs:eu-west-1:123456789012:service/web', web],
    ['arn:aws:ecs:eu-west-1:123456789012:service/web', undefined, { ...web, cluster: 'default' }],
    ['arn:aws-cn:ecs:cn-north-1:123456789012:service/prod/web', undefined, { ...web, region: 'cn-north-1' }],
    ['https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web/health?region=eu-west-1', undefined, web],
    ['https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web', undefined, web],
    ['https://console.aws.amazon.com/ecs/home?region=eu-west-1#/clusters/prod/services/web/details', undefined, web],
    ['https://us-gov-west-1.console.amazonaws-us-gov.com/ecs/v2/clusters/prod/services/web/tasks?region=us-gov-west-1', undefined, { ...web, region: 'us-gov-west-1' }],
    ['https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services?region=eu-west-1', 'web', web],
    ['https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod', 'web', web],
    ['prod', 'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web', web],
    ['https://123456789012-abcd1234.eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web', undefined, web],
    ['https://123456789012-abcd1234.us-gov-west-1.console.amazonaws-us-gov.com/ecs/v2/clusters/prod', 'web', { ...web, region: 'us-gov-west-1' }],
    ['prod', undefined, undefined],
    ['https://example.com/', undefined, undefined],
    ['arn:aws:ecs:eu-west-1:123456789012:cluster/prod', undefined, undefined],
  ])('%s %s', (cluster, service, expected) => expect(serviceAddress(cluster, service)).toEqual(expected));
});

test.each([
  ['Shop', { stack: 'Shop' }],
  ['arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/11', { stack: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/11', region: 'eu-west-1' }],
  [
    'https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/events?filteringStatus=active&stackId=arn%3Aaws%3Acloudformation%3Aeu-west-1%3A123456789012%3Astack%2FShop%2F11',
    { stack: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/11', region: 'eu-west-1' },
  ],
])('stack %s', (text, expected) => expect(stackAddress(text)).toEqual(expected));

describe('calls that AWS refuses', () => {
  test.each([
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'credentials', /^no AWS credentials: /],
    ['CredentialsProviderError', 'The SSO session associated with this profile has expired or is otherwise invalid.', 'credentials', /^the AWS credentials have expired: sign in again \(aws sso login\)/],
    ['TokenProviderError', "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.", 'credentials', /expired/],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'credentials', /expired/],
    ['ExpiredToken', 'The security token included in the request is expired', 'credentials', /expired/],
    ['RequestExpired', 'Request has expired.', 'credentials', /expired/],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'credentials', /^AWS does not accept the credentials: /],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'credentials', /^AWS does not accept/],
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match', 'credentials', /^AWS does not accept/],
    ['Error', 'Region is missing', 'region', /^no AWS region: pass --region/],
    ['AccessDeniedException', 'User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: ecs:DescribeTasks on resource: *', 'denied', /^tasks not readable: grant ecs:DescribeTasks$/],
    ['AccessDenied', 'Access Denied', 'denied', /^tasks not readable: grant ecs:ListTasks and ecs:DescribeTasks$/],
    ['ThrottlingException', 'Rate exceeded', 'throttled', /AWS throttles the calls \(ThrottlingException\)/],
    ['Throttling', 'Rate exceeded', 'throttled', /AWS throttles/],
    ['ClusterNotFoundException', 'Cluster not found.', 'notFound', /^Cluster not found\.$/],
    ['ValidationError', 'Stack with id Shop does not exist', 'notFound', /Shop does not exist/],
    ['TimeoutError', 'Connection timed out after 20000 ms', 'network', /^tasks not read this time: TimeoutError/],
    ['Error', 'getaddrinfo ENOTFOUND ecs.eu-west-9.amazonaws.com', 'network', /^tasks not read: the name ecs\.eu-west-9\.amazonaws\.com is not known: is the region right, and is there a network\?$/],
    ['ServerException', 'Service Unavailable.\nPlease try again later.', 'network', /^tasks not read this time: AWS is in trouble \(ServerException: Service Unavailable\. Please try again later\.\)$/],
    ['ServiceUnavailable', '', 'network', /^tasks not read this time: AWS is in trouble/],
    ['ValidationError', '1 validation error detected', 'other', /^tasks could not be read: ValidationError: 1 validation error detected \(--verbose prints each call\)$/],
    ['SyntaxError', 'the answer (HTTP 200) is not one of AWS: x', 'other', /: is the endpoint right, and is a proxy between\?$/],
    ['SyntaxError', 'the answer (HTTP 503) is not one of AWS: x', 'network', /^tasks not read this time: the answer \(HTTP 503\) is not one of AWS: x$/],
    ['Unknown', 'the answer (HTTP 501) is not one of AWS', 'other', /^tasks could not be read: the answer \(HTTP 501\) is not one of AWS: is the endpoint right/],
    ['NotReadToEnd', 'more than 500 tasks are STOPPED: the others were not read', 'other', /^tasks read only in part: more than 500 tasks/],
    ['ResourceNotFoundException', 'The specified log group does not exist.', 'absent', /log group does not exist/],
    // The query API of CloudFormation leaves "Exception" out.
    ['UnrecognizedClient', 'The security token included in the request is invalid.', 'credentials', /^AWS does not accept/],
    [
      'AccessDeniedException', 'User: u is not authorized to perform: ecs:DescribeTasks on resource: r with an explicit deny in a service control policy', 'denied',
      /^tasks not readable: grant ecs:DescribeTasks, and lift the explicit deny in the service control policy$/,
    ],
    ['AccessDenied', 'User: u is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/x', 'credentials', /^no AWS credentials: the role arn:aws:iam::1:role\/x cannot be assumed: grant sts:AssumeRole/],
    ['Error', "ENOENT: no such file or directory, open '/token'", 'credentials', /^no AWS credentials: ENOENT: .*\/token/],
    ['CredentialsProviderError', "The SSO session token associated with profile=dev was not found or is invalid. To refresh this SSO session run 'aws sso login' with the corresponding profile.", 'credentials', /^not signed in: aws sso login --profile dev$/],
  ])('%s: %s', (error, message, kind, line) => {
    const fault = faultOf({ what: 'tasks', error, message });
    expect(fault).toEqual({ kind, line: expect.stringMatching(line) });
    expect(fault.line).not.toContain('\n');
  });
});

test.each([
  [{}, {}, 'text'], [{ json: true }, { GITHUB_ACTIONS: 'true' }, 'json'], [{}, { GITHUB_ACTIONS: 'true' }, 'github'], [{ format: 'text' as const }, { GITHUB_ACTIONS: 'true' }, 'text'],
])('format of %j in %j: %s', (options, env, format) => expect(formatOf(options, env)).toBe(format));

test('a table before a person breaks its last column between words; in a pipe it does not', () => {
  const rows = [['0:05', 'wait: 2 tasks are pending and nothing has failed so far'], ['0:10', 'fail']];
  const table = (tty: boolean, columns: number) => plainTable(['time', 'decision'], rows, { tty, columns: () => columns }).split('\n');
  expect(table(true, 36)).toEqual(['time  decision', '0:05  wait: 2 tasks are pending and', '      nothing has failed so far', '0:10  fail']);
  expect(table(false, 36)).toEqual(['time  decision', '0:05  wait: 2 tasks are pending and nothing has failed so far', '0:10  fail']);
});

test('V17: a table of 150,000 rows is printed', () => {
  const rows = Array.from({ length: 150_000 }, (_, i) => [i, 'wait']);
  const lines = plainTable(['frame', 'decision'], rows, { tty: false, columns: () => 80 }).split('\n');
  expect([lines.length, lines[0], lines[150_000]]).toEqual([150_001, 'frame   decision', '149999  wait']);
});
