import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aspects, aws_ec2 as ec2, aws_ecs as ecs, aws_ecs_patterns as patterns, NestedStack, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DIAGNOSES, ofType, Resources, SERVICES } from './synth'; // also quiets deprecations of aws-cdk-lib
import { DiagnoseDeployments } from '../../src';
import { createLab } from '../../src/lab/lab';
import { Scenario, TaskRule } from '../../src/lab/world';

// Deployments in the lab take a second or two, on a busy machine longer.
jest.setTimeout(60_000);

/** An app as people have it: patterns, EC2, an L1 of somebody else's, a nested stack. Nothing in it knows of us but one line. */
function shop(outdir: string, oneLine: boolean) {
  const app = new App({ outdir, analyticsReporting: false });
  if (oneLine) Aspects.of(app).add(new DiagnoseDeployments());
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  cluster.addCapacity('Hosts', { instanceType: new ec2.InstanceType('t3.small'), machineImage: ecs.EcsOptimizedImage.amazonLinux2023() });
  const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/shop/app:1');
  const logging = ecs.LogDrivers.awsLogs({ streamPrefix: 'shop' });
  const breaker = { minHealthyPercent: 100, circuitBreaker: { rollback: true } };
  const fargateTask = (scope: Construct, id: string) => {
    const task = new ecs.FargateTaskDefinition(scope, id);
    task.addContainer('app', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'shop' }) });
    return task;
  };

  new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', { cluster, taskImageOptions: { image, containerName: 'app' }, ...breaker });
  new patterns.QueueProcessingFargateService(stack, 'Jobs', { cluster, image, containerName: 'app', ...breaker });
  const ec2Task = new ecs.Ec2TaskDefinition(stack, 'AgentTask');
  ec2Task.addContainer('app', { image, memoryLimitMiB: 128, logging });
  new ecs.Ec2Service(stack, 'Agent', { cluster, taskDefinition: ec2Task, ...breaker });
  new ecs.CfnService(stack, 'Raw', {
    cluster: cluster.clusterArn,
    taskDefinition: fargateTask(stack, 'RawTask').taskDefinitionArn,
    desiredCount: 1,
    launchType: 'FARGATE',
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    networkConfiguration: { awsvpcConfiguration: { subnets: vpc.privateSubnets.map((subnet) => subnet.subnetId) } },
  });
  const nested = new NestedStack(stack, 'Back');
  new ecs.FargateService(nested, 'Office', { cluster, taskDefinition: fargateTask(nested, 'OfficeTask'), ...breaker });
  return app.synth();
}

const root = mkdtempSync(join(tmpdir(), 'whole-app-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const [diagnosed, plain] = [true, false].map((oneLine) => shop(join(root, String(oneLine)), oneLine).directory);

/** Resources of the stack and of the stack nested in it. */
function templates(directory: string): Resources[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.template.json')).sort();
  return names.map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')).Resources);
}

const IMAGE_GONE = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref public.ecr.aws/shop/app:1: public.ecr.aws/shop/app:1: not found';
const exits = (code: number, line: string): TaskRule => ({ containers: { app: { logs: [[0.5, line]], exit: { code, after: 1 } } } });

/** Each service breaks in its own way. */
const BROKEN: [path: string, rule: TaskRule, firstLine: RegExp][] = [
  ['Web/Service', { pull: { text: IMAGE_GONE, after: 8, container: 'app' } }, /"app".*\[image-not-found\]$/],
  ['Jobs/QueueProcessingFargateService', exits(1, 'Error: QUEUE_URL is not set'), /"app".*QUEUE_URL.*\[app-config-missing\]$/],
  ['Agent', { containers: { app: { oom: { after: 2 } } } }, /"app".*\[out-of-memory\]$/],
  ['Raw', exits(3, 'boot'), /"app".*code 3.*\[app-crashed\]$/],
  ['Back/Office', exits(4, 'boot'), /"app".*code 4.*\[app-crashed\]$/],
];

const AMI = '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id';

/** What failed by itself, in the stack and in the nested stack. */
async function deploy(services: Scenario['services'] = {}) {
  const lab = await createLab({ scenario: { scenario: 1, seed: 7, parameters: { [AMI]: 'ami-0123456789abcdef0' }, services } });
  try {
    const { stackStatus, events } = await lab.deploy({ assembly: diagnosed });
    expect(lab.violations).toEqual([]);
    const nested = events.find(({ logicalId, physicalId }) => logicalId.startsWith('BackNestedStack') && physicalId)?.physicalId;
    const all = [...events, ...nested ? lab.engine.find(nested).events : []];
    const failures = all.filter(({ status, resourceType }) => status.endsWith('_FAILED') && resourceType !== 'AWS::CloudFormation::Stack');
    return { stackStatus, failures: failures.filter(({ reason }) => !/^Resource \w+ cancelled$/.test(reason ?? '')) };
  } finally {
    await lab.close();
  }
}

describe('one line, five services', () => {
  test.each(BROKEN)('%s: diagnosed in the lab', async (path, rule, firstLine) => {
    const { stackStatus, failures } = await deploy({ [path]: { rules: [rule] } });
    expect(stackStatus).toBe('ROLLBACK_COMPLETE');
    expect(failures).toHaveLength(1);
    const [{ resourceType, reason }] = failures;
    expect(resourceType).toBe(DIAGNOSES);
    const [first] = reason!.replace(/^.*Message returned: /, '').split('\n');
    expect(first).toMatch(firstLine);
    expect(reason).toContain(`Shop/${path}`);
  });

  test('all healthy: complete', async () => {
    expect(await deploy()).toEqual({ stackStatus: 'CREATE_COMPLETE', failures: [] });
  });

  test('one Lambda per stack', () => {
    const functions = (resources: Resources) => ofType(resources, 'AWS::Lambda::Function').filter(([id]) => id.startsWith('EcsDeploymentDiagnosis')).length;
    expect(templates(diagnosed).map(functions)).toEqual([1, 1]);
  });

  test('no template difference on any service or any other resource', () => {
    const without = (resources: Resources) => Object.fromEntries(Object.entries(resources)
      .filter(([id]) => !/DeploymentDiagnosis/.test(id))
      // the address of the nested template, which is its hash, and its parameters for what the parent has
      .map(([id, { Properties, ...rest }]) => [id, { ...rest, Properties: rest.Type === 'AWS::CloudFormation::Stack' ? {} : Properties }]));
    const [before, after] = [plain, diagnosed].map((directory) => templates(directory).map(without));
    expect(before.flatMap((resources) => ofType(resources, SERVICES))).toHaveLength(5);
    expect(after).toEqual(before);
  });
});

test('adopted and removed again without touching a service', async () => {
  const lab = await createLab({ scenario: { scenario: 1, seed: 7, parameters: { [AMI]: 'ami-0123456789abcdef0' } } });
  try {
    expect((await lab.deploy({ assembly: plain })).stackStatus).toBe('CREATE_COMPLETE');
    const tasks = lab.runningTasks();
    expect(tasks.length).toBeGreaterThanOrEqual(5);
    for (const assembly of [diagnosed, plain]) {
      const { stackStatus, events, seconds } = await lab.deploy({ assembly });
      expect(stackStatus).toBe('UPDATE_COMPLETE');
      expect(events.filter(({ resourceType }) => resourceType === SERVICES)).toEqual([]);
      expect(events.filter(({ resourceType }) => resourceType === DIAGNOSES).length).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(120);
      expect(lab.runningTasks()).toEqual(tasks);
    }
    expect(lab.violations).toEqual([]);
  } finally {
    await lab.close();
  }
});
