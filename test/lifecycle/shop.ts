import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, aws_logs as logs, CfnResource,
  Duration, NestedStack, RemovalPolicy, Stack, Tags,
} from 'aws-cdk-lib';
import { DiagnosedFargateService, EcsDeploymentDiagnosis } from '../../src';
import type { DiagnosedFargateServiceProps } from '../../src';
import { createLab, Lab } from '../../src/lab/lab';
import { Scenario, TaskRule } from '../../src/lab/world';
import { spares } from '../lab/spares';

/** What differs between the versions of the app under test. */
export interface Version {
  readonly imageTag?: string;
  readonly tags?: { readonly [name: string]: string };
  /** Behind a load balancer; an object changes its health check. */
  readonly loadBalanced?: boolean | Partial<elbv2.HealthCheck>;
  readonly plain?: boolean;
  readonly service?: Partial<DiagnosedFargateServiceProps>;
  /** Properties of the AWS::ECS::Service by path, as an escape hatch sets them. */
  readonly overrides?: { readonly [path: string]: unknown };
  readonly container?: Partial<ecs.ContainerDefinitionOptions>;
  /** Construct id of the service; `Api` by default. */
  readonly id?: string;
  /** The service is in a nested stack. */
  readonly nested?: boolean;
  /** Another service than Fargate's, with the diagnosis attached. */
  readonly build?: (parts: Parts) => ecs.BaseService;
  /** More constructs in the stack. */
  readonly more?: (stack: Stack, service?: ecs.BaseService) => void;
  readonly withoutService?: boolean;
}

export interface Parts {
  readonly stack: Stack;
  readonly vpc: ec2.Vpc;
  readonly cluster: ecs.Cluster;
  readonly taskDefinition: ecs.FargateTaskDefinition;
}

// The library's own deprecations are none of ours.
process.env.JSII_DEPRECATED = 'quiet';

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-'));
let count = 0;
const made = new Map<Version, string>();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A cloud assembly of the app, synthesized by the real CDK; once for each version object. */
export function assembly(version: Version = {}): string {
  const known = made.get(version);
  if (known) return known;
  const outdir = join(folder, String(++count));
  // tree.json takes an eighth of the time, and the lab does not read it.
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  synthesize(app, version);
  app.synth();
  made.set(version, outdir);
  return outdir;
}

function synthesize(app: App, version: Version): void {
  const root = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  const stack = version.nested ? new NestedStack(root, 'Inner') : root;
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'TaskDef');
  taskDefinition.addContainer('api', {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Images', 'shop/api'), version.imageTag ?? '1.41.0'),
    portMappings: [{ containerPort: 8080 }],
    logging: ecs.LogDrivers.awsLogs({
      streamPrefix: 'shop', logGroup: new logs.LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.DESTROY }),
    }),
    ...version.container,
  });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const api = version.withoutService ? undefined : service({ stack, vpc, cluster, taskDefinition }, version);
  for (const [name, value] of Object.entries(version.tags ?? {})) Tags.of(root).add(name, value);
  version.more?.(stack, api);
}

function service(parts: Parts, version: Version): ecs.BaseService {
  const { stack, cluster, taskDefinition, vpc } = parts;
  const props = {
    cluster,
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    circuitBreaker: { rollback: true },
    ...version.service,
  };
  const { diagnosis: _, ...plain } = props;
  const id = version.id ?? 'Api';
  const ordinary = () => (version.plain ? new ecs.FargateService(stack, id, plain) : new DiagnosedFargateService(stack, id, props));
  const api = version.build?.(parts) ?? ordinary();
  for (const [path, value] of Object.entries(version.overrides ?? {})) (api.node.findChild('Service') as CfnResource).addPropertyOverride(path, value);
  if (version.loadBalanced) {
    new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true }).addListener('Http', { port: 80 }).addTargets('Api', {
      port: 8080,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [api],
      healthCheck: {
        path: '/health',
        interval: Duration.seconds(15),
        timeout: Duration.seconds(5),
        unhealthyThresholdCount: 3,
        ...version.loadBalanced === true ? {} : version.loadBalanced,
      },
    });
  }
  return api;
}

/** For services that the library has no class of. */
export function diagnosed<T extends ecs.BaseService>(api: T, diagnosis: DiagnosedFargateServiceProps['diagnosis'] = {}): T {
  new EcsDeploymentDiagnosis(api, 'Diagnosis', { service: api, ...diagnosis });
  return api;
}

const labs: Lab[] = [];
afterEach(async () => { await Promise.all(labs.splice(0).map((l) => l.close())); });

/** A lab in which the tasks of the service follow the rules. It is closed after the test. */
export async function lab(rules: readonly TaskRule[] = [], more: Partial<Scenario> = {}): Promise<Lab> {
  const opened = await createLab({ spares, scenario: { scenario: 1, seed: 7, services: { Api: { rules } }, ...more } });
  labs.push(opened);
  return opened;
}

export const IMAGE_GONE = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref '
  + '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0: not found';
