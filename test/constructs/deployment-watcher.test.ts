import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Aspects, DefaultStackSynthesizer, NestedStack, PermissionsBoundary, RemovalPolicies, Stack, StackProps } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DIAGNOSES, diagnosedService, newStack, ofType, Resource, Resources, resourcesOf, serviceProps, taskDefinition } from './synth';
import { DeploymentWatcher, DeploymentWatcherProps, DiagnoseDeployments, DiagnosedFargateService } from '../../src';

const isOurs = (id: string) => /DeploymentDiagnosis/.test(id);
const ours = (resources: Resources) => Object.fromEntries(Object.entries(resources).filter(([id]) => isOurs(id)));
const functionOf = (resources: Resources): Resource => ofType(ours(resources), 'AWS::Lambda::Function')[0][1];

function configured(props: (stack: Stack) => DeploymentWatcherProps): Resources {
  const stack = newStack();
  DeploymentWatcher.configure(stack, props(stack));
  diagnosedService(stack);
  return resourcesOf(stack);
}

describe('DeploymentWatcher.configure', () => {
  test('a log group of the customer, encrypted with their key', () => {
    const resources = configured((stack) => ({ logGroup: new logs.LogGroup(stack, 'Audit', { encryptionKey: new kms.Key(stack, 'Key'), retention: logs.RetentionDays.TWO_YEARS }) }));
    const [[auditId]] = ofType(resources, 'AWS::Logs::LogGroup').filter(([id]) => id.startsWith('Audit'));
    expect(functionOf(resources).Properties.LoggingConfig).toEqual({ LogGroup: { Ref: auditId } });
    expect(ofType(ours(resources), 'AWS::Logs::LogGroup')).toEqual([]);
    expect(JSON.stringify(ours(resources))).toContain(JSON.stringify({ 'Fn::GetAtt': [auditId, 'Arn'] }));
  });

  describe('your own key', () => {
    const encrypted = (resources: Resources) => [
      ...ofType(ours(resources), 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.KmsKeyId),
      ...ofType(ours(resources), 'AWS::StepFunctions::StateMachine').map(([, { Properties }]) => Properties.EncryptionConfiguration),
    ];
    const isOfService = ({ Principal }: { Principal: { Service?: unknown } }) => Principal.Service !== undefined;
    const ofLogs = (resources: Resources) => ofType(resources, 'AWS::KMS::Key')
      .flatMap(([, { Properties }]) => Properties.KeyPolicy.Statement.filter(isOfService));

    test('encrypts the log and the executions, and its policy permits CloudWatch Logs to use it for the log groups of watchers', () => {
      const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
      DeploymentWatcher.configure(stack, { encryptionKey: new kms.Key(stack, 'Key') });
      diagnosedService(stack);
      const resources = resourcesOf(stack);
      const arn = { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] };
      expect(encrypted(resources)).toEqual([arn, { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: arn }]);
      expect(ofLogs(resources)).toEqual([{
        Effect: 'Allow',
        Principal: { Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
        Action: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: '*',
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:123456789012:log-group:*-EcsDeploymentDiagnosisFunctionLogGroup*']],
        } } },
      }]);
    });

    test('encrypts the executions only, beside a log group of your own', () => {
      const resources = configured((stack) => ({
        encryptionKey: new kms.Key(stack, 'Key'), logGroup: logs.LogGroup.fromLogGroupName(stack, 'Audit', '/audit'),
      }));
      expect(encrypted(resources)).toEqual([expect.objectContaining({ Type: 'CUSTOMER_MANAGED_KMS_KEY' })]);
      expect(ofLogs(resources)).toEqual([]);
    });

    test('an imported key, whose policy stays as it is', () => {
      const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
      expect(encrypted(configured((stack) => ({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arn) })))).toEqual([
        arn, { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: arn },
      ]);
    });

    test('for all stacks of an app: one statement in its policy, and no cycle between the stacks', () => {
      const app = new App();
      const base = new Stack(app, 'Base');
      DeploymentWatcher.configure(app, { encryptionKey: new kms.Key(base, 'Key') });
      const stacks = ['Shop', 'Bank'].map((id) => new Stack(app, id));
      stacks.forEach((stack) => diagnosedService(stack));
      for (const stack of stacks) expect(JSON.stringify(encrypted(resourcesOf(stack))[0])).toContain('Fn::ImportValue');
      expect(ofLogs(resourcesOf(base))).toHaveLength(1);
    });

    test('with roles made elsewhere, to which nothing is added', () => {
      const resources = configured((stack) => ({
        encryptionKey: new kms.Key(stack, 'Key'),
        functionRole: iam.Role.fromRoleArn(stack, 'Watch', 'arn:aws:iam::123456789012:role/watch'),
        stateMachineRole: iam.Role.fromRoleArn(stack, 'Wait', 'arn:aws:iam::123456789012:role/wait'),
      }));
      expect(Object.values(ours(resources)).filter(({ Type }) => Type.startsWith('AWS::IAM::'))).toEqual([]);
      expect(ofType(resources, 'AWS::IAM::Policy').filter(([id]) => /Watch|Wait/.test(id))).toEqual([]);
    });
  });

  test('an imported log group', () => {
    const resources = configured((stack) => ({ logGroup: logs.LogGroup.fromLogGroupName(stack, 'Audit', '/audit') }));
    expect(functionOf(resources).Properties.LoggingConfig).toEqual({ LogGroup: '/audit' });
  });

  test('a VPC, with what a function in it needs and no managed policy', () => {
    const resources = configured((stack) => {
      const vpc = new ec2.Vpc(stack, 'Private', { maxAzs: 2, restrictDefaultSecurityGroup: false });
      return { vpc, vpcSubnets: { subnets: [vpc.privateSubnets[0]] }, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')] };
    });
    expect(functionOf(resources).Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['x86_64'], Timeout: 60 });
    expect(functionOf(resources).Properties.VpcConfig).toEqual({ SecurityGroupIds: ['sg-1'], SubnetIds: [{ Ref: expect.stringMatching(/^PrivatePrivateSubnet1/) }] });
    const [[, role]] = ofType(ours(resources), 'AWS::IAM::Role').filter(([id]) => id.includes('Function'));
    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    expect(JSON.stringify(role.Properties.Policies)).toContain('ec2:CreateNetworkInterface');
  });

  test('roles made elsewhere, to which nothing is added', () => {
    const resources = configured((stack) => ({
      functionRole: iam.Role.fromRoleArn(stack, 'Watch', 'arn:aws:iam::123456789012:role/watch'),
      stateMachineRole: iam.Role.fromRoleArn(stack, 'Wait', 'arn:aws:iam::123456789012:role/wait'),
    }));
    expect(functionOf(resources).Properties.Role).toBe('arn:aws:iam::123456789012:role/watch');
    expect(ofType(resources, 'AWS::StepFunctions::StateMachine')[0][1].Properties.RoleArn).toBe('arn:aws:iam::123456789012:role/wait');
    expect(Object.values(ours(resources)).filter(({ Type }) => Type.startsWith('AWS::IAM::'))).toEqual([]);
    expect(ofType(resources, 'AWS::IAM::Policy').filter(([id]) => /Watch|Wait/.test(id))).toEqual([]);
  });

  test('a role for the state machine: synthesis prints what it must allow', () => {
    const noted = (props: (stack: Stack) => DeploymentWatcherProps) => {
      const stack = newStack();
      DeploymentWatcher.configure(stack, props(stack));
      diagnosedService(stack);
      return Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('must allow lambda:InvokeFunction on the function')).length;
    };
    expect(noted((stack) => ({ stateMachineRole: iam.Role.fromRoleArn(stack, 'Wait', 'arn:aws:iam::123456789012:role/wait') }))).toBe(1);
    expect(noted(() => ({}))).toBe(0);
  });

  test('a role of the app stays as it is, too', () => {
    const make = (stack: Stack) => new iam.Role(stack, 'Watch', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const alone = newStack();
    make(alone);
    const rest = Object.entries(configured((stack) => ({ functionRole: make(stack) }))).filter(([id]) => id.startsWith('Watch'));
    expect(Object.fromEntries(rest)).toEqual(resourcesOf(alone));
  });

  test('a role of the app with policies of its own, which the function waits for', () => {
    const make = (stack: Stack) => {
      const role = new iam.Role(stack, 'Watch', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(new iam.PolicyStatement({ actions: ['ec2:CreateNetworkInterface'], resources: ['*'] }));
      return role;
    };
    for (const resources of [
      configured((stack) => ({ functionRole: make(stack) })),
      configured((stack) => ({ functionRole: make(stack), vpc: new ec2.Vpc(stack, 'Private', { maxAzs: 2, restrictDefaultSecurityGroup: false }) })),
    ]) expect(functionOf(resources).DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^WatchDefaultPolicy/)]));
  });

  test('another architecture', () => {
    expect(functionOf(configured(() => ({ architecture: Architecture.ARM_64 }))).Properties.Architectures).toEqual(['arm64']);
  });

  test('the nearest set-up counts, property by property, in nested stacks too', () => {
    const app = new App();
    DeploymentWatcher.configure(app, { architecture: Architecture.ARM_64 });
    const stack = new Stack(app, 'Shop');
    const nested = new NestedStack(stack, 'Nested');
    DeploymentWatcher.configure(stack, { logGroup: logs.LogGroup.fromLogGroupName(stack, 'Audit', '/audit') });
    DeploymentWatcher.configure(stack, { architecture: undefined });
    Aspects.of(app).add(new DiagnoseDeployments());
    new ecs.FargateService(nested, 'Service', serviceProps(nested));
    const other = new Stack(app, 'Other');
    new ecs.FargateService(other, 'Service', serviceProps(other));
    expect(functionOf(resourcesOf(nested)).Properties).toMatchObject({ Architectures: ['arm64'], LoggingConfig: { LogGroup: '/audit' } });
    expect(functionOf(resourcesOf(other)).Properties).toMatchObject({ Architectures: ['arm64'], LoggingConfig: { LogGroup: { Ref: expect.stringMatching(/^EcsDeployment/) } } });
  });

  test('refused where it comes too late or makes no sense', () => {
    const stack = newStack();
    expect(() => DeploymentWatcher.configure(stack, { securityGroups: [] })).toThrow(new Error('Shop: DeploymentWatcher.configure takes securityGroups only with vpc'));
    diagnosedService(stack);
    expect(() => DeploymentWatcher.configure(stack, {})).toThrow(
      new Error('Shop: DeploymentWatcher.configure must come before the first diagnosed service; Shop has its watcher already'),
    );
  });
});

describe('DeploymentWatcher.configure refuses what cannot work, with path, option, value and what to do', () => {
  const ALL = 'the options are logGroup, encryptionKey, vpc, vpcSubnets, securityGroups, functionRole, stateMachineRole, architecture';
  const REFUSED: [string, unknown, string][] = [
    ['an unknown option', { loggroup: 1 }, `has no option loggroup (got 1); did you mean "logGroup"?; ${ALL}`],
    ['a name for a log group', { logGroup: 'name' }, ': logGroup must be an ILogGroup, such as LogGroup.fromLogGroupName(scope, id, name), got "name"'],
    ['an ARN for a role', { functionRole: 'arn:x' }, ': functionRole must be an IRole, such as Role.fromRoleArn(scope, id, arn), got "arn:x"'],
    ['a log group for a role', { stateMachineRole: { logGroupArn: 'x' } }, ': stateMachineRole must be an IRole, such as Role.fromRoleArn(scope, id, arn), got {"logGroupArn":"x"}'],
    ['an ARN for a key', { encryptionKey: 'arn:x' }, ': encryptionKey must be an IKey, such as Key.fromKeyArn(scope, id, arn), got "arn:x"'],
    ['an id for a VPC', { vpc: 'vpc-1' }, ': vpc must be an IVpc, such as Vpc.fromLookup(scope, id, options), got "vpc-1"'],
    ['a construct for a VPC', { vpc: newStack() }, ': vpc must be an IVpc, such as Vpc.fromLookup(scope, id, options), got the construct Shop'],
    ['ids for security groups', { securityGroups: ['sg-1'] }, ': securityGroups must be a list of ISecurityGroup, got ["sg-1"]'],
    ['text for an architecture', { architecture: 'arm64' }, ': architecture must be an Architecture, such as Architecture.X86_64, got "arm64"'],
    ['nothing', undefined, 'must be given the properties to change, such as { logGroup }, got undefined'],
    ['text', 'logs', 'must be given the properties to change, such as { logGroup }, got "logs"'],
  ];
  test.each(REFUSED)('%s', (_, props, message) => {
    const expected = (where: string) => new Error(`${where}: DeploymentWatcher.configure${message.startsWith(':') ? '' : ' '}${message}`);
    expect(() => DeploymentWatcher.configure(newStack(), props as DeploymentWatcherProps)).toThrow(expected('Shop'));
    expect(() => DeploymentWatcher.configure(new App(), props as DeploymentWatcherProps)).toThrow(expected('App'));
  });

  test('values that are no scope', () => {
    expect(() => DeploymentWatcher.configure({} as App, {})).toThrow(new Error('DeploymentWatcher.configure: scope must be an app, a stage or a stack, got {}'));
  });

  test('a scope within a stack that no stack lies in', () => {
    const stack = newStack();
    const [empty, around] = ['Empty', 'Around'].map((id) => new Construct(stack, id));
    for (const scope of [empty, around]) DeploymentWatcher.configure(scope, { architecture: Architecture.X86_64 });
    new NestedStack(around, 'Nested');
    expect(() => resourcesOf(stack)).toThrow('[Shop/Empty] DeploymentWatcher.configure has no effect on Shop/Empty, because no stack is in it: a stack has one watcher, so configure the stack Shop');
    stack.node.tryRemoveChild('Empty');
    expect(() => resourcesOf(stack)).not.toThrow();
  });
});

describe('works as it is', () => {
  const inStack = (props: StackProps, then: (stack: Stack) => void = () => undefined) => {
    const stack = newStack(props);
    then(stack);
    diagnosedService(stack);
    return resourcesOf(stack);
  };

  test.each([['us-gov-west-1'], ['cn-north-1'], [undefined]])('in the region %s: no partition and no domain is fixed', (region) => {
    const added = ours(inStack({ env: region ? { region, account: '123456789012' } : undefined }));
    const text = JSON.stringify(Object.values(added).map(({ Properties }) => Properties));
    expect(text).not.toContain('arn:aws:');
    expect([...text.matchAll(/[\w.-]+\.amazonaws\.com[\w.]*/g)].map(([domain]) => domain).sort()).toEqual(['lambda.amazonaws.com', 'states.amazonaws.com']);
    expect(text).toContain(JSON.stringify({ Ref: 'AWS::Partition' }));
  });

  test.each([['by name', false], ['by an aspect', true]])('under a permissions boundary, attached %s', (_, asAspect) => {
    const stack = newStack();
    iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'team'));
    if (asAspect) {
      Aspects.of(stack.node.root).add(new DiagnoseDeployments());
      new ecs.FargateService(stack, 'Service', serviceProps(stack));
    } else {
      diagnosedService(stack);
    }
    const roles = ofType(ours(resourcesOf(stack)), 'AWS::IAM::Role');
    expect(roles).toHaveLength(2);
    for (const [, { Properties }] of roles) expect(JSON.stringify(Properties.PermissionsBoundary)).toContain(':policy/team');
  });

  test('with the permissions boundary of the stack', () => {
    const resources = inStack({ permissionsBoundary: PermissionsBoundary.fromName('team') });
    for (const [, { Properties }] of ofType(ours(resources), 'AWS::IAM::Role')) expect(JSON.stringify(Properties.PermissionsBoundary)).toContain(':policy/team');
  });

  test('with roles that are customized: no role and no policy, and a report of what they must permit', () => {
    const app = new App();
    iam.Role.customizeRoles(app, {
      usePrecreatedRoles: Object.fromEntries([
        ['EcsDeploymentDiagnosisFunction/Role', 'watch'], ['EcsDeploymentDiagnosisWaiter/Role', 'wait'], ['Task/TaskRole', 'task'], ['Task/ExecutionRole', 'start'],
      ].map(([path, name]) => [`Shop/${path}`, name])),
    });
    const stack = new Stack(app, 'Shop');
    diagnosedService(stack);
    const resources = resourcesOf(stack);
    expect(Object.values(resources).filter(({ Type }) => Type.startsWith('AWS::IAM::'))).toEqual([]);
    expect(JSON.stringify(functionOf(resources).Properties.Role)).toContain(':role/watch');
    const report = JSON.stringify(policyReport(app));
    for (const action of ['states:StartExecution', 'ecs:DescribeTasks', 'logs:GetLogEvents', 'cloudformation:DescribeStacks', 'lambda:InvokeFunction']) expect(report).toContain(action);
  });

  test('with roles that are customized, not listed, and a VPC', () => {
    const app = new App();
    iam.Role.customizeRoles(app, { preventSynthesis: false });
    const stack = new Stack(app, 'Shop');
    DeploymentWatcher.configure(stack, { vpc: new ec2.Vpc(stack, 'Private', { maxAzs: 2, restrictDefaultSecurityGroup: false }) });
    diagnosedService(stack);
    expect(functionOf(resourcesOf(stack)).Properties.VpcConfig).toBeDefined();
  });

  test('with the qualifier of the synthesizer', () => {
    const resources = inStack({ synthesizer: new DefaultStackSynthesizer({ qualifier: 'shop' }) });
    expect(JSON.stringify(functionOf(resources).Properties.Code.S3Bucket)).toContain('cdk-shop-assets-');
  });

  test('with termination protection', () => {
    expect(ofType(inStack({ terminationProtection: true }), DIAGNOSES)).toHaveLength(1);
  });

  test('with removal policies for all', () => {
    const resources = inStack({}, (stack) => RemovalPolicies.of(stack).destroy());
    const [[, logGroup]] = ofType(ours(resources), 'AWS::Logs::LogGroup');
    expect(logGroup.DeletionPolicy).toBe('Delete');
  });

  test('with encrypted log groups, for which CloudWatch Logs uses the key itself', () => {
    const resources = inStack({ env: { account: '123456789012', region: 'eu-west-1' } }, (stack) => {
      const encrypted = new logs.LogGroup(stack, 'Encrypted', { encryptionKey: new kms.Key(stack, 'Key') });
      const task = taskDefinition(stack, 'EncryptedTask', ecs.LogDriver.awsLogs({ streamPrefix: 'web', logGroup: encrypted }));
      new DiagnosedFargateService(stack, 'Other', { cluster: ecs.Cluster.fromClusterAttributes(stack, 'Imported', { clusterName: 'shared', vpc: new ec2.Vpc(stack, 'OtherVpc') }), taskDefinition: task });
    });
    const policies = JSON.stringify(ofType(ours(resources), 'AWS::IAM::Policy'));
    expect(policies).toMatch(/log-group:"?,\{"Ref":"Encrypted/);
    expect(policies).not.toContain('kms:');
  });
});

/** What `Role.customizeRoles` writes beside the templates. */
function policyReport(app: App): unknown {
  const { directory } = app.synth();
  return JSON.parse(readFileSync(join(directory, 'iam-policy-report.json'), 'utf8'));
}
