import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, aws_logs as logs, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { DiagnosedFargateService } from '../../src';
import type { DiagnosedFargateServiceProps } from '../../src';
import { createLab, Lab } from '../../src/lab/lab';
import { Scenario, TaskRule } from '../../src/lab/world';

/** What differs between the versions of the app under test. */
export interface Version {
  readonly imageTag?: string;
  readonly tags?: { readonly [name: string]: string };
  readonly loadBalanced?: boolean;
  readonly plain?: boolean;
  readonly service?: Partial<DiagnosedFargateServiceProps>;
  /** More constructs in the stack. */
  readonly more?: (stack: Stack) => void;
}

const root = mkdtempSync(join(tmpdir(), 'lifecycle-'));
let count = 0;
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A cloud assembly of the app, synthesized by the real CDK. */
export function assembly(version: Version = {}): string {
  const outdir = join(root, String(++count));
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'TaskDef');
  taskDefinition.addContainer('api', {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Images', 'shop/api'), version.imageTag ?? '1.41.0'),
    portMappings: [{ containerPort: 8080 }],
    logging: ecs.LogDrivers.awsLogs({
      streamPrefix: 'shop', logGroup: new logs.LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.DESTROY }),
    }),
  });
  const props = {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    circuitBreaker: { rollback: true },
    ...version.service,
  };
  const api = version.plain ? new ecs.FargateService(stack, 'Api', props) : new DiagnosedFargateService(stack, 'Api', props);
  if (version.loadBalanced) {
    new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true }).addListener('Http', { port: 80 }).addTargets('Api', {
      port: 8080,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [api],
      healthCheck: { path: '/health', interval: Duration.seconds(15), timeout: Duration.seconds(5), unhealthyThresholdCount: 3 },
    });
  }
  for (const [name, value] of Object.entries(version.tags ?? {})) Tags.of(stack).add(name, value);
  version.more?.(stack);
  app.synth();
  return outdir;
}

const labs: Lab[] = [];
afterEach(async () => { await Promise.all(labs.splice(0).map((lab) => lab.close())); });

/** A lab in which the tasks of the service follow the rules. It is closed after the test. */
export async function lab(rules: readonly TaskRule[] = [], more: Partial<Scenario> = {}): Promise<Lab> {
  const made = await createLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules } }, ...more } });
  labs.push(made);
  return made;
}

export const IMAGE_GONE = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref '
  + '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0: not found';
