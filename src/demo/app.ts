/**
 * The CDK app of the demo: an ordinary service, once as FargateService with its circuit breaker and once as DiagnosedFargateService.
 * Run as `node demo-app.js OUT_DIR SPEC`, where SPEC is JSON: [{name, app, update}]. It runs in its own process,
 * where aws-cdk-lib is installed, so that the command itself needs no peer dependency.
 */
import { join } from 'path';
import {
  App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, aws_logs as logs,
  Duration, RemovalPolicy, Stack,
} from 'aws-cdk-lib';
import { DiagnosedFargateService } from '..';
import { DemoScenario } from './scenario';

type Spec = Pick<DemoScenario, 'name' | 'app' | 'update'>;
type Variant = 'baseline' | 'diagnosed';

function service(stack: Stack, variant: Variant, app: Spec['app'], imageTag: string): void {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'TaskDef', { cpu: 256, memoryLimitMiB: 512 });
  taskDefinition.addContainer('api', {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Images', 'shop/api'), imageTag),
    portMappings: [{ containerPort: 8080 }],
    logging: ecs.LogDrivers.awsLogs({
      streamPrefix: 'shop',
      logGroup: new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY }),
    }),
  });
  const props: ecs.FargateServiceProps = {
    cluster,
    taskDefinition,
    desiredCount: 2,
    minHealthyPercent: 100,
    circuitBreaker: { rollback: true },
    healthCheckGracePeriod: app === 'web' ? Duration.seconds(60) : undefined,
  };
  const api = variant === 'diagnosed' ? new DiagnosedFargateService(stack, 'Api', props) : new ecs.FargateService(stack, 'Api', props);
  if (app === 'web') {
    const listener = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true }).addListener('Http', { port: 80 });
    listener.addTargets('Api', {
      port: 8080,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [api],
      healthCheck: { path: '/health', interval: Duration.seconds(15), timeout: Duration.seconds(5), unhealthyThresholdCount: 3 },
    });
  }
}

const [outDir, specs] = process.argv.slice(2);
for (const { name, app, update } of JSON.parse(specs) as Spec[]) {
  for (const variant of ['baseline', 'diagnosed'] as const) {
    const latest = update ? 2 : 1;
    for (const version of update ? [1, 2] : [1]) {
      const cdk = new App({ outdir: join(outDir, name, variant, `v${version}`), analyticsReporting: false });
      // The image tag is what differs between the two versions.
      const stack = new Stack(cdk, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
      service(stack, variant, app, version < latest ? '1.41.0' : '1.42.0');
      cdk.synth();
    }
  }
}
