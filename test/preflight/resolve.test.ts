import { plain } from '../../src/preflight/known';
import { check } from '../../src/preflight/run';
import { readAssembly } from '../../src/preflight/template/assembly';
import { declaredIn } from '../../src/preflight/template/declare';
import { parseText } from '../../src/preflight/template/parse';
import { Resolver, Template } from '../../src/preflight/template/resolve';
import { knownOf, Value } from '../../src/preflight/template/values';

const TEMPLATE: Template = {
  Parameters: {
    Tag: { Type: 'String', Default: '1.42.0' },
    Later: { Type: 'String' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Default: 'subnet-0a, subnet-0b' },
    Ssm: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/tag' },
    Stage: { Type: 'String', Default: 'prod' },
  },
  Mappings: { Sizes: { prod: { cpu: '1024' }, test: { cpu: 256 } } },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { 'Fn::Or': [{ Condition: 'IsTest' }, { 'Fn::Equals': ['a', 'a'] }] }] },
    Unknown: { 'Fn::Equals': [{ Ref: 'Later' }, 'x'] },
    Never: { 'Fn::And': [{ Condition: 'Unknown' }, { Condition: 'IsTest' }] },
    Round: { Condition: 'Round' },
  },
  Resources: { Secret: { Type: 'AWS::SecretsManager::Secret' }, Other: { Type: 'AWS::SQS::Queue', Condition: 'IsTest' } },
};

const resolver = new Resolver({
  template: TEMPLATE, stack: 'Shop', region: 'cn-north-1', account: '123456789012', parameters: new Map<string, Value>(),
  exported: (name) => (name === 'Base:Cluster' ? 'prod' : undefined), outputOf: () => undefined,
});

describe('what is known', () => {
  test.each<[string, unknown, unknown]>([
    ['a parameter by its default', { Ref: 'Tag' }, '1.42.0'],
    ['a list', { Ref: 'Subnets' }, ['subnet-0a', 'subnet-0b']],
    ['an item of it', { 'Fn::Select': ['1', { Ref: 'Subnets' }] }, 'subnet-0b'],
    ['pseudo parameters', { 'Fn::Sub': '${AWS::Partition} ${AWS::Region} ${AWS::AccountId} ${AWS::URLSuffix} ${AWS::StackName}' }, 'aws-cn cn-north-1 123456789012 amazonaws.com.cn Shop'],
    ['Sub with its own variables, and a literal', { 'Fn::Sub': ['${a}:${Tag} ${!Tag}', { a: { Ref: 'Stage' } }] }, 'prod:1.42.0 ${Tag}'],
    ['Join of a split', { 'Fn::Join': ['/', { 'Fn::Split': [':', 'a:b:c'] }] }, 'a/b/c'],
    ['a mapping', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'cpu'] }, '1024'],
    ['a mapping with a default', { 'Fn::FindInMap': ['Sizes', 'x', 'cpu', { DefaultValue: '512' }] }, '512'],
    ['conditions', [{ 'Fn::If': ['IsProd', 1, 2] }, { 'Fn::If': ['IsTest', 1, 2] }, { 'Fn::If': ['Both', 1, 2] }, { 'Fn::If': ['Never', 1, 2] }], [1, 2, 1, 2]],
    ['the same either way', { 'Fn::If': ['Unknown', 'a', 'a'] }, 'a'],
    ['no value', { a: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 1] }, b: [{ Ref: 'AWS::NoValue' }, 2] }, { a: undefined, b: [2] }],
    ['an export of another stack', { 'Fn::ImportValue': 'Base:Cluster' }, 'prod'],
  ])('%s', (_, given, expected) => expect(resolver.resolve(given)).toEqual(expected));
});

describe('what is not known has its reason, and its place in the text', () => {
  test.each<[string, unknown, string, RegExp]>([
    ['a parameter without a value', { 'Fn::Sub': 'web:${Later}' }, 'web:${Later}', /--parameters Later=VALUE/],
    ['a parameter that SSM gives', { Ref: 'Ssm' }, '${Ssm}', /read from SSM/],
    ['a dynamic reference', 'x{{resolve:ssm:/shop/tag}}', 'x{{resolve:ssm:/shop/tag}}', /dynamic reference/],
    ['an export of a stack elsewhere', { 'Fn::ImportValue': 'Elsewhere' }, '${Elsewhere}', /of no stack that is looked at/],
    ['a condition', { 'Fn::If': ['Unknown', 'a', 'b'] }, '${Unknown}', /condition Unknown/],
    ['a condition that names itself', { 'Fn::If': ['Round', 'a', 'b'] }, '${Round}', /condition Round/],
    ['a function', { 'Fn::Join': ['', ['a', { 'Fn::Base64': 'x' }]] }, 'a${Fn::Base64}', /resolved at deployment/],
    ['a resource that is not made', { Ref: 'Other' }, '${Other}', /not made by this template/],
    ['the id of the stack', { Ref: 'AWS::StackId' }, '${AWS::StackId}', /known at deployment only/],
  ])('%s', (_, given, shape, why) => {
    expect(knownOf(resolver.resolve(given))).toMatchObject({ shape, unknown: expect.stringMatching(why) });
  });

  test('what the template makes is known to be there', () => {
    expect(knownOf(resolver.resolve({ 'Fn::Join': ['', [{ Ref: 'Secret' }, ':password::']] })))
      .toMatchObject({ shape: '${Secret}:password::', made: [{ logicalId: 'Secret', type: 'AWS::SecretsManager::Secret' }], unknown: undefined });
    expect(knownOf('text')).toEqual(plain('text'));
  });
});

test('YAML: every short form is its long one', () => {
  const text = [
    'A: !Ref Tag', 'B: !Sub "${Tag}"', 'C: !Sub ["${a}", {a: !Ref Tag}]', 'D: !GetAtt Secret.Arn.More', 'E: !Join ["", [a, !Ref Tag]]',
    'F: !If [IsProd, !Ref A, !Ref AWS::NoValue]', 'G: !FindInMap [Sizes, prod, cpu]', 'H: !ImportValue', '  Fn::Sub: "${x}"', 'I: !Select [0, !Split [",", "a,b"]]',
    'J: 2010-09-09', 'K: !Equals [a, b]', 'L: !Condition IsProd',
  ].join('\n');
  expect(parseText(text)).toEqual({
    A: { Ref: 'Tag' },
    B: { 'Fn::Sub': '${Tag}' },
    C: { 'Fn::Sub': ['${a}', { a: { Ref: 'Tag' } }] },
    D: { 'Fn::GetAtt': ['Secret', 'Arn.More'] },
    E: { 'Fn::Join': ['', ['a', { Ref: 'Tag' }]] },
    F: { 'Fn::If': ['IsProd', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] },
    G: { 'Fn::FindInMap': ['Sizes', 'prod', 'cpu'] },
    H: { 'Fn::ImportValue': { 'Fn::Sub': '${x}' } },
    I: { 'Fn::Select': [0, { 'Fn::Split': [',', 'a,b'] }] },
    J: '2010-09-09',
    K: { 'Fn::Equals': ['a', 'b'] },
    L: { Condition: 'IsProd' },
  });
});

test('what is perhaps not made is not failed for certain', async () => {
  const task = (Condition: string) => ({ Type: 'AWS::ECS::TaskDefinition', Condition, Properties: { ExecutionRoleArn: 'absent', ContainerDefinitions: [] } });
  const template = { ...TEMPLATE, Resources: { Sure: task('IsProd'), Perhaps: task('Unknown'), Not: task('IsTest') } };
  const assembly = { stacks: [{ name: 'Shop', file: 'Shop.json', template, parameters: {} }], imageAssets: new Map(), fileAssets: new Map() };
  const all = declaredIn(assembly, () => undefined, { region: 'eu-west-1', account: undefined, parameters: new Map() });
  const conditions = { account: undefined, secretValues: false, builder: { architecture: 'amd64' } };
  const checked = await check(all, conditions, async () => ({ kind: 'absent', code: 'NoSuchEntity', message: '' }));
  expect(checked.map(({ declared, findings }) => [declared.name, findings.map(({ outcome, text }) => [outcome, text])])).toEqual([
    ['Sure', [['FAIL', 'it does not exist']]],
    ['Perhaps', [['WARN', 'it does not exist; it is made only if the condition Unknown holds']]],
  ]);
});

test('an Express Mode service, and things that the app names as well as makes', () => {
  const template = {
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/shop/web' } },
      Gateway: {
        Type: 'AWS::ECS::ExpressGatewayService',
        Metadata: { 'aws:cdk:path': 'Shop/Gateway' },
        Properties: {
          ExecutionRoleArn: 'arn:aws:iam::123456789012:role/execution', InfrastructureRoleArn: 'arn:aws:iam::123456789012:role/infrastructure',
          Cpu: '512', PrimaryContainer: { Image: 'nginx', AwsLogsConfiguration: { LogGroup: '/shop/web', LogStreamPrefix: 'web' } },
        },
      },
    },
  };
  const files = (path: string) => ({
    'manifest.json': JSON.stringify({ artifacts: {
      stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } },
    } }),
    'stage/manifest.json': JSON.stringify({ artifacts: { Shop: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'Shop.template.json' } } } }),
    'stage/Shop.template.json': JSON.stringify(template),
  } as { [file: string]: string })[path];
  const [declared] = declaredIn(readAssembly(files), files, { region: 'eu-west-1', account: undefined, parameters: new Map() });
  expect(declared).toMatchObject({
    group: 'Shop', name: 'Shop/Gateway', region: 'eu-west-1', file: 'stage/Shop.template.json',
    task: { fargate: true, vcpus: 0.5, platform: 'linux/amd64', containers: [{ image: plain('nginx'), log: { driver: 'awslogs' } }] },
    service: { ecsRole: plain('arn:aws:iam::123456789012:role/infrastructure') },
  });
  expect(declared.app.logGroups).toEqual(new Set(['/shop/web']));
});
