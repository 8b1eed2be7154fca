import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey } from 'aws-cdk-lib/aws-kms';
import { LogPlace } from '../service/log-places';

// Permissions of the watcher, as pure functions of names. The resource of each call: AWS Service Authorization Reference.

/** Calls that concern the stack itself. By name and a wildcard: the last part of a stack's ARN is known only when the stack exists. */
export function stackStatements(stack: Stack): PolicyStatement[] {
  return [new PolicyStatement({
    actions: ['cloudformation:DescribeStackEvents', 'cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
    resources: [stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${Aws.STACK_NAME}/*` })],
  })];
}

/** @param logGroupArn of the function's own log */
export function writeLogStatement(logGroupArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });
}

/** By its name: a reference would wait for the function. */
export function functionArn(stack: Stack, name: string): string {
  return stack.formatArn({ service: 'lambda', resource: 'function', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

/** By its name: a reference would wait for the state machine. */
export function stateMachineArn(stack: Stack, name: string): string {
  return stack.formatArn({ service: 'states', resource: 'stateMachine', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

/** @param machineArn of the waiter, by its name */
export function startStatement(machineArn: string): PolicyStatement {
  return new PolicyStatement({ actions: ['states:StartExecution'], resources: [machineArn] });
}

/** Calls for which IAM knows no resource. */
export function unscopedStatements(): PolicyStatement[] {
  return [new PolicyStatement({
    actions: ['ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'],
    resources: ['*'],
  })];
}

/** @param clusters names of the clusters; `*` if synthesis cannot know one */
export function clusterStatements(stack: Stack, ...clusters: readonly string[]): PolicyStatement[] {
  const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ecs', resource, resourceName });
  const arns = (resource: string, rest: string) => clusters.map((name) => arn(resource, `${name}${rest}`));
  const clusterArns = arns('cluster', '');
  return [
    new PolicyStatement({
      actions: [
        'ecs:DescribeClusters', 'ecs:DescribeServiceDeployments', 'ecs:DescribeServices', 'ecs:DescribeTasks', 'ecs:ListServiceDeployments',
      ],
      // The service's name would be a reference to the service, and the custom resource would wait for the service that it watches.
      resources: [...clusterArns, ...['service', 'service-deployment', 'task'].flatMap((type) => arns(type, '/*'))],
    }),
    new PolicyStatement({
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ecs:cluster': clusterArns.length === 1 ? clusterArns[0] : clusterArns } },
    }),
  ];
}

/**
 * The resource of GetLogEvents is a log stream. Where the prefix of its name is known, other streams of the same group are not permitted:
 * services may share a group.
 *
 * @param places undefined if synthesis cannot know the log groups: all of the account in this Region
 */
export function logStatements(stack: Stack, places: readonly LogPlace[] | undefined): PolicyStatement[] {
  const arns = (places ?? [{ group: '*' }]).map(({ group, region, streamPrefix }) => stack.formatArn({
    service: 'logs',
    region,
    resource: 'log-group',
    resourceName: streamPrefix === undefined ? `${group}:*` : `${group}:log-stream:${streamPrefix}/*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  }));
  if (!arns.length) return [];
  return [new PolicyStatement({ actions: ['logs:GetLogEvents'], resources: [...new Set(arns)] })];
}

const OF_NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
];

/**
 * Calls that AWS Lambda makes for a function in a VPC, for most of which IAM knows no resource. They are denied to the code of the function
 * itself: only calls from its execution environment have `lambda:SourceFunctionArn` (AWS Lambda Developer Guide, "Giving Lambda functions
 * access to resources in an Amazon VPC" and "Using source function ARN to control function access behavior").
 *
 * @param arn of the function, by its name
 */
export function vpcStatements(arn: string): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: OF_NETWORK_INTERFACES, resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions: OF_NETWORK_INTERFACES,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': arn } },
    }),
  ];
}

/**
 * Use of the key that encrypts the executions of a state machine (AWS Step Functions Developer Guide, "Data at rest encryption"): for its
 * role, and for the caller of StartExecution, which ends in `KmsAccessDeniedException` if the "API caller does not have the required
 * permissions" (API Reference).
 *
 * @param machineArn by its name; Step Functions names it in each use of the key
 */
export function keyStatements(key: IKey | undefined, machineArn: string): PolicyStatement[] {
  return key ? [new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': machineArn } },
  })] : [];
}

/**
 * For the policy of a key: CloudWatch Logs encrypts the log groups of watchers with it (Amazon CloudWatch Logs User Guide, "Encrypt log
 * data in CloudWatch Logs using AWS KMS").
 *
 * @param groups names of the log groups, with a wildcard: CloudFormation names them
 */
export function encryptLogStatement(stack: Stack, groups: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
          service: 'logs', resource: 'log-group', resourceName: groups, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
    },
  });
}

/** Not a `PolicyDocument`, which would search for statements to merge; here there are none. */
export function policyDocument(statements: readonly PolicyStatement[]): object {
  return { Statement: statements.map((statement): unknown => statement.toStatementJson()), Version: '2012-10-17' };
}
