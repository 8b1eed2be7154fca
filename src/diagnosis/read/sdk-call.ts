import { deniedAction } from './denial';

/** A call of AWS in the words of a client of AWS: IAM has not named the action. */
interface SdkCall {
  /** `s3:GetBucketLocation`. */
  readonly action: string;
  /** The line has the name of the operation in the words of the client, and IAM has not named the action. */
  readonly isNamed: boolean;
  /** Of a bucket of S3, where the line names it. */
  readonly arn?: string;
}

/** The identity is in order, and the call is not allowed. A wrong or expired key is another matter. */
const REFUSED = /\bAccessDenied|access denied|\bForbidden\b|\b403\b|\bmust be the bucket owner\b|access to the resource .{1,200} is denied|not authorized/i;
const OTHER = /UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|ExpiredToken/i;

/**
 * Operations that start-up code calls, by the prefix of their actions (AWS Service Authorization Reference). Clients of Python, PHP and of
 * the command line name no service.
 */
const OPERATIONS: { readonly [service: string]: RegExp } = {
  s3: /^(Get(Object|Bucket)\w*|Put(Object|Bucket)\w*|Head(Object|Bucket)|List(Buckets|Objects(V2)?|Bucket\w*)|DeleteObjects?|CreateBucket|CreateMultipartUpload|UploadPart)$/,
  sqs: /^(GetQueue(Url|Attributes)|ReceiveMessage|SendMessage(Batch)?|DeleteMessage(Batch)?|ChangeMessageVisibility(Batch)?|CreateQueue|ListQueues)$/,
  ssm: /^(GetParameter(s|History|sByPath)?|PutParameter|DescribeParameters)$/,
  secretsmanager: /^((Batch)?GetSecretValue|DescribeSecret|ListSecrets|PutSecretValue)$/,
  kms: /^(Decrypt|Encrypt|GenerateDataKey\w*|DescribeKey|Sign|GetPublicKey)$/,
  dynamodb: /^((Batch)?GetItem|PutItem|UpdateItem|DeleteItem|BatchWriteItem|Query|Scan|DescribeTable|CreateTable|ListTables)$/,
  sns: /^(Publish(Batch)?|CreateTopic|ListTopics|Subscribe|GetTopicAttributes)$/,
  kinesis: /^(PutRecords?|DescribeStream(Summary)?|GetShardIterator|ListShards)$/,
  logs: /^(CreateLog(Group|Stream)|PutLogEvents|DescribeLog(Groups|Streams))$/,
  cloudwatch: /^(PutMetricData|GetMetricData)$/,
  sts: /^AssumeRole(With\w+)?$/,
  ec2: /^Describe(Instances|Tags|Regions|AvailabilityZones|Volumes)$/,
  ecs: /^(ListTasks|Describe(Tasks|Services|Clusters|TaskDefinition)|ListServices)$/,
  servicediscovery: /^DiscoverInstances$/,
  appmesh: /^StreamAggregatedResources$/,
};
/** Operations whose action has another name (Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"). */
const ACTIONS: { readonly [operation: string]: string } = {
  HeadObject: 's3:GetObject', HeadBucket: 's3:ListBucket', ListObjects: 's3:ListBucket', ListObjectsV2: 's3:ListBucket',
  ListBuckets: 's3:ListAllMyBuckets', DeleteObjects: 's3:DeleteObject', CreateMultipartUpload: 's3:PutObject', UploadPart: 's3:PutObject',
  SendMessageBatch: 'sqs:SendMessage', DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility', PublishBatch: 'sns:Publish',
};
/** The names of services in the SDK for Go that differ from the prefix: `operation error Secrets Manager: GetSecretValue`. */
const PREFIXES: { readonly [service: string]: string } = { eventbridge: 'events', cloudwatchlogs: 'logs', appconfigdata: 'appconfig' };

/** Words of programs for one call: the init process of AWS for Fluent Bit, and clients of S3 about `GetBucketLocation`. */
const IN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bget (the )?bucket (region|location)\b/i, 's3:GetBucketLocation'],
];

/** undefined: the line reports no refused call, or does not name it. */
export function sdkCall(text: string): SdkCall | undefined {
  const action = deniedAction(text);
  if (action) return { action, isNamed: false };
  if (!REFUSED.test(text) || OTHER.test(text)) return undefined;
  const words = IN_WORDS.find(([pattern]) => pattern.test(text))?.[1];
  const called = words ?? actionIn(text);
  if (!called) return undefined;
  const bucket = called.startsWith('s3:') ? bucketIn(text) : undefined;
  const objects = /:(Get|Put|Delete)Object/.test(called) ? '/*' : '';
  return { action: called, isNamed: words === undefined, ...(bucket && { arn: `arn:aws:s3:::${bucket}${objects}` }) };
}

function actionIn(text: string): string | undefined {
  // botocore and AWS CLI; SDK for Go v2; PHP; others: the bare name
  const [, service, named] = /\boperation error ([\w ]{1,40}): (\w{1,60})/.exec(text) ?? [];
  const operation = named ?? /when calling the (\w{1,60}) operation/.exec(text)?.[1] ?? /\bError executing "(\w{1,60})"/.exec(text)?.[1]
    ?? [...text.matchAll(/\b[A-Z][a-z]+(?:[A-Z][a-z]+)+(?:V2|Url)?\b/g)].map(([word]) => word).find((word) => serviceOf(word));
  if (!operation) return undefined;
  const prefix = service?.toLowerCase().replace(/ /g, '');
  const owner = prefix ? PREFIXES[prefix] ?? prefix : serviceOf(operation);
  return ACTIONS[operation] ?? (owner && `${owner}:${operation}`);
}

function serviceOf(operation: string): string | undefined {
  return Object.keys(OPERATIONS).find((service) => OPERATIONS[service].test(operation));
}

/** Rules for names of buckets: Amazon S3 User Guide, "General purpose bucket naming rules". */
function bucketIn(text: string): string | undefined {
  return /\barn:[\w-]{1,20}:s3:::([a-z\d][a-z\d.-]{1,61}[a-z\d])/.exec(text)?.[1]
    ?? /\bs3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])/.exec(text)?.[1]
    ?? /\bhttps:\/\/([a-z\d][a-z\d-]{1,61}[a-z\d])\.s3[.-][\w.-]{0,60}amazonaws\.com/.exec(text)?.[1]
    ?? /\bbucket (?:(?:region|location) of |name:? )?["'`]?([a-z\d][a-z\d.-]{1,61}[a-z\d])(?=["'`]| \+ |[,:]? |$)/.exec(text)?.[1];
}
