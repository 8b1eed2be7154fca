import { ContextKeyTypeEnum, GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GOOD, service, SERVICE } from '../apps';
import { Change, Kit } from '../kit';
import { liveTest } from '../model';
import { checked } from '../questions';
import { describeStack, resourcesOf } from '../stacks';

/** One call of the table in SECURITY.md, on the ARN that it has in this account. */
interface Permission {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** Value of `ecs:cluster`. */
  readonly cluster?: string;
}

interface Recording {
  readonly decisions: readonly (Permission & { readonly decision: string })[];
  readonly log: readonly string[];
}

export const l13 = liveTest<Recording>({
  id: 'L13',
  title: 'Permissions of the watcher',
  minutes: 6,
  dollars: 0.01,
  settles: 'whether IAM allows each call of SECURITY.md on the resources that exist',
  notInLab: 'the lab does not play IAM\'s policy simulation',
  run: async (kit) => {
    const build: Change['build'] = (stack, base) => { service(stack, base, { id: 'L13', tag: GOOD }); };
    const { stackId, events } = await kit.deployed({ name: 'l13', build });
    const decisions = [];
    for (const permission of await permissionsOf(kit, stackId)) {
      decisions.push({ ...permission, decision: await simulated(kit, permission) });
    }
    return { decisions, log: await kit.watcherLog(events) };
  },
  judge: ({ decisions, log }) => {
    const refused = decisions.filter(({ decision }) => decision !== 'allowed');
    const last = log.filter((line) => /AccessDenied/.test(line));
    return [
      checked('IAM allows each call of SECURITY.md', decisions.length ? !refused.length : undefined,
        refused.map(({ action, decision }) => `${action}: ${decision}`).join(', ') || `${decisions.length} calls`),
      {
        question: 'Lines with AccessDenied in the log of the watcher (in the first half minute they are normal)',
        outcome: 'settled',
        answer: last.length ? String(last.length) : 'none',
      },
    ];
  },
});

async function permissionsOf({ aws }: Kit, stackId: string): Promise<readonly Permission[]> {
  const resources = await resourcesOf(aws, stackId);
  const idOf = (type: string, logicalId: string) => String(resources.find((one) => (
    one.ResourceType === type && one.LogicalResourceId?.startsWith(logicalId)
  ))?.PhysicalResourceId);
  const { iam } = aws;
  const roleArn = async (logicalId: string) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: idOf('AWS::IAM::Role', logicalId) }));
    return String(Role?.Arn);
  };
  const watcher = await roleArn('EcsDeploymentDiagnosisFunctionRole');
  const waiter = await roleArn('EcsDeploymentDiagnosisWaiterRole');
  const serviceArn = idOf(SERVICE, 'L13');
  const within = (kind: string) => serviceArn.replace(':service/', `:${kind}/`);
  const cluster = within('cluster').split('/').slice(0, 2).join('/');
  const { StackId = '' } = await describeStack(aws, stackId);
  const [, partition, , region, account] = StackId.split(':');
  const arn = (service_: string, rest: string) => `arn:${partition}:${service_}:${region}:${account}:${rest}`;
  const logGroup = (logicalId: string, stream = 'one') => arn('logs', `log-group:${idOf('AWS::Logs::LogGroup', logicalId)}:log-stream:${stream}`);
  const calls: readonly (readonly [resource: string, ...actions: readonly string[]])[] = [
    [StackId, 'cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource', 'cloudformation:DescribeStackEvents'],
    [serviceArn, 'ecs:DescribeServices', 'ecs:ListServiceDeployments'],
    [`${within('service-deployment')}/one`, 'ecs:DescribeServiceDeployments'],
    [`${cluster.replace(':cluster/', ':task/')}/one`, 'ecs:DescribeTasks'],
    [cluster, 'ecs:DescribeClusters'],
    ['*', 'ecs:DescribeTaskDefinition', 'elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'],
    [logGroup('L13Log', 'live/web/one'), 'logs:GetLogEvents'],
    [logGroup('EcsDeploymentDiagnosisFunctionLogGroup'), 'logs:CreateLogStream', 'logs:PutLogEvents'],
    [idOf('AWS::StepFunctions::StateMachine', 'EcsDeploymentDiagnosisWaiter'), 'states:StartExecution'],
  ];
  return [
    ...calls.flatMap(([resource, ...actions]) => actions.map((action) => ({ role: watcher, action, resource }))),
    { role: watcher, action: 'ecs:ListTasks', resource: '*', cluster },
    {
      role: waiter,
      action: 'lambda:InvokeFunction',
      resource: arn('lambda', `function:${idOf('AWS::Lambda::Function', 'EcsDeploymentDiagnosisFunction')}`),
    },
  ];
}

async function simulated({ aws: { iam } }: Kit, { role, action, resource, cluster }: Permission): Promise<string> {
  const context = cluster && [{ ContextKeyName: 'ecs:cluster', ContextKeyType: ContextKeyTypeEnum.STRING, ContextKeyValues: [cluster] }];
  const { EvaluationResults: [result] = [] } = await iam.send(new SimulatePrincipalPolicyCommand({
    PolicySourceArn: role, ActionNames: [action], ResourceArns: [resource], ...context && { ContextEntries: context },
  }));
  return String(result?.EvalDecision);
}
