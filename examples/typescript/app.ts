import { App, Aspects, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as logs from 'aws-cdk-lib/aws-logs';
import {
  CausePolicy, DeploymentWatcher, DiagnosedFargateService, DiagnoseDeployments, DiagnosisMode, EcsDeploymentDiagnosis, OnTimeout,
} from 'cdk-diagnosed-fargate';

const app = new App();
// One line for the whole app: services that have no diagnosis of their own get one.
Aspects.of(app).add(new DiagnoseDeployments({ failureThreshold: 3, exclude: ['Shop/Legacy'] }));

const stack = new Stack(app, 'Shop');
DeploymentWatcher.configure(stack, { logGroup: new logs.LogGroup(stack, 'Diagnoses', { retention: logs.RetentionDays.ONE_YEAR }) });
const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 }) });
const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/nginx:1.27');

function task(name: string): ecs.FargateTaskDefinition {
  const taskDefinition = new ecs.FargateTaskDefinition(stack, `${name}Task`);
  taskDefinition.addContainer('app', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'shop' }) });
  return taskDefinition;
}

// A class in place of FargateService.
new DiagnosedFargateService(stack, 'Api', {
  cluster,
  taskDefinition: task('Api'),
  desiredCount: 2,
  minHealthyPercent: 100,
  circuitBreaker: { rollback: true },
  diagnosis: {
    stuckAfter: Duration.minutes(10),
    timeout: Duration.minutes(30),
    onTimeout: OnTimeout.FAIL,
    causes: { 'app-crashed': CausePolicy.failAtOnce(), 'spot-interruption': CausePolicy.never() },
    redact: ['acct-\\d+'],
  },
});

// Attached to a service that another construct makes.
const web = new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
  cluster, taskImageOptions: { image }, minHealthyPercent: 100,
});
new EcsDeploymentDiagnosis(stack, 'WebDiagnosis', { service: web.service, mode: DiagnosisMode.REPORT, logLines: 0 });

// As a mixin, on one service.
new ecs.FargateService(stack, 'Worker', { cluster, taskDefinition: task('Worker'), minHealthyPercent: 100 })
  .with(new DiagnoseDeployments({ logLines: 40 }));

// By the line for the whole app, and left out by it.
for (const name of ['Mail', 'Legacy']) new ecs.FargateService(stack, name, { cluster, taskDefinition: task(name), minHealthyPercent: 100 });

app.synth();
