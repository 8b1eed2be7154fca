import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
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

/** @param stateMachine name of the waiter */
export function startStatement(stack: Stack, stateMachine: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['states:StartExecution'],
    resources: [stack.formatArn({
      service: 'states', resource: 'stateMachine', resourceName: stateMachine, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })],
  });
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

/** @param places undefined if synthesis cannot know the log groups: all of the account in this Region */
export function logStatements(stack: Stack, places: readonly LogPlace[] | undefined): PolicyStatement[] {
  const arns = (places ?? [{ group: '*' }]).map(({ group, region }) => stack.formatArn({
    service: 'logs',
    region,
    resource: 'log-group',
    resourceName: `${group}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  }));
  if (!arns.length) return [];
  return [new PolicyStatement({ actions: ['logs:GetLogEvents'], resources: [...new Set(arns)] })];
}

/**
 * Calls that AWS Lambda makes for a function in a VPC (AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an
 * Amazon VPC"). For most of them, IAM knows no resource.
 */
export function vpcStatements(): PolicyStatement[] {
  return [new PolicyStatement({
    actions: [
      'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  })];
}

/** Not a `PolicyDocument`, which would search for statements to merge; here there are none. */
export function policyDocument(statements: readonly PolicyStatement[]): object {
  return { Statement: statements.map((statement): unknown => statement.toStatementJson()), Version: '2012-10-17' };
}
