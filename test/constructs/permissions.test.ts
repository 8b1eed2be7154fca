import { readFileSync } from 'fs';
import * as path from 'path';
import { App, Aspects, Aws, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  ENV, flat, FUNCTION_ARN, MACHINE_ARN, statements, WATCHER, WAITER, OF_STACK, ecsArn, ofCluster, ofLogs, l1Service,
} from './statements';
import { cluster, DIAGNOSES, newStack, ofType, references, Resources, resourcesOf, taskDefinition } from './synth';
import { DeploymentWatcher, DiagnosedFargateService, EcsDeploymentDiagnosis } from '../../src';

test('services with task definitions of elsewhere share one policy for all log groups, those with a condition have their own', () => {
  const stack = newStack({ env: ENV });
  for (let n = 0; n < 10; n++) l1Service(stack, `Web${n}`, { cluster: 'blue', taskDefinition: `web:${n}` });
  const condition = new CfnCondition(stack, 'IsProd');
  for (const id of ['One', 'Two']) l1Service(stack, id, { cluster: 'blue', taskDefinition: 'web:1' }).cfnOptions.condition = condition;
  const policies = ofType(resourcesOf(stack), 'AWS::IAM::Policy').filter(([, { Properties }]) => JSON.stringify(Properties).includes(':log-group:*'));
  expect(policies.map(([, { Condition }]) => Condition)).toEqual([undefined, 'IsProd']);
});

describe('the role of the watcher has exactly these statements', () => {
  test('for services of two clusters that log to three groups', () => {
    const stack = newStack({ env: ENV });
    const own = cluster(stack);
    const shared = new logs.LogGroup(stack, 'Logs');
    const imported = ecs.Cluster.fromClusterAttributes(stack, 'Imported', { clusterName: 'shared', vpc: own.vpc });
    new DiagnosedFargateService(stack, 'Web', { cluster: own, taskDefinition: taskDefinition(stack, 'WebTask') });
    const worker = taskDefinition(stack, 'WorkerTask', ecs.LogDriver.awsLogs({ streamPrefix: 'worker', logGroup: shared }));
    worker.addContainer('sidecar', {
      image: ecs.ContainerImage.fromRegistry('registry.example/sidecar:1'),
      logging: ecs.LogDriver.awsLogs({ streamPrefix: 'sidecar', logGroup: logs.LogGroup.fromLogGroupName(stack, 'Old', '/shop/old') }),
    });
    new DiagnosedFargateService(stack, 'Worker', { cluster: own, taskDefinition: worker });
    new DiagnosedFargateService(stack, 'Batch', { cluster: imported, taskDefinition: worker });

    expect(statements(resourcesOf(stack), WATCHER).sort()).toEqual([
      ...OF_STACK,
      ...ofCluster('${ClusterEB0386A7}'),
      ...ofCluster('shared'),
      ofLogs('${WebTaskwebLogGroup4728B49D}|web', '${Logs6819BB44}|worker', '/shop/old|sidecar'),
    ].sort());
  });

  test('the state machine may invoke the one function', () => {
    const stack = newStack({ env: ENV });
    new DiagnosedFargateService(stack, 'Web', { cluster: cluster(stack), taskDefinition: taskDefinition(stack) });
    expect(statements(resourcesOf(stack), WAITER)).toEqual([
      `lambda:InvokeFunction on ${FUNCTION_ARN}`,
    ]);
  });

  test('in a VPC, Lambda may manage network interfaces, and the code of the function may not', () => {
    const stack = newStack({ env: ENV });
    DeploymentWatcher.configure(stack, { vpc: new ec2.Vpc(stack, 'Private', { maxAzs: 2, restrictDefaultSecurityGroup: false }) });
    new DiagnosedFargateService(stack, 'Web', { cluster: cluster(stack), taskDefinition: taskDefinition(stack) });
    const calls = 'ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces '
      + 'ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses';
    expect(statements(resourcesOf(stack), WATCHER).filter((statement) => statement.includes('ec2:'))).toEqual([
      `${calls} on *`,
      `not ${calls} on * if {"ArnEquals":{"lambda:SourceFunctionArn":"${FUNCTION_ARN}"}}`,
    ]);
  });

  test('with a key, both roles may use it for the one state machine', () => {
    const stack = newStack({ env: ENV });
    DeploymentWatcher.configure(stack, { encryptionKey: new kms.Key(stack, 'Key') });
    new DiagnosedFargateService(stack, 'Web', { cluster: cluster(stack), taskDefinition: taskDefinition(stack) });
    const resources = resourcesOf(stack);
    const [[key]] = ofType(resources, 'AWS::KMS::Key');
    for (const role of [WATCHER, WAITER]) {
      expect(statements(resources, role).filter((statement) => statement.includes('kms:'))).toEqual([
        `kms:Decrypt kms:GenerateDataKey on \${${key}.Arn} if {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"${MACHINE_ARN}"}}`,
      ]);
    }
  });
});

describe('who may assume the roles', () => {
  const trusted = (role: RegExp, build: (stack: Stack) => void = () => undefined) => {
    const stack = newStack({ env: ENV });
    new DiagnosedFargateService(stack, 'Web', { cluster: cluster(stack), taskDefinition: taskDefinition(stack) });
    build(stack);
    const [[, { Properties }]] = ofType(resourcesOf(stack), 'AWS::IAM::Role').filter(([id]) => role.test(id));
    expect(Properties.AssumeRolePolicyDocument.Statement).toHaveLength(1);
    const [{ Principal, Condition = {} }] = Properties.AssumeRolePolicyDocument.Statement;
    return [Principal.Service, ...Object.entries(Condition).flatMap(([operator, keys]) => (
      Object.entries(keys as object).map(([key, value]) => `${operator} ${key} ${flat(value)}`)
    ))];
  };

  test('Step Functions, for the one state machine of the stack', () => {
    expect(trusted(WAITER)).toEqual(['states.amazonaws.com', 'StringEquals aws:SourceAccount 123456789012', `ArnLike aws:SourceArn ${MACHINE_ARN}`]);
  });

  test('the state machine has the name that an aspect gives it', () => {
    const [, , source] = trusted(WAITER, (stack) => Aspects.of(stack).add({
      visit: (node) => { if (node instanceof CfnStateMachine) node.stateMachineName = 'acme-waiter'; },
    }));
    expect(source).toBe('ArnLike aws:SourceArn arn:aws:states:eu-west-1:123456789012:stateMachine:acme-waiter');
  });

  // AWS documents no source for the roles of functions (SECURITY.md).
  test('Lambda, without a condition', () => {
    expect(trusted(WATCHER)).toEqual(['lambda.amazonaws.com']);
  });
});

test('the permitted calls are those that the watcher makes', () => {
  const PREFIXES: { readonly [client: string]: string } = {
    'cloudformation': 'cloudformation', 'cloudwatch-logs': 'logs', 'ecs': 'ecs', 'elastic-load-balancing-v2': 'elasticloadbalancing', 'sfn': 'states',
  };
  const clients = readFileSync(path.join(__dirname, '../../src/facts/aws/clients.ts'), 'utf8');
  const made = [...clients.matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-([^']+)'/g)].flatMap(([, names, client]) => (
    [...names.matchAll(/(\w+)Command\b/g)].map(([, call]) => `${PREFIXES[client]}:${call}`)
  ));
  const stack = newStack({ env: ENV });
  new DiagnosedFargateService(stack, 'Web', { cluster: cluster(stack), taskDefinition: taskDefinition(stack) });
  const permitted = statements(resourcesOf(stack), WATCHER).flatMap((statement) => statement.split(' on ')[0].split(' '));
  // Its own log: in the role by the name that CloudFormation gives it, and in a policy by its ARN.
  const writesLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  expect(permitted.sort()).toEqual([...made, ...writesLog, ...writesLog].sort());
});

describe('clusters', () => {
  const CLUSTERS: [string, (stack: Stack) => string | undefined, string][] = [
    ['no cluster', () => undefined, 'default'],
    ['a name', () => 'blue', 'blue'],
    ['an ARN', () => ecsArn('cluster/blue'), 'blue'],
    ['an ARN with tokens', (stack) => stack.formatArn({ service: 'ecs', resource: 'cluster', resourceName: 'blue' }), 'blue'],
    ['the name of a CfnCluster', (stack) => new ecs.CfnCluster(stack, 'Blue').ref, '${Blue}'],
    ['the ARN of a CfnCluster', (stack) => new ecs.CfnCluster(stack, 'Blue').attrArn, '${Blue.Arn}[1]'],
    ['a parameter, which may be a name or an ARN', (stack) => new CfnParameter(stack, 'Blue').valueAsString, '*'],
    ['an import, which may be a name or an ARN', () => Fn.importValue('Blue'), '*'],
  ];
  test.each(CLUSTERS)('%s', (_, name, expected) => {
    const stack = newStack({ env: ENV });
    l1Service(stack, 'Web', { cluster: name(stack), taskDefinition: 'web:1' });
    expect(statements(resourcesOf(stack), WATCHER)).toEqual(expect.arrayContaining(ofCluster(expected)));
  });

  describe('the template counts, not the L2', () => {
    const ESCAPES: [string, (l1: ecs.CfnService, own: ecs.Cluster) => void, string][] = [
      ['set', (l1) => { l1.cluster = 'green'; }, 'green'],
      ['overridden', (l1) => l1.addPropertyOverride('Cluster', 'green'), 'green'],
      ['deleted', (l1) => l1.addPropertyDeletionOverride('Cluster'), 'default'],
      ['the same by its ARN', (l1, own) => { l1.cluster = own.clusterArn; }, '${ClusterEB0386A7.Arn}[1]'],
      ['lazy', (l1) => { l1.cluster = Lazy.string({ produce: () => 'green' }); }, 'green'],
    ];
    test.each(ESCAPES)('%s', (_, escape, expected) => {
      const stack = newStack({ env: ENV });
      const own = cluster(stack);
      const [web] = ['Web', 'Other'].map((id) => new DiagnosedFargateService(stack, id, { cluster: own, taskDefinition: taskDefinition(stack, `${id}Task`) }));
      const escaped = new DiagnosedFargateService(new Construct(stack, 'Escaped'), 'Web', { cluster: web.cluster, taskDefinition: web.taskDefinition });
      escape(escaped.node.defaultChild as ecs.CfnService, own);
      const alone = newStack({ env: ENV });
      const single = new DiagnosedFargateService(alone, 'Web', { cluster: cluster(alone), taskDefinition: taskDefinition(alone) });
      escape(single.node.defaultChild as ecs.CfnService, single.cluster as ecs.Cluster);
      const ofEcs = (each: Stack) => statements(resourcesOf(each), WATCHER).filter((statement) => statement.startsWith('ecs:Describe') && !statement.startsWith('ecs:DescribeTaskD'));
      expect(ofEcs(alone)).toEqual(ofCluster(expected).slice(0, 1));
      // The others of the cluster that it left are still permitted.
      expect(ofEcs(stack).join(' ')).toContain(ecsArn('cluster/${ClusterEB0386A7}'));
      expect(ofEcs(stack).join(' ')).toContain(ecsArn(`cluster/${expected}`));
    });
  });

  test('of a service of CloudFormation JSON', () => {
    const stack = newStack({ env: ENV });
    const service = new CfnResource(stack, 'Web', { type: 'AWS::ECS::Service', properties: { Cluster: 'blue' } });
    new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service });
    expect(statements(resourcesOf(stack), WATCHER)).toEqual(expect.arrayContaining(ofCluster('blue')));
  });

  test('policies keep their logical ids when other tokens come before', () => {
    const policies = (tokensBefore: number) => {
      const stack = newStack({ env: ENV });
      for (let i = 0; i < tokensBefore; i++) Fn.importValue(`Value${i}`);
      new DiagnosedFargateService(stack, 'Web', { cluster: cluster(stack), taskDefinition: taskDefinition(stack) });
      l1Service(stack, 'L1', { cluster: Fn.importValue('Blue') });
      return ofType(resourcesOf(stack), 'AWS::IAM::Policy').map(([id]) => id);
    };
    expect(policies(7)).toEqual(policies(0));
  });
});

describe('log groups', () => {
  const container = (options: { [option: string]: string }, logDriver = 'awslogs') => ({
    name: 'web', image: 'registry.example/web:1', logConfiguration: { logDriver, options },
  });
  const l1Task = (stack: Stack, options: { [option: string]: string }, logDriver?: string) => new ecs.CfnTaskDefinition(stack, 'L1Task', {
    containerDefinitions: [container(options, logDriver)],
  });
  const ALL = ofLogs('*');
  const GROUPS: [string, (stack: Stack) => string, string[]][] = [
    ['of an L1 task definition', (stack) => l1Task(stack, { 'awslogs-group': '/shop/web' }).ref, [ofLogs('/shop/web')]],
    ['with a name put together', (stack) => l1Task(stack, { 'awslogs-group': `/shop/${stack.partition}/web` }).ref, [ofLogs('/shop/aws/web')]],
    ['in another region', (stack) => l1Task(stack, { 'awslogs-group': 'web', 'awslogs-region': 'us-east-1' }).ref,
      [ofLogs('arn:aws:logs:us-east-1:123456789012:log-group:web:*')]],
    ['changed by an escape hatch', (stack) => {
      const task = l1Task(stack, { 'awslogs-group': 'before' });
      task.addPropertyOverride('ContainerDefinitions', [{ Name: 'web', LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': 'after' } } }]);
      return task.ref;
    }, [ofLogs('after')]],
    ['of a container added later', (stack) => {
      const task = new ecs.FargateTaskDefinition(stack, 'Late');
      later.push(() => task.addContainer('web', {
        image: ecs.ContainerImage.fromRegistry('web'),
        logging: ecs.LogDriver.awsLogs({ streamPrefix: 'web', logGroup: logs.LogGroup.fromLogGroupName(stack, 'LateGroup', 'late') }),
      }));
      return task.taskDefinitionArn;
    }, [ofLogs('late|web')]],
    ['another log driver: none', (stack) => l1Task(stack, { 'splunk-token': 'x' }, 'splunk').ref, []],
    ['no group named: all', (stack) => l1Task(stack, {}).ref, [ALL]],
    ['a task definition of another app: all', () => 'web:1', [ALL]],
  ];
  const later: (() => void)[] = [];

  test.each(GROUPS)('%s', (_, task, expected) => {
    const stack = newStack({ env: ENV });
    l1Service(stack, 'Web', { cluster: 'blue', taskDefinition: task(stack) });
    later.splice(0).forEach((step) => step());
    expect(statements(resourcesOf(stack), WATCHER).filter((statement) => statement.startsWith('logs:Get'))).toEqual(expected);
  });

  describe('the streams of a group that services share', () => {
    const shared = (...containers: { [option: string]: string }[]) => (stack: Stack) => new ecs.CfnTaskDefinition(stack, 'Shared', {
      containerDefinitions: containers.map((options, i) => ({ ...container({ 'awslogs-group': 'shared', ...options }), name: `c${i}` })),
    });
    const prefix = (text: string) => ({ 'awslogs-stream-prefix': text });
    const STREAMS: [string, (stack: Stack) => ecs.CfnTaskDefinition, string[]][] = [
      ['a literal prefix', shared(prefix('web')), ['shared|web']],
      ['a prefix with slashes', shared(prefix('shop/web')), ['shared|shop/web']],
      ['two prefixes', shared(prefix('web'), prefix('proxy')), ['shared|web', 'shared|proxy']],
      ['the same prefix twice', shared(prefix('web'), prefix('web')), ['shared|web']],
      ['no prefix: streams are named after the ids of containers', shared({}), ['shared']],
      ['one container without a prefix', shared(prefix('web'), {}, prefix('proxy')), ['shared']],
      ['the same prefix in two Regions', shared(prefix('web'), { ...prefix('web'), 'awslogs-region': 'us-east-1' }), [
        'shared|web', 'arn:aws:logs:us-east-1:123456789012:log-group:shared:log-stream:web/*',
      ]],
      ['a prefix that only the deployment knows', shared(prefix(Aws.STACK_NAME)), ['shared']],
      ['a prefix with a part that only the deployment knows', shared(prefix(`web-${Aws.STACK_NAME}`)), ['shared']],
      ['a parameter', (stack) => shared(prefix(new CfnParameter(stack, 'Prefix').valueAsString))(stack), ['shared']],
      ['a lazy literal', shared(prefix(Lazy.string({ produce: () => 'web' }))), ['shared|web']],
      ['an empty prefix', shared(prefix('')), ['shared']],
      ...['*', 'w?b', '${aws:username}', 'a:b'].map((text): [string, (stack: Stack) => ecs.CfnTaskDefinition, string[]] => (
        [`${text}, which IAM would read as a pattern or CloudWatch Logs refuses`, shared(prefix(text)), ['shared']]
      )),
    ];
    test.each(STREAMS)('%s', (_, task, expected) => {
      const stack = newStack({ env: ENV });
      l1Service(stack, 'Web', { cluster: 'blue', taskDefinition: task(stack).ref });
      expect(statements(resourcesOf(stack), WATCHER).filter((statement) => statement.startsWith('logs:Get'))).toEqual([ofLogs(...expected)]);
    });
  });

  test('of a task definition in another stack', () => {
    const app = new App();
    const base = new Stack(app, 'Base', { env: ENV });
    const task = taskDefinition(base);
    const stack = new Stack(app, 'Shop', { env: ENV });
    new DiagnosedFargateService(stack, 'Web', { cluster: cluster(base), taskDefinition: task });
    const [statement] = statements(resourcesOf(stack), WATCHER).filter((text) => text.startsWith('logs:Get'));
    expect(statement).toBe(ALL);
  });

  describe('of a task definition in another stack: nothing is exported there for us, which could not be taken away again', () => {
    const named = (base: Stack, logGroupName?: string) => ecs.LogDriver.awsLogs({ streamPrefix: 'web', logGroup: new logs.LogGroup(base, 'Logs', { logGroupName }) });
    const TASKS: [string, (base: Stack) => string, string[]][] = [
      ['a group that CloudFormation names', (base) => taskDefinition(base).taskDefinitionArn, [ALL]],
      ['a group with a name of its own', (base) => taskDefinition(base, 'Task', named(base, '/shop/web')).taskDefinitionArn, [ofLogs('/shop/web|web')]],
      ['a group that is a parameter', (base) => l1Task(base, { 'awslogs-group': new CfnParameter(base, 'Group').valueAsString }).ref, [ALL]],
      ['a group inside a function', (base) => l1Task(base, { 'awslogs-group': Fn.select(0, Fn.split('/', new logs.LogGroup(base, 'Logs').logGroupArn)) }).ref, [ALL]],
      ['a group by its name', (base) => l1Task(base, { 'awslogs-group': '/shop/web' }).ref, [ofLogs('/shop/web')]],
    ];
    test.each(TASKS)('%s', (_, task, expected) => {
      const synthesized = (isDiagnosed: boolean) => {
        const app = new App();
        const base = new Stack(app, 'Base', { env: ENV });
        const own = cluster(base);
        const arn = task(base);
        const stack = new Stack(app, 'Shop', { env: ENV });
        const service = new ecs.CfnService(stack, 'Web', { cluster: own.clusterName, taskDefinition: arn });
        if (isDiagnosed) new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service });
        const assembly = app.synth();
        return [base, stack].map(({ artifactId }) => assembly.getStackArtifact(artifactId).template);
      };
      const [[plain], [base, shop]] = [synthesized(false), synthesized(true)];
      expect(JSON.stringify(base)).toBe(JSON.stringify(plain));
      expect(statements(shop.Resources, WATCHER).filter((statement) => statement.startsWith('logs:Get'))).toEqual(expected);
    });
  });

  test('of a task definition in the parent of a nested stack', () => {
    const stack = newStack({ env: ENV });
    const task = taskDefinition(stack);
    const nested = new NestedStack(stack, 'Nested');
    new DiagnosedFargateService(nested, 'Web', { cluster: cluster(stack), taskDefinition: task });
    const [statement] = statements(resourcesOf(nested), WATCHER).filter((text) => text.startsWith('logs:Get'));
    expect(statement).toMatch(/log-group:\$\{referencetoShopTaskwebLogGroup\w+\}:log-stream:web\/\*$/);
  });

  describe('the policy that all diagnoses share', () => {
    const web = (scope: Construct, props?: logs.CfnLogGroupProps) => {
      const group = new logs.CfnLogGroup(scope, 'Logs', props);
      const task = new ecs.CfnTaskDefinition(scope, 'Task', { containerDefinitions: [container({ 'awslogs-group': group.ref })] });
      const service = l1Service(Stack.of(scope), `${scope.node.id}Service`, { taskDefinition: task.ref });
      return { group, task, service };
    };
    const first = (stack: Stack) => l1Service(stack, 'First', { taskDefinition: l1Task(stack, { 'awslogs-group': 'first' }).ref });
    const keyBehind = (service: CfnResource) => {
      const key = new kms.CfnKey(service.stack, 'Key', { keyPolicy: {} });
      key.addDependency(service);
      return key.attrArn;
    };
    const CASES: [string, (stack: Stack, part: Construct) => unknown, isShared: boolean][] = [
      ['a log group that waits for nothing', (_, part) => web(part), true],
      ['with a name of its own', (_, part) => web(part, { logGroupName: '/shop/web', retentionInDays: 7, tags: [{ key: 'a', value: 'b' }] }), true],
      ['with the L2 around it', (_, part) => new DiagnosedFargateService(part, 'Web', { cluster: cluster(part), taskDefinition: taskDefinition(part) }), true],
      ['behind a service, as all in its construct', (stack, part) => [web(part), part.node.addDependency(first(stack))], false],
      ['behind a service, by a dependency', (stack, part) => web(part).group.addDependency(first(stack)), false],
      ['behind a service, by an override', (stack, part) => [first(stack), web(part).group.addOverride('DependsOn', 'First')], false],
      ['behind a service, by its key', (stack, part) => web(part, { kmsKeyId: keyBehind(first(stack)) }), false],
      ['behind a service, by its name', (stack, part) => web(part, { logGroupName: first(stack).attrName }), false],
      ['behind a service, by a function in its name', (stack, part) => [first(stack), web(part, { logGroupName: Fn.sub('/x/${First.Name}') })], false],
      ['behind a service, by a tag', (stack, part) => Tags.of(web(part).group).add('first', first(stack).attrName), false],
      ['behind a service, by its data protection', (stack, part) => web(part, { dataProtectionPolicy: { Name: first(stack).attrName } }), false],
      ['behind a service, by its metadata', (stack, part) => web(part).group.addMetadata('first', first(stack).attrName), false],
      ['behind a service, of CloudFormation JSON', (stack, part) => {
        const raw = new CfnResource(part, 'Raw', { type: 'AWS::Logs::LogGroup', properties: { KmsKeyId: keyBehind(first(stack)) } });
        web(part).task.containerDefinitions = [container({ 'awslogs-group': raw.ref })];
      }, false],
      ['behind a service, by the JSON of a function in its properties', (stack, part) => [first(stack), web(part, { dataProtectionPolicy: { Name: { 'Fn::GetAtt': ['First', 'Name'] } } })], false],
      ['behind a service, by the JSON of a function in JSON', (stack, part) => {
        first(stack);
        const raw = new CfnResource(part, 'Raw', { type: 'AWS::Logs::LogGroup', properties: { LogGroupName: { 'Fn::Sub': '/ecs/${First.Name}' } } });
        web(part).task.containerDefinitions = [container({ 'awslogs-group': raw.ref })];
      }, false],
      ['behind a service, called by a function', (stack, part) => {
        const { group, task } = web(part);
        group.addDependency(first(stack));
        task.containerDefinitions = [container({ 'awslogs-group': Fn.ref(String(stack.resolve(group.logicalId))) })];
      }, false],
      ['that exists under a condition', (_, part) => {
        const { group, service } = web(part);
        for (const resource of [group, service]) resource.cfnOptions.condition = new CfnCondition(resource, 'If', { expression: Fn.conditionEquals('a', 'b') });
      }, false],
      ['that exists under a condition, by an override', (_, part) => {
        const { group, service } = web(part);
        for (const resource of [group, service]) resource.addOverride('Condition', 'InEurope');
      }, false],
      ['that another stack exports', (_, part) => {
        const { task } = web(part);
        task.containerDefinitions = [container({ 'awslogs-group': Fn.importValue('Logs') })];
      }, false],
    ];
    test.each(CASES)('%s', (_, build, isShared) => {
      const stack = newStack({ env: ENV });
      build(stack, new Construct(stack, 'Part'));
      // Refuses cycles.
      const resources = resourcesOf(stack);
      const policies = ofType(resources, 'AWS::IAM::Policy').filter(([id]) => /Watch|ReadLogs/.test(id));
      const own = policies.filter(([id]) => id.includes('ReadLogs'));
      const [, { Properties: shared }] = policies.find(([id]) => id.includes('Watch'))!;
      expect(own).toHaveLength(isShared ? 0 : 1);
      // Nothing of a part that waits for something, and of the others the log group.
      expect(references(shared).filter((id) => id.startsWith('Part'))).toHaveLength(isShared ? 1 : 0);
      const diagnosis = ofType(resources, DIAGNOSES).find(([id]) => !id.startsWith('First'))![1];
      for (const [, { Condition }] of own) expect(Condition).toBe(diagnosis.Condition);
      expect(statements(resources, WATCHER).filter((statement) => statement.startsWith('logs:Get')).join(' ')).toMatch(/\$\{Part\w*Log\w*\}|\$\{PartRaw\w+\}|ImportValue/);
    });

    test('services in an order: the logs of both are readable, and there is no cycle', () => {
      const stack = newStack({ env: ENV });
      const own = cluster(stack);
      const [one, two] = ['One', 'Two'].map((id) => {
        const part = new Construct(stack, id);
        new DiagnosedFargateService(part, 'Service', { cluster: own, taskDefinition: taskDefinition(part), minHealthyPercent: 100 });
        return part;
      });
      two.node.addDependency(one);
      expect(statements(resourcesOf(stack), WATCHER)).toEqual(expect.arrayContaining([ofLogs('${OneTaskwebLogGroup6D07FD71}|web'), ofLogs('${TwoTaskwebLogGroup07811D30}|web')]));
    });
  });

  test('of a task definition in a nested stack inside', () => {
    const stack = newStack({ env: ENV });
    const task = taskDefinition(new NestedStack(stack, 'Nested'));
    new DiagnosedFargateService(stack, 'Web', { cluster: cluster(stack), taskDefinition: task });
    const [statement] = statements(resourcesOf(stack), WATCHER).filter((text) => text.startsWith('logs:Get'));
    expect(statement).toMatch(/log-group:\$\{Nested\w+\.Outputs\.\w+\}:log-stream:web\/\*$/);
  });

  test('of a task definition in the parent, named by what would mean something else here', () => {
    const stack = newStack({ env: ENV });
    const task = l1Task(stack, { 'awslogs-group': `/ecs/${Aws.STACK_NAME}/web` });
    const nested = new NestedStack(stack, 'Nested');
    l1Service(nested, 'Web', { cluster: 'blue', taskDefinition: task.ref });
    expect(statements(resourcesOf(nested), WATCHER)).toContain(ALL);
  });

  test('more than fit into one role get all streams of their groups, and then one statement for all', () => {
    const permitted = (services: number, ...prefix: string[]) => {
      const stack = newStack({ env: ENV });
      for (let i = 0; i < services; i++) {
        const options = { 'awslogs-group': `/shop/${String(i).padStart(3, '0')}`, ...prefix.length && { 'awslogs-stream-prefix': prefix[0] } };
        l1Service(stack, `Web${i}`, { taskDefinition: new ecs.CfnTaskDefinition(stack, `Task${i}`, { containerDefinitions: [container(options)] }).ref });
      }
      return statements(resourcesOf(stack), WATCHER).filter((statement) => statement.startsWith('logs:Get'));
    };
    expect(permitted(100)).toEqual([ofLogs(...Array.from({ length: 100 }, (_, i) => `/shop/${String(i).padStart(3, '0')}`))]);
    expect(permitted(120)).toEqual([ALL]);
    expect(permitted(3, 'web')).toEqual([ofLogs('/shop/000|web', '/shop/001|web', '/shop/002|web')]);
    expect(permitted(100, 'web')).toEqual(permitted(100));
    expect(permitted(120, 'web')).toEqual([ALL]);
  });
});

describe('references in the JSON of CloudFormation', () => {
  const permitted = (cluster_: unknown, group: unknown, build: (stack: Stack) => void = () => undefined) => {
    const stack = newStack({ env: ENV });
    new CfnParameter(stack, 'Name');
    new CfnResource(stack, 'Cluster', { type: 'AWS::ECS::Cluster' });
    new CfnResource(stack, 'Logs', { type: 'AWS::Logs::LogGroup' });
    new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
    const LogConfiguration = { LogDriver: 'awslogs', Options: { 'awslogs-group': group, 'awslogs-region': { Ref: 'AWS::Region' } } };
    new CfnResource(stack, 'Task', { type: 'AWS::ECS::TaskDefinition', properties: { ContainerDefinitions: [{ Name: 'web', Image: 'web', LogConfiguration }] } });
    const service = new CfnResource(stack, 'Web', { type: 'AWS::ECS::Service', properties: { Cluster: cluster_, TaskDefinition: { Ref: 'Task' } } });
    new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service });
    build(stack);
    return statements(resourcesOf(stack), WATCHER);
  };

  test.each<[string, unknown, unknown, cluster_: string, group: string]>([
    ['Ref', { Ref: 'Cluster' }, { Ref: 'Logs' }, '${Cluster}', '${Logs}'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Cluster', 'Arn'] }, '/shop/web', '${Cluster.Arn}[1]', '/shop/web'],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Cluster.Arn' }, '/shop/web', '${Cluster.Arn}[1]', '/shop/web'],
    ['of a resource with another id', { Ref: 'Renamed' }, { Ref: 'AlsoRenamed' }, '${Renamed}', '${AlsoRenamed}'],
    ['to a parameter', { Ref: 'Name' }, { Ref: 'Name' }, '*', '*'],
    ['to a resource of another type', { Ref: 'Topic' }, { Ref: 'Logs' }, '*', '${Logs}'],
    ['to nothing', { Ref: 'Nothing' }, { Ref: 'Nothing' }, '*', '*'],
    ['another function', { 'Fn::If': ['InEurope', 'a', 'b'] }, { 'Fn::Sub': '/shop/${Name}' }, '*', '*'],
  ])('%s', (_, cluster_, group, expectedCluster, expectedGroup) => {
    const rename = (stack: Stack) => {
      for (const [id, type] of [['Renamed', 'AWS::ECS::Cluster'], ['AlsoRenamed', 'AWS::Logs::LogGroup']]) {
        new CfnResource(new Construct(stack, `Of${id}`), 'Resource', { type }).overrideLogicalId(id);
      }
    };
    const all = permitted(cluster_, group, rename);
    expect(all).toEqual(expect.arrayContaining([...ofCluster(expectedCluster), ofLogs(expectedGroup)]));
    expect(all.filter((statement) => statement.startsWith('ecs:ListTasks') || statement.startsWith('logs:Get'))).toHaveLength(2);
  });
});

describe('clusters whose names only the complete app knows', () => {
  const custom = (stack: Stack, id: string) => new CfnResource(stack, id, { type: 'Custom::Cluster', properties: { ServiceToken: ecsArn('token') } });
  const nameIn = (resource: CfnResource) => Fn.select(1, Fn.split('/', resource.getAtt('Arn').toString()));
  const service = (stack: Stack, id: string, name: string) => {
    const vpc = ec2.Vpc.fromVpcAttributes(stack, `${id}Vpc`, { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
    const own = ecs.Cluster.fromClusterAttributes(stack, `${id}Cluster`, { vpc, clusterName: name, securityGroups: [] });
    return new DiagnosedFargateService(stack, id, { cluster: own, taskDefinition: taskDefinition(stack, `${id}Task`), minHealthyPercent: 100 });
  };
  const clusterPolicies = (resources: Resources, clusterName: string) => (
    ofType(resources, 'AWS::IAM::Policy').filter(([id, policy]) => id.includes('ReadCluster') && references(policy).includes(clusterName)).map(([id]) => id)
  );

  test.each<[string, (second: CfnResource, first: DiagnosedFargateService) => void]>([
    ['by a dependency between constructs', (second, first) => second.node.addDependency(first)],
    ['by a dependency between resources', (second, first) => second.addDependency(first.node.defaultChild as CfnResource)],
  ])('the cluster of the second waits for the first service, %s: no cycle, and the permission for the first does not wait', (_, wait) => {
    const stack = newStack({ env: ENV });
    const [r1, r2] = ['R1', 'R2'].map((id) => custom(stack, id));
    const first = service(stack, 'A', nameIn(r1));
    wait(r2, first);
    service(stack, 'B', nameIn(r2));
    // Refuses cycles.
    const resources = resourcesOf(stack);
    const [ofA, ofB] = ['R1', 'R2'].map((of) => clusterPolicies(resources, of));
    expect([ofA.length, ofB.length]).toEqual([1, 1]);
    expect(references(resources[ofA[0]])).not.toContain('R2');
    expect(statements(resources, WATCHER)).toEqual(expect.arrayContaining([...ofCluster('${R1.Arn}[1]'), ...ofCluster('${R2.Arn}[1]')]));
  });

  test('a service that is moved to another cluster takes its permission along', () => {
    const stack = newStack({ env: ENV });
    const own = cluster(stack);
    const later = new ecs.CfnCluster(stack, 'Later');
    const [stays, moves] = ['A', 'B'].map((id) => new DiagnosedFargateService(stack, id, { cluster: own, taskDefinition: taskDefinition(stack, `${id}Task`) }));
    (moves.node.defaultChild as ecs.CfnService).cluster = later.ref;
    later.addDependency(stays.node.defaultChild as CfnResource);
    const resources = resourcesOf(stack);
    expect(clusterPolicies(resources, 'Later')).toHaveLength(1);
    const [[, role]] = ofType(resources, 'AWS::IAM::Role').filter(([id]) => WATCHER.test(id));
    expect(references(role)).toContain('ClusterEB0386A7');
    expect(references(role)).not.toContain('Later');
  });

  test('services of one cluster share a policy, under their condition', () => {
    const stack = newStack({ env: ENV });
    const r1 = custom(stack, 'R1');
    const condition = new CfnCondition(stack, 'InEurope', { expression: Fn.conditionEquals('a', 'b') });
    const services = ['A', 'B'].map((id) => service(stack, id, nameIn(r1)));
    for (const resource of [r1, ...services.map(({ node }) => node.defaultChild as CfnResource)]) resource.cfnOptions.condition = condition;
    const resources = resourcesOf(stack);
    const policies = clusterPolicies(resources, 'R1');
    expect(policies).toHaveLength(1);
    expect(resources[policies[0]].Condition).toBe('InEurope');
  });

  test('policies have the same logical ids in every stage', () => {
    const ids = (stage: string) => {
      const stack = new Stack(new Stage(new App(), stage), 'Shop', { env: ENV });
      const r1 = custom(stack, 'R1');
      service(stack, 'A', nameIn(r1));
      return ofType(Template.fromStack(stack).toJSON().Resources, 'AWS::IAM::Policy').map(([id]) => id);
    };
    expect(ids('Test')).toEqual(ids('Prod'));
  });
});

describe('a cluster under a condition', () => {
  const conditions = (build: (stack: Stack, condition: CfnCondition) => void) => {
    const stack = newStack({ env: ENV });
    build(stack, new CfnCondition(stack, 'InEurope', { expression: Fn.conditionEquals('a', 'b') }));
    return ofType(resourcesOf(stack), 'AWS::IAM::Policy').filter(([id]) => /ReadCluster|Watch/.test(id)).map(([, { Condition }]) => Condition);
  };

  test('of the L2: what refers to it exists only when it does', () => {
    expect(conditions((stack, condition) => {
      const own = cluster(stack);
      const service = new DiagnosedFargateService(stack, 'Web', { cluster: own, taskDefinition: taskDefinition(stack) });
      for (const { node } of [own, service]) (node.defaultChild as CfnResource).cfnOptions.condition = condition;
    })).toEqual([undefined, 'InEurope']);
  });

  test('of the L1', () => {
    expect(conditions((stack, condition) => {
      const own = new ecs.CfnCluster(stack, 'Own');
      for (const resource of [own, l1Service(stack, 'Web', { cluster: own.attrArn, taskDefinition: 'web:1' })]) resource.cfnOptions.condition = condition;
    })).toEqual([undefined, 'InEurope']);
  });

  test('of another stack: it has no condition here', () => {
    const app = new App();
    const base = new Stack(app, 'Base', { env: ENV });
    const own = cluster(base);
    (own.node.defaultChild as CfnResource).cfnOptions.condition = new CfnCondition(base, 'InEurope', { expression: Fn.conditionEquals('a', 'b') });
    const stack = new Stack(app, 'Shop', { env: ENV });
    new DiagnosedFargateService(stack, 'Web', { cluster: own, taskDefinition: taskDefinition(stack) });
    expect(Object.values(resourcesOf(stack)).filter(({ Condition }) => Condition)).toEqual([]);
  });
});
