import { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { ofType, Resources } from './synth';
import { EcsDeploymentDiagnosis } from '../../src';

export const ENV = { account: '123456789012', region: 'eu-west-1' };

interface Statement {
  readonly Action: string | string[];
  readonly Effect: 'Allow' | 'Deny';
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

interface Intrinsic {
  readonly 'Ref'?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [delimiter: string, parts: readonly unknown[]];
  readonly 'Fn::Select'?: readonly [index: number, list: { readonly 'Fn::Split': readonly [delimiter: string, text: unknown] }];
}

/** Intrinsic functions as text: `Ref` and `GetAtt` as `${…}`, joins joined. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value.replace('${AWS::StackName}', 'Shop');
  if (Array.isArray(value)) return value.map(flat).join(' ');
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Select': select } = value as Intrinsic;
  if (Ref === 'AWS::Partition') return 'aws';
  if (Ref === 'AWS::StackName') return 'Shop';
  if (Ref) return `\${${Ref}}`;
  if (attribute) return `\${${attribute.join('.')}}`;
  if (join) return join[1].map(flat).join('');
  if (select) return `${flat(select[1]['Fn::Split'][1])}[${select[0]}]`;
  return JSON.stringify(value);
}

/** Every statement of a role, inline or in a policy of its own: `[not ]actions on resources [if condition]`. */
export function statements(resources: Resources, roleId: RegExp): string[] {
  const roles = ofType(resources, 'AWS::IAM::Role').filter(([id]) => roleId.test(id));
  expect(roles).toHaveLength(1);
  const [[id, role]] = roles;
  expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  const separate = ofType(resources, 'AWS::IAM::Policy').map(([, { Properties }]) => Properties).filter(({ Roles }) => Roles.some(({ Ref }: Intrinsic) => Ref === id));
  return [...role.Properties.Policies, ...separate].flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map((statement: Statement) => {
    const condition = JSON.stringify(statement.Condition, (_, value) => (value?.['Fn::Join'] ? flat(value) : value));
    const allowed = `${flat(statement.Action)} on ${flat(statement.Resource)}`;
    const effect = statement.Effect === 'Deny' ? `not ${allowed}` : allowed;
    return condition ? `${effect} if ${condition}` : effect;
  }));
}

export const WATCHER = /^EcsDeploymentDiagnosisFunctionRole/;
export const WAITER = /^EcsDeploymentDiagnosisWaiterRole/;
const NAME = 'Shop-EcsDeploymentDiagnosis-${AWS::StackId}[2][0]';
export const FUNCTION_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}`;
export const MACHINE_ARN = `arn:aws:states:eu-west-1:123456789012:stateMachine:${NAME}`;
export const OF_STACK = [
  'logs:CreateLogStream logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:Shop-EcsDeploymentDiagnosisFunctionLogGroup*',
  'logs:CreateLogStream logs:PutLogEvents on ${EcsDeploymentDiagnosisFunctionLogGroup1F0AECFB.Arn}',
  'cloudformation:DescribeStackEvents cloudformation:DescribeStackResource cloudformation:DescribeStacks on arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/*',
  'ecs:DescribeTaskDefinition elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth on *',
  `states:StartExecution on ${MACHINE_ARN}`,
];
export const ecsArn = (rest: string) => `arn:aws:ecs:eu-west-1:123456789012:${rest}`;
const clusterArn = (name: string) => ecsArn(`cluster/${name}`);
export const ofCluster = (name: string) => [
  'ecs:DescribeClusters ecs:DescribeServiceDeployments ecs:DescribeServices ecs:DescribeTasks ecs:ListServiceDeployments on '
    + [`cluster/${name}`, ...['service', 'service-deployment', 'task'].map((type) => `${type}/${name}/*`)].map(ecsArn).join(' '),
  `ecs:ListTasks on * if {"ArnEquals":{"ecs:cluster":"${clusterArn(name)}"}}`,
];
/** `group` for all of its streams, `group|prefix` for those with this prefix; also whole ARNs. */
export const ofLogs = (...groups: string[]) => ['logs:GetLogEvents on', ...groups.map((place) => {
  const [group, prefix] = place.split('|');
  const streams = prefix === undefined ? '*' : `log-stream:${prefix}/*`;
  return group.startsWith('arn:') ? group : `arn:aws:logs:eu-west-1:123456789012:log-group:${group}:${streams}`;
})].join(' ');

export function l1Service(stack: Stack, id: string, props: ecs.CfnServiceProps) {
  const service = new ecs.CfnService(stack, id, props);
  new EcsDeploymentDiagnosis(stack, `${id}Diagnosis`, { service });
  return service;
}
