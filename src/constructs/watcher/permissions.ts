import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { core } from './core';
import { LogPlace } from './task-logs';

// What the watcher may do, as pure functions of the names concerned. Which call takes which resource: Service Authorization Reference.

/** Calls that concern the stack itself. By name: a stack is looked up by its ARN, whose last part is known only once it exists. */
export function stackStatements(stack: Stack): PolicyStatement[] {
  return [new PolicyStatement({
    actions: ['cloudformation:DescribeStackEvents', 'cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
    resources: [stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${core.Aws.STACK_NAME}/*` })],
  })];
}

/** Calls for which IAM knows no resource. */
export function unscopedStatements(): PolicyStatement[] {
  return [new PolicyStatement({
    actions: ['ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'],
    resources: ['*'],
  })];
}

/** @param clusters names of the clusters; `*` where synthesis cannot know one */
export function clusterStatements(stack: Stack, ...clusters: readonly string[]): PolicyStatement[] {
  const arns = (resource: string, rest: string) => clusters.map((name) => stack.formatArn({ service: 'ecs', resource, resourceName: `${name}${rest}` }));
  const clusterArns = arns('cluster', '');
  return [
    new PolicyStatement({
      actions: ['ecs:DescribeClusters', 'ecs:DescribeServiceDeployments', 'ecs:DescribeServices', 'ecs:DescribeTasks', 'ecs:ListServiceDeployments'],
      // The service's name would be a reference to the service, and the custom resource would wait for what it watches.
      resources: [...clusterArns, ...['service', 'service-deployment', 'task'].flatMap((type) => arns(type, '/*'))],
    }),
    new PolicyStatement({
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ecs:cluster': clusterArns.length === 1 ? clusterArns[0] : clusterArns } },
    }),
  ];
}

/** @param places undefined where synthesis cannot know the log groups: all of the account in this region */
export function logStatements(stack: Stack, places: readonly LogPlace[] | undefined): PolicyStatement[] {
  const arns = (places ?? [{ group: '*' }]).map(({ group, region }) => stack.formatArn({
    service: 'logs',
    region,
    resource: 'log-group',
    resourceName: `${group}:*`,
    arnFormat: core.ArnFormat.COLON_RESOURCE_NAME,
  }));
  if (!arns.length) return [];
  return [new PolicyStatement({ actions: ['logs:GetLogEvents'], resources: [...new Set(arns)] })];
}

/** What a function in a VPC needs (AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC"); IAM knows no resource for most. */
export function vpcStatements(): PolicyStatement[] {
  return [new PolicyStatement({
    actions: [
      'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  })];
}

/** Not a PolicyDocument, which looks for statements to merge and here finds none. */
export function policyDocument(statements: readonly PolicyStatement[]): object {
  return { Statement: statements.map((statement): unknown => statement.toStatementJson()), Version: '2012-10-17' };
}
