import { createRequire } from 'module';
import { App, aws_ec2 as ec2, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, Stack } from 'aws-cdk-lib';

/** Makes the service under measurement: plain or diagnosed, with the same properties. */
export type MakeService = (scope: Stack, id: string, props: ecs.FargateServiceProps) => ecs.FargateService;

/** CloudFormation takes 500 resources a stack; a team splits an app long before. */
const SERVICES_PER_STACK = 10;

/**
 * The context of every app that `cdk init` has made (the feature flags in cdk.json) and `cdk synth` runs (the defaults of the CLI: paths
 * and assets in the metadata, version reporting). An app without it does less than a real one.
 */
const CONTEXT = {
  ...createRequire(__filename)('aws-cdk-lib/recommended-feature-flags.json') as { readonly [flag: string]: boolean },
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:version-reporting': true,
};

/** An ordinary app: services of one container that logs, behind a load balancer, in the cluster of their stack. */
export function ordinaryApp(services: number, make: MakeService): App {
  const app = new App({ context: CONTEXT });
  for (let first = 0; first < services; first += SERVICES_PER_STACK) {
    const stack = new Stack(app, `Shop${first / SERVICES_PER_STACK + 1}`, { env: { account: '123456789012', region: 'eu-west-1' } });
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
    const listener = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true })
      .addListener('Http', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(404) });
    for (let n = 1; n <= Math.min(SERVICES_PER_STACK, services - first); n++) addService(stack, n, cluster, listener, make);
  }
  return app;
}

function addService(stack: Stack, n: number, cluster: ecs.ICluster, listener: elbv2.ApplicationListener, make: MakeService): void {
  const taskDefinition = new ecs.FargateTaskDefinition(stack, `TaskDef${n}`);
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/nginx:1.27'),
    portMappings: [{ containerPort: 8080 }],
    environment: { SERVICE: `web${n}` },
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web' }),
  });
  const service = make(stack, `Web${n}`, { cluster, taskDefinition, desiredCount: 2, minHealthyPercent: 100, circuitBreaker: { rollback: true } });
  listener.addTargets(`Web${n}`, { port: 8080, targets: [service], priority: n, conditions: [elbv2.ListenerCondition.pathPatterns([`/web${n}/*`])] });
}
