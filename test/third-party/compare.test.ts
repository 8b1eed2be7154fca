import { compare } from './compare';
import { Template } from './template';

const SERVICE = { Type: 'AWS::ECS::Service', Properties: { Cluster: 'prod', TaskDefinition: { Ref: 'Task' } } };
const TASK = { Type: 'AWS::ECS::TaskDefinition' };
const TOPIC = { Type: 'AWS::SNS::Topic', Properties: {} };
const DIAGNOSIS = { Type: 'Custom::EcsDeploymentDiagnosis', Properties: { ServiceLogicalId: 'Api' } };
const PLAIN = { Api: SERVICE, Task: TASK, Topic: TOPIC };

function compared(before: Template['Resources'], after: Template['Resources'], reason?: string) {
  const templates = (Resources: Template['Resources']) => new Map([['Shop', { Resources }]]);
  return compare(templates(before), templates(after), [{ path: 'Shop/Api', template: 'Shop', logicalId: 'Api', reason }]);
}

test('a diagnosis and nothing else', () => {
  expect(compared(PLAIN, { ...PLAIN, Diagnosis: DIAGNOSIS }))
    .toEqual({ services: [{ path: 'Shop/Api', outcome: 'diagnosed' }], documented: [], problems: [] });
});

test('left out with a reason', () => {
  expect(compared(PLAIN, PLAIN, 'it is external')).toMatchObject({ services: [{ outcome: 'left out: it is external' }], problems: [] });
});

const diagnosed = { ...PLAIN, Diagnosis: DIAGNOSIS };
const PROBLEMS: [what: string, after: Template['Resources'], problem: RegExp][] = [
  ['no diagnosis and no reason', PLAIN, /^Shop\/Api has no diagnosis, and no annotation/],
  ['two diagnoses', { ...diagnosed, Second: DIAGNOSIS }, /^Shop\/Api has 2 diagnoses/],
  ['a service with other properties', { ...diagnosed, Api: { ...SERVICE, Properties: { ...SERVICE.Properties, Cluster: 'dev' } } }, /Api .* differs at Properties\.Cluster: "prod" -> "dev"/],
  ['properties of a service in another order', { ...diagnosed, Api: { ...SERVICE, Properties: { TaskDefinition: { Ref: 'Task' }, Cluster: 'prod' } } }, /the same members in another order/],
  ['a service that waits for something else', { ...diagnosed, Api: { ...SERVICE, DependsOn: ['Topic'] } }, /Api .* differs at DependsOn/],
  ['a resource that is missing', { Api: SERVICE, Task: TASK, Diagnosis: DIAGNOSIS }, /Topic is missing/],
  ['a resource that is not of the diagnosis', { ...diagnosed, Bucket: { Type: 'AWS::S3::Bucket' } }, /Bucket \(AWS::S3::Bucket\) is new/],
  ['a diagnosis that waits for its service', {
    ...diagnosed, Diagnosis: { ...DIAGNOSIS, DependsOn: 'Topic' }, Topic: { ...TOPIC, Properties: { Name: { 'Fn::Sub': '${Api.Name} ${!Api}' } } },
  }, /would begin after the service is done/],
  ['a circle', {
    ...diagnosed,
    Diagnosis: { ...DIAGNOSIS, Properties: { ...DIAGNOSIS.Properties, At: { 'Fn::GetAtt': ['EcsDeploymentDiagnosisFunction', 'Arn'] } } },
    EcsDeploymentDiagnosisFunction: { Type: 'AWS::Lambda::Function', DependsOn: ['EcsDeploymentDiagnosisPolicy'] },
    EcsDeploymentDiagnosisPolicy: { Type: 'AWS::IAM::Policy', Properties: { Role: { 'Fn::Sub': ['${Name}', { Name: { Ref: 'Diagnosis' } }] } } },
  }, /refuse the circle Diagnosis > EcsDeploymentDiagnosisFunction > EcsDeploymentDiagnosisPolicy > Diagnosis/],
];

test.each(PROBLEMS)('problem: %s', (_, after, problem) => {
  const { problems } = compared(PLAIN, after);
  expect(problems.some((text) => problem.test(text))).toBe(true);
});

test('a resource that also waits for the diagnosis, in each form of DependsOn', () => {
  const after = { ...diagnosed, Topic: { ...TOPIC, DependsOn: ['Diagnosis', 'Task'] } };
  expect(compared({ ...PLAIN, Topic: { ...TOPIC, DependsOn: 'Task' } }, after))
    .toMatchObject({ documented: ['Shop: Topic (AWS::SNS::Topic) also waits for the diagnosis'], problems: [] });
});

describe('a pipeline of aws-cdk-lib/pipelines publishes one more asset', () => {
  const at = (path: string, Type: string, Properties = {}) => ({ Type, Properties, Metadata: { 'aws:cdk:path': path } });
  const pipeline = (...stages: readonly string[]) => at('Ci/Pipe/Pipeline/Resource', 'AWS::CodePipeline::Pipeline', { Stages: stages });
  const role = (...names: readonly string[]) => at('Ci/Role/DefaultPolicy/Resource', 'AWS::IAM::Policy', { Actions: names });
  const project = at('Ci/Pipe/Assets/FileAsset1/Resource', 'AWS::CodeBuild::Project');

  test('documented', () => {
    const { documented, problems } = compared({ ...PLAIN, Pipe: pipeline('Build') }, { ...diagnosed, Pipe: pipeline('Build', 'Assets'), Project: project });
    expect(documented).toEqual([
      'Shop: Pipe (AWS::CodePipeline::Pipeline) the pipeline publishes one more asset', 'Shop: Project (AWS::CodeBuild::Project) is new',
    ]);
    expect(problems).toEqual([]);
  });

  test('problem: a policy of the app changes along with it', () => {
    const { problems } = compared(
      { ...PLAIN, Pipe: pipeline('Build'), Role: role() }, { ...diagnosed, Pipe: pipeline('Build', 'Assets'), Project: project, Role: role('s3:*') },
    );
    expect(problems).toEqual([expect.stringMatching(/Role \(AWS::IAM::Policy\) differs/)]);
  });

  test('problem: such a project without a pipeline', () => {
    expect(compared(PLAIN, { ...diagnosed, Project: project }).problems).toEqual(['Shop: Project (AWS::CodeBuild::Project) is new']);
  });
});

test('a product with one more asset in its bucket, and the new address of its template', () => {
  const hash = (digit: string) => digit.repeat(64);
  const deployment = (...keys: readonly string[]) => ({ Type: 'Custom::CDKBucketDeployment', Properties: { SourceBucketNames: keys.map(() => 'assets'), Prune: false, SourceObjectKeys: keys } });
  const product = (digit: string) => ({ Type: 'AWS::ServiceCatalog::CloudFormationProduct', Properties: { Url: `https://assets/${hash(digit)}.json` } });
  expect(compared({ ...PLAIN, Copy: deployment('a'), Product: product('1') }, { ...diagnosed, Copy: deployment('a', 'b'), Product: product('2') }))
    .toMatchObject({
      problems: [],
      documented: [
        'Shop: Copy (Custom::CDKBucketDeployment) deploys one more asset',
        'Shop: Product (AWS::ServiceCatalog::CloudFormationProduct) names the new template of a stack',
      ],
    });
});
