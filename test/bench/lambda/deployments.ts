import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_ec2 as ec2, aws_ecs as ecs, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { CausePolicy, DiagnosedFargateService, EcsDeploymentDiagnosisOptions } from '../../../src';
import { CAUSE_IDS } from '../../../src/contract';
import { createLab } from '../../../src/lab/lab';
import { TaskRule } from '../../../src/lab/world';

interface Plan {
  readonly tasks: number;
  readonly diagnosis: EcsDeploymentDiagnosisOptions;
  readonly rules: readonly TaskRule[];
  /** Seconds after which the deployment is called off. */
  readonly until?: number;
}

export interface Watched {
  readonly seconds: number;
  readonly invocations: number;
  readonly transitions: number;
  readonly logBytes: number;
  readonly peakMB: number;
  readonly status: string;
}

/** Tasks take their time to start, and then serve; nothing fails. */
export const ORDINARY: Plan = { tasks: 2, diagnosis: {}, rules: [{ slow: { provisioning: 90, pending: 150, healthy: 40 } }] };

const LINES = Array.from({ length: 100 }, (_, i) => [0.1 + i / 200, `2026-01-01T00:00:00.${String(i).padStart(3, '0')}Z INFO ${'request handled '.repeat(8)}${i}`] as const);

/** The worst watch: ten tasks fail all the time, with logs, and no failure ends the deployment. The watch hands over after 57 minutes. */
export const WORST: Plan = {
  tasks: 10,
  diagnosis: { stuckAfter: Duration.minutes(0), causes: Object.fromEntries(CAUSE_IDS.map((id) => [id, CausePolicy.never()])) },
  until: 3600,
  rules: [{ containers: { web: { logs: [...LINES, [0.9, 'TypeError: x is not a function']], exit: { code: 1, after: 20 } } } }],
};

export async function watch({ tasks, diagnosis, rules, until }: Plan): Promise<Watched> {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-lambda-'));
  const lab = await createLab({ scenario: { scenario: 1, seed: 5, services: { Api: { rules } } } });
  try {
    synthesize(outdir, tasks, diagnosis);
    const started = lab.clock.now();
    if (until !== undefined) lab.at(until, () => lab.clock.fail(new Enough()));
    const status = await lab.deploy({ assembly: outdir }).then((result) => result.stackStatus, (error: unknown) => {
      if (error instanceof Enough) return 'CREATE_IN_PROGRESS';
      throw error;
    });
    const lines = lab.lambdaLogLines();
    return {
      status,
      seconds: (lab.clock.now() - started) / 1000,
      transitions: lab.states.transitions(),
      invocations: lines.filter((line) => line.startsWith('START RequestId')).length,
      logBytes: lines.reduce((sum, line) => sum + Buffer.byteLength(line) + EVENT_BYTES, 0),
      peakMB: lab.functions.peakMemoryMb(),
    };
  } finally {
    await lab.close();
    rmSync(outdir, { recursive: true, force: true });
  }
}

class Enough extends Error {}

/** CloudWatch Logs counts 26 bytes for each event besides its text (Amazon CloudWatch Logs API Reference, PutLogEvents). */
const EVENT_BYTES = 26;

function synthesize(outdir: string, tasks: number, diagnosis: EcsDeploymentDiagnosisOptions): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Bench', { env: { account: '123456789012', region: 'eu-west-1' } });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'TaskDef');
  taskDefinition.addContainer('web', { image: ecs.ContainerImage.fromRegistry('shop/web'), logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web' }) });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 }) });
  new DiagnosedFargateService(stack, 'Api', { cluster, taskDefinition, desiredCount: tasks, minHealthyPercent: 100, diagnosis });
  const watcher = stack.node.findAll().find((construct) => CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::Lambda::Function') as CfnResource;
  watcher.addPropertyOverride('Environment.Variables.NODE_OPTIONS', `--require ${join(__dirname, 'lambda', 'tls.probe.js')}`);
  app.synth();
}
