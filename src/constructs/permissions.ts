import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogPlace } from './task-logs';

// What the watcher may do, as pure functions of the names concerned. Which call takes which resource: Service Authorization Reference.

/** Calls that concern the stack itself. By name: a stack is looked up by its ARN, whose last part is known only once it exists. */
export function stackStatements(stack: Stack): PolicyStatement[] {
  return [new PolicyStatement({
    actions: ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'],
    resources: [stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${Aws.STACK_NAME}/*` })],
  })];
}

/** Calls for which IAM knows no resource. */
export function unscopedStatements(): PolicyStatement[] {
  return [new PolicyStatement({
    actions: ['ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'],
    resources: ['*'],
  })];
}

/** @param cluster name of the cluster; `*` where synthesis cannot know it */
export function clusterStatements(stack: Stack, cluster: string): PolicyStatement[] {
  const arn = (resource: string, rest: string) => stack.formatArn({ service: 'ecs', resource, resourceName: `${cluster}${rest}` });
  return [
    new PolicyStatement({
      actions: ['ecs:DescribeServiceDeployments', 'ecs:DescribeServices', 'ecs:DescribeTasks', 'ecs:ListServiceDeployments'],
      // The service's name would be a reference to the service, and the custom resource would wait for what it watches.
      resources: [arn('service', '/*'), arn('service-deployment', '/*'), arn('task', '/*')],
    }),
    new PolicyStatement({
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ecs:cluster': arn('cluster', '') } },
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
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
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
