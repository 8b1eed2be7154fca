import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import * as path from 'path';
import { App, Fn, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { DeploymentWatcher, DiagnosedFargateService } from '../../../src';
import { ENV, flat, statements, WATCHER, ofCluster, ofLogs, l1Service } from '../statements';
import { cluster, newStack, ofType, resourcesOf, taskDefinition } from '../synth';

describe('inline policies stay within what IAM allows a role, 10,240 characters', () => {
  const many = (count: number, each: (i: number) => void) => Array.from({ length: count }, (_, i) => each(i));
  const vpc = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
  const task = (stack: Stack, i: number) => taskDefinition(stack, `A-task-definition-with-a-long-name-${i}`);
  const imported = (stack: Stack, id: string, clusterNameOrArn: string) => ecs.Cluster.fromClusterAttributes(stack, id, {
    clusterName: clusterNameOrArn, vpc: stack.node.tryFindChild('Vpc') as ec2.IVpc | undefined ?? vpc(stack), securityGroups: [],
  });
  const nameOf = (length: number, i: number) => `${i}`.padStart(length, 'n');
  const nameOfFirst = (how: string, length: number) => (how === 'given' ? '${Logs0541620F4}' : nameOf(length, 0));
  const FULL: [string, (stack: Stack) => void, expected: string[]][] = [
    ...([[41, '|web'], [42, '']] as const).map(([count, streams]): [string, (stack: Stack) => void, string[]] => [
      `${count} services that log to one group each: ${streams ? 'their streams' : 'all streams of these groups'}`,
      (stack) => {
        const own = imported(stack, 'Own', 'shop');
        many(count, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: task(stack, i) }));
      },
      [...ofCluster('shop'), ofLogs(`\${Ataskdefinitionwithalongname0webLogGroup912085AD}${streams}`)],
    ]),
    ...([[35, '|web'], [36, ''], [38, '']] as const).map(([count, streams]): [string, (stack: Stack) => void, string[]] => [
      `a function in a VPC, with a key, and ${count} services: ${streams ? 'their streams' : 'all streams of these groups'}`,
      (stack) => {
        DeploymentWatcher.configure(stack, { vpc: vpc(stack), encryptionKey: new kms.Key(stack, 'Key') });
        const own = imported(stack, 'Own', 'shop');
        many(count, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: task(stack, i) }));
      },
      [...ofCluster('shop'), ofLogs(`\${Ataskdefinitionwithalongname0webLogGroup912085AD}${streams}`)],
    ]),
    ['44 services that log to one group each', (stack) => {
      const own = imported(stack, 'Own', 'shop');
      many(44, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: task(stack, i) }));
    }, [...ofCluster('shop'), ofLogs('${Ataskdefinitionwithalongname0webLogGroup912085AD}')]],
    ['45 services that log to one group each', (stack) => {
      const own = imported(stack, 'Own', 'shop');
      many(45, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: task(stack, i) }));
    }, [...ofCluster('shop'), ofLogs('*')]],
    ['40 services in a cluster, which CloudFormation names as their log groups', (stack) => {
      const own = cluster(stack);
      many(40, (i) => l1Service(stack, `Service${i}`, { cluster: own.clusterName, taskDefinition: task(stack, i).taskDefinitionArn }));
    }, [...ofCluster('${ClusterEB0386A7}'), ofLogs('${Ataskdefinitionwithalongname0webLogGroup912085AD}')]],
    ['41 services in a cluster, which CloudFormation names as their log groups', (stack) => {
      const own = cluster(stack);
      many(41, (i) => l1Service(stack, `Service${i}`, { cluster: own.clusterName, taskDefinition: task(stack, i).taskDefinitionArn }));
    }, [...ofCluster('${ClusterEB0386A7}'), ofLogs('*')]],
    ['50 L1 services in a cluster whose ARN is imported', (stack) => {
      many(50, (i) => l1Service(stack, `Service${i}`, { cluster: Fn.importValue('Shared'), taskDefinition: task(stack, i).taskDefinitionArn }));
    }, [...ofCluster('*'), ofLogs('*')]],
    ['20 services, each with the same name imported once more', (stack) => {
      many(20, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: imported(stack, `Cluster${i}`, Fn.importValue('Shared')), taskDefinition: task(stack, i) }));
    }, ofCluster('{"Fn::ImportValue":"Shared"}').slice(0, 1)],
    ['services in three clusters whose names are imported', (stack) => {
      many(3, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: imported(stack, `Cluster${i}`, Fn.importValue(`Shared${i}`)), taskDefinition: task(stack, i) }));
    }, [0, 1, 2].flatMap((i) => ofCluster(`{"Fn::ImportValue":"Shared${i}"}`).slice(0, 1))],
    ['services in five clusters whose names are imported', (stack) => {
      many(5, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: imported(stack, `Cluster${i}`, Fn.importValue(`Shared${i}`)), taskDefinition: task(stack, i) }));
    }, ofCluster('*')],
    ['20 services with three log groups each', (stack) => {
      const own = imported(stack, 'Own', 'shop');
      many(20, (i) => {
        const several = task(stack, i);
        for (const name of ['proxy', 'agent']) several.addContainer(name, { image: ecs.ContainerImage.fromRegistry(name), logging: ecs.LogDriver.awsLogs({ streamPrefix: name }) });
        new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: several });
      });
    }, [...ofCluster('shop'), ofLogs('*')]],
    ['7 clusters that CloudFormation names', (stack) => {
      many(7, (i) => l1Service(stack, `Service${i}`, { cluster: new ecs.CfnCluster(stack, `Cluster${i}`).ref, taskDefinition: task(stack, i).taskDefinitionArn }));
    }, [...ofCluster('${Cluster0}'), ...ofCluster('${Cluster6}'), ofLogs('*')]],
    ['8 clusters that CloudFormation names', (stack) => {
      many(8, (i) => l1Service(stack, `Service${i}`, { cluster: new ecs.CfnCluster(stack, `Cluster${i}`).ref, taskDefinition: task(stack, i).taskDefinitionArn }));
    }, ofCluster('*')],
    ...([
      [14, 2, true], [15, 2, false], [7, 128, true], [8, 128, false], [4, 255, true], [5, 255, false], [6, 255, false],
    ] as const).map(([count, length, isNamed]): [string, (stack: Stack) => void, string[]] => [`${count} clusters with names of ${length} characters`, (stack) => {
      many(count, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: imported(stack, `Cluster${i}`, nameOf(length, i)), taskDefinition: task(stack, i) }));
    }, isNamed ? [...ofCluster(nameOf(length, 0)), ...ofCluster(nameOf(length, count - 1))] : ofCluster('*')]),
    ...([
      [37, 165, true], [38, 165, false], [34, 180, true], [35, 180, false], [29, 220, true], [30, 220, false], [27, 256, false],
      [23, 300, true], [24, 300, false], [19, 400, false], [14, 512, true], [15, 512, false],
    ] as const).flatMap(([count, length, isNamed]) => ['given', 'in the task definition', 'lazy'].map((how): [string, (stack: Stack) => void, string[]] => [
      `${count} log groups with names of ${length} characters, ${how}`,
      (stack) => many(count, (i) => {
        const group = nameOf(length, i);
        const elsewhere = how === 'lazy' ? Lazy.string({ produce: () => group }) : group;
        const options = { 'awslogs-group': how === 'given' ? new logs.LogGroup(stack, `Logs${i}`, { logGroupName: group }).logGroupName : elsewhere };
        const l1 = new ecs.CfnTaskDefinition(stack, `Task${i}`, { containerDefinitions: [{ name: 'web', image: 'web', logConfiguration: { logDriver: 'awslogs', options } }] });
        l1Service(stack, `Service${i}`, { cluster: 'shop', taskDefinition: l1.ref });
      }),
      [ofLogs(isNamed ? nameOfFirst(how, length) : '*')],
    ])),
    ['a function in a VPC with a log group of 512 characters', (stack) => {
      DeploymentWatcher.configure(stack, { vpc: vpc(stack), logGroup: logs.LogGroup.fromLogGroupName(stack, 'Audit', nameOf(512, 0)) });
      const own = imported(stack, 'Own', 'shop');
      many(42, (i) => new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: task(stack, i) }));
    }, [ofLogs('*')]],
  ];

  test.each(FULL)('%s', (_, build, expected) => {
    const stack = newStack({ env: ENV });
    build(stack);
    const resources = resourcesOf(stack);
    const oneByOne = statements(resources, WATCHER).flatMap((statement) => (
      statement.startsWith('logs:Get') ? statement.split(' ').slice(2).map((arn) => `logs:GetLogEvents on ${arn}`) : statement
    ));
    expect(oneByOne).toEqual(expect.arrayContaining(expected));
    const [[roleId, role]] = ofType(resources, 'AWS::IAM::Role').filter(([id]) => WATCHER.test(id));
    const separate = ofType(resources, 'AWS::IAM::Policy').map(([, { Properties }]) => Properties).filter(({ Roles }) => Roles[0].Ref === roleId);
    // With names as CloudFormation makes them in a nested stack, in the partition with the longest name. An aspect may give the state
    // machine the longest name that AWS allows.
    const named = (value: unknown) => flat(value)
      .replace(/(?<=:stateMachine:).*/, 'N'.repeat(80))
      .replace(/(?<=:function:).*/, 'N'.repeat(64))
      .replace(/\$\{Key\w*\.Arn\}/, 'arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab')
      .replace(/\$\{(\w+)[^}]*\}/, 'Shop-PartNestedStackPartNestedStackResource12345678-ABCDEFGHIJKLM-$1-AbCdEfGhIjKl1');
    const size = [...role.Properties.Policies, ...separate]
      .map(({ PolicyDocument }) => JSON.stringify(PolicyDocument, (_key, value) => (value?.['Fn::Join'] || value?.['Fn::GetAtt'] ? named(value) : value)))
      .reduce((sum, text) => sum + text.replaceAll('arn:aws:', 'arn:aws-us-gov:').replaceAll('eu-west-1', 'us-gov-west-1').length, 0);
    expect(size).toBeLessThan(10_240);
  });
});

test('a nested stack has the permissions that its asset is named after', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const nested = new NestedStack(stack, 'Part');
  const own = cluster(stack);
  for (let i = 0; i < 30; i++) {
    const logGroup = logs.LogGroup.fromLogGroupName(nested, `Logs${i}`, Lazy.string({ produce: () => `/shop/${'n'.repeat(400)}${i}` }));
    new DiagnosedFargateService(nested, `Service${i}`, { cluster: own, taskDefinition: taskDefinition(nested, `Task${i}`, ecs.LogDriver.awsLogs({ streamPrefix: 'web', logGroup })) });
  }
  const { directory } = app.synth();
  const text = readFileSync(path.join(directory, nested.templateFile), 'utf8');
  const { files } = JSON.parse(readFileSync(path.join(directory, 'Shop.assets.json'), 'utf8'));
  expect(statements(JSON.parse(text).Resources, WATCHER).filter((statement) => statement.startsWith('logs:Get'))).toEqual([ofLogs('*')]);
  expect(Object.keys(files)).toContain(createHash('sha256').update(JSON.stringify(JSON.parse(text))).digest('hex'));
});
