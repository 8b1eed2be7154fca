import { Readable } from 'stream';
import { CloudFormationClient, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTasksCommand, ECSClient, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { asOwn, beInLambda, Constructor, own, Sent } from './own-clients';

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly headers?: { readonly [name: string]: string };
}

/** What a call sends, and what comes of it. */
interface Call {
  readonly sent: object;
  readonly result: unknown;
}

async function call(client: Constructor, command: Sent, answer: Answer): Promise<Call> {
  const sent: object[] = [];
  const requestHandler = {
    handle: async ({ method, protocol, hostname, port, path, query, headers, body }: HttpRequest) => {
      const kept = Object.entries(headers).filter(([name]) => !/^(amz-sdk-|x-amz-(?!target)|authorization|user-agent)/.test(name));
      const text = typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
      sent.push({ method, protocol, hostname, port, path, query, headers: Object.fromEntries(kept), body: /^{/.test(text) ? JSON.parse(text) : text });
      const stream = Readable.from(answer.body ? [Buffer.from(answer.body)] : []);
      return { response: new HttpResponse({ ...answer, headers: { 'x-amzn-requestid': 'r1', ...answer.headers }, body: stream }) };
    },
  };
  const made = new client({ requestHandler, retryStrategy: new ConfiguredRetryStrategy(1, 0) });
  const result = await made.send(command as never).catch((error: unknown) => error);
  if (result instanceof Error) return { sent: sent[0], result: said(result as Failure) };
  return { sent: sent[0], result: { ...result as object, $metadata: metadata(result as Failure) } };
}

interface Failure extends Error {
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: HttpResponse;
}

const metadata = ({ $metadata: { httpStatusCode, requestId } = {} }: Failure) => ({ httpStatusCode, requestId });

/** The SDK's second line is for programmers. */
const said = (error: Failure) => ({
  name: error.name, message: error.message.replace(/\n {2}Deserialization error: .*$/, ''), $fault: error.$fault, status: error.$response?.statusCode, ...metadata(error),
});

const JSON_OK: Answer = { statusCode: 200, body: '{"tasks":[{"taskArn":"t","createdAt":1.5}],"failures":[]}' };
const XML_OK: Answer = {
  statusCode: 200, body: '<DescribeStacksResponse xmlns="x"><DescribeStacksResult><Stacks><member><StackName>S</StackName></member></Stacks></DescribeStacksResult>'
    + '<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DescribeStacksResponse>',
};
const xmlError = (statusCode: number, inner: string): Answer => ({ statusCode, body: `<ErrorResponse xmlns="x">${inner}<RequestId>1</RequestId></ErrorResponse>` });
const TASKS = new DescribeTasksCommand({ cluster: 'c', tasks: ['Größe'] });
const STACKS = new DescribeStacksCommand({ StackName: 'a b' });
const AT = new URL('http://localhost:4566/base');

type Row = [string, Constructor, Sent, Answer, { readonly endpoint: string }?];

beInLambda();

test.each<Row>([
  ['JSON', ECSClient, TASKS, JSON_OK],
  ['JSON without an answer', ECSClient, TASKS, { statusCode: 200, body: '' }],
  ['JSON that is none', ECSClient, TASKS, { statusCode: 200, body: '<html>' }],
  ['JSON without an input', ECSClient, new ListServiceDeploymentsCommand({ service: undefined }), { statusCode: 200, body: '{}' }],
  ['JSON at an endpoint of its own', ECSClient, TASKS, JSON_OK, { endpoint: AT.href }],
  ['events of a log', CloudWatchLogsClient, new GetLogEventsCommand({ logStreamName: 's' }), { statusCode: 200, body: '{"events":[{"timestamp":1,"message":"m"}]}' }],
  ['JSON 1.0', SFNClient, new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:m', name: 'n', input: '{}' }), { statusCode: 200, body: '{"executionArn":"e","startDate":2}' }],
  ['an error of JSON', ECSClient, TASKS, { statusCode: 400, body: '{"__type":"ClusterNotFoundException","message":"Cluster not found."}' }],
  ['an error of JSON with a namespace', ECSClient, TASKS, { statusCode: 400, body: '{"__type":"com.amazonaws.ecs#AccessDeniedException","Message":"no"}' }],
  ['an error of JSON that nobody knows', ECSClient, TASKS, { statusCode: 500, body: '{"__type":"NewException:http://x"}' }],
  ['an error of JSON in a header', ECSClient, TASKS, { statusCode: 503, body: '{}', headers: { 'x-amzn-errortype': 'SlowDown,x' } }],
  ['an error of JSON with a code', ECSClient, TASKS, { statusCode: 429, body: '{"code":"ThrottlingException","message":""}' }],
  ['an error of JSON without a body', ECSClient, TASKS, { statusCode: 502, body: '' }],
  ['an error of JSON with null', ECSClient, TASKS, { statusCode: 502, body: 'null' }],
  ['an error of a proxy', ECSClient, TASKS, { statusCode: 502, body: '<html>Bad gateway</html>' }],
  ['a query', CloudFormationClient, STACKS, XML_OK],
  ['a query without an input', CloudFormationClient, new DescribeStacksCommand({}), XML_OK],
  ['a query without an answer', CloudFormationClient, STACKS, { statusCode: 200, body: '' }],
  ['a query without a result', CloudFormationClient, new DescribeStackEventsCommand({ StackName: 's' }), { statusCode: 200, body: '<A/>' }],
  ['a query at an endpoint of its own', CloudFormationClient, STACKS, XML_OK, { endpoint: AT.href }],
  ['a list in a query', ElasticLoadBalancingV2Client, new DescribeTargetHealthCommand({ TargetGroupArn: 'arn', Targets: undefined }), { statusCode: 200, body: '<A><DescribeTargetHealthResult/></A>' }],
  ['an error of a query', CloudFormationClient, STACKS, xmlError(400, '<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id S does not exist</Message></Error>')],
  ['a throttle of a query', CloudFormationClient, STACKS, xmlError(400, '<Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>')],
  ['an error of a query in a list', CloudFormationClient, STACKS, xmlError(403, '<Errors><Error><Code>AccessDenied</Code><Message>no</Message></Error></Errors>')],
  ['an error of a query without a text', CloudFormationClient, STACKS, xmlError(500, '<Error><Code>InternalFailure</Code></Error>')],
  ['an error of a query without a code', CloudFormationClient, STACKS, xmlError(404, '')],
  ['an error of a query without a body', CloudFormationClient, STACKS, { statusCode: 503, body: '' }],
  ['an error of a query that is no XML', CloudFormationClient, STACKS, { statusCode: 503, body: 'Service Unavailable' }],
])('the watcher asks and reads as the SDK does: %s', async (...[, client, command, answer, settings]: Row) => {
  if (settings) process.env.AWS_ENDPOINT_URL = settings.endpoint;
  const sdk = await call(client, command, answer);
  const ours = await call(own(client), asOwn(command), answer);
  expect(ours).toEqual(sdk);
  expect(ours.sent).toMatchObject({ method: 'POST', protocol: settings ? 'http:' : 'https:', query: {} });
});
