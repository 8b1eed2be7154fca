import { assembly, lab } from './support';
import { dependenciesOf, resolve, Scope } from '../../src/lab/cloudformation/intrinsics';
import { asStrings } from '../../src/lab/cloudformation/resources/custom';
import { same } from '../../src/lab/cloudformation/template';

const scope: Scope = {
  place: { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' },
  stackName: 'Shop',
  stackId: 'arn:stack',
  parameters: { Env: 'prod', Zones: ['a', 'b'] },
  mappings: { Sizes: { prod: { cpu: '1024' } } },
  condition: (name) => name === 'Yes',
  ref: (id) => `${id}-ref`,
  getAtt: (id, attribute) => `${id}.${attribute}`,
  importValue: (name) => `imported ${name}`,
};

test.each<[unknown, unknown]>([
  [{ Ref: 'Env' }, 'prod'],
  [{ Ref: 'Topic' }, 'Topic-ref'],
  [[{ Ref: 'AWS::Region' }, { Ref: 'AWS::Partition' }, { Ref: 'AWS::AccountId' }, { Ref: 'AWS::URLSuffix' }, { Ref: 'AWS::StackName' }, { Ref: 'AWS::StackId' }],
    ['eu-west-1', 'aws', '123456789012', 'amazonaws.com', 'Shop', 'arn:stack']],
  [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
  [{ 'Fn::GetAtt': ['Fn', 'Arn'] }, 'Fn.Arn'],
  [{ 'Fn::GetAtt': 'Nested.Outputs.X' }, 'Nested.Outputs.X'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'Env' }, 3]] }, 'a-prod-3'],
  [{ 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'x/y/z'] }] }, 'y'],
  [{ 'Fn::Sub': '${AWS::Region}-${Env}-${Topic}-${Fn.Arn}-${!Literal}' }, 'eu-west-1-prod-Topic-ref-Fn.Arn-${Literal}'],
  [{ 'Fn::Sub': ['${X}/${Env}', { X: { Ref: 'Topic' } }] }, 'Topic-ref/prod'],
  [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Env' }, 'cpu'] }, '1024'],
  [{ 'Fn::ImportValue': 'x' }, 'imported x'],
  [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
  [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  [{ 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  [{ 'Fn::If': ['No', 'a', { Ref: 'AWS::NoValue' }] }, undefined],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }] }, true],
  [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Not': [{ Condition: 'Yes' }] }] }, false],
  [{ 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'Env' }] }] }, true],
  // an IAM statement has a member of that name
  [{ Condition: { StringEquals: { k: { Ref: 'Env' } } } }, { Condition: { StringEquals: { k: 'prod' } } }],
  ['{{resolve:secretsmanager:db}}', '{{resolve:secretsmanager:db}}'],
])('%j', (value, expected) => expect(resolve(value, scope)).toEqual(expected));

test.each([[{ 'Fn::Transform': { Name: 'x' } }, 'does not play Fn::Transform'], [{ 'Fn::Select': [5, ['a']] }, 'nonexistent value at index 5'], [{ 'Fn::FindInMap': ['Sizes', 'dev', 'cpu'] }, 'Sizes::dev::cpu']])(
  '%j is an error', (value, message) => expect(() => resolve(value, scope)).toThrow(message));

test('dependencies: DependsOn, Ref, GetAtt, Sub, and only the branch that holds', () => {
  const types = { Type: 'AWS::SNS::Topic' };
  const template = { Resources: { A: types, B: types, C: types, D: types, E: types, F: types } };
  const definition = {
    Type: 'X',
    DependsOn: 'A',
    Properties: { b: { Ref: 'B' }, c: { 'Fn::GetAtt': ['C', 'Arn'] }, d: { 'Fn::Sub': '${D.Arn} ${!F}' }, e: { 'Fn::If': ['Yes', { Ref: 'E' }, { Ref: 'F' }] }, p: { Ref: 'AWS::Region' } },
  };
  expect(dependenciesOf(definition, template, scope.condition).sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
});

test('properties are compared without regard to the order of keys', () => {
  expect(same({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true);
  expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  expect(same({ a: undefined }, {})).toBe(false);
  expect(asStrings([1, { a: true, b: null }])).toEqual(['1', { a: 'true', b: null }]);
});

describe('templates as a whole', () => {
  const topic = { Type: 'AWS::SNS::Topic' };
  const bootstrap = {
    Resources: { T: topic },
    Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' } },
    Rules: { CheckBootstrapVersion: { Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '5'], { Ref: 'BootstrapVersion' }] }] }, AssertDescription: 'CDK bootstrap stack version 6 required.' }] } },
  };

  test('the bootstrap version comes from the table of SSM parameters', async () => {
    expect((await (await lab()).deploy({ assembly: assembly(bootstrap) })).stackStatus).toBe('CREATE_COMPLETE');
    const old = await lab({ parameters: { '/cdk-bootstrap/hnb659fds/version': '5' } });
    await expect(old.deploy({ assembly: assembly(bootstrap) })).rejects.toThrow('CDK bootstrap stack version 6 required.');
  });

  test('conditions leave resources out', async () => {
    const result = await (await lab()).deploy({
      assembly: assembly({
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Resources: { T: topic, U: { ...topic, Condition: 'Never' } },
      }),
    });
    expect(result.events.some((e) => e.logicalId === 'U')).toBe(false);
  });

  test.each([
    ['a circle', { A: { ...topic, DependsOn: 'B' }, B: { ...topic, DependsOn: 'A' } }, 'Circular dependency between resources: [A, B]'],
  ])('%s is refused', async (_, resources, message) => {
    await expect((await lab()).deploy({ assembly: assembly({ Resources: resources }) })).rejects.toThrow(message);
  });

  test('a property that AWS does not have stops the lab', async () => {
    const l = await lab();
    const wrong = { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: [{ Name: 'web', Imag: 'x' }] } };
    await expect(l.deploy({ assembly: assembly({ Resources: { T: wrong } }) })).rejects.toThrow('extraneous key [Imag] is not permitted');
  });
});
