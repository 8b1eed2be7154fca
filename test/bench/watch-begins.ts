import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_ec2 as ec2, aws_ecs as ecs, CfnParameter, Stack } from 'aws-cdk-lib';
import { rounded } from './print';
import { Figures, Section, Table } from './section';
import { inParallel } from './simulate';
import { median } from './statistics';
import { DiagnosedFargateService } from '../../src';
import { createLab, Lab } from '../../src/lab/lab';
import { Switches } from '../../src/lab/world';

type Way = 'new stack' | 'adoption';

const WAYS: readonly (readonly [way: Way, title: string])[] = [
  ['new stack', 'a new stack, in a VPC and a cluster that exist'],
  ['adoption', 'adopted by a service that runs, whose image changes in the same update'],
];

/** Seconds from CREATE_IN_PROGRESS or UPDATE_IN_PROGRESS of the service. */
interface Sample {
  /** CloudFormation sends the request to the function. */
  readonly request: number;
  /** StartExecution is accepted: from then on the watch goes on by itself. */
  readonly start: number;
  /** The first look that could read the service. */
  readonly look: number;
}

export const watchBegins: Section = {
  key: 'watchBeginsSeconds',
  title: 'Watch begins after the service, first deployment with the library',
  method: 'From the moment at which CloudFormation begins with the service to the request to the function, to the accepted StartExecution and to the first look that could read the '
    + 'service, simulated seconds. CloudFormation makes roles, policies, functions and log groups as slowly as public logs show. First with policies that permit as soon as CloudFormation '
    + 'has completed them, and then, over seeds, up to 30 s later, which is the cautious model of the lab.',
  async run({ quick }): Promise<Figures> {
    const assemblies = synthesized();
    try {
      return figures(await measured(assemblies, quick ? 4 : 40));
    } finally {
      assemblies.remove();
    }
  },
};

interface Measured {
  readonly way: Way;
  readonly title: string;
  readonly prompt: Sample;
  readonly optimistic: Sample;
  readonly late: readonly Sample[];
}

async function measured(assemblies: Assemblies, seeds: number): Promise<readonly Measured[]> {
  const results: Measured[] = [];
  for (const [way, title] of WAYS) {
    const prompt = await sample(assemblies, way, 1, { iam: { policyEffectiveAfter: 0 } });
    const optimistic = await sample(assemblies, way, 1, { iam: { policyEffectiveAfter: 0 }, optimisticStabilization: true });
    const late = await inParallel(Array.from({ length: seeds }, (_, i) => i + 1), (seed) => sample(assemblies, way, seed, {}));
    results.push({ way, title, prompt, optimistic, late });
  }
  return results;
}

async function sample(assemblies: Assemblies, way: Way, seed: number, switches: Switches): Promise<Sample> {
  // The new tasks take so long that every watch has to be started.
  const slow = { when: { operation: way === 'adoption' ? 3 : 2 }, slow: { provisioning: 60, pending: 60 } };
  const lab = await createLab({ scenario: { scenario: 1, seed, switches, services: { Api: { rules: [slow] } } } });
  try {
    await complete(lab, assemblies.plain, 'Base');
    if (way === 'adoption') await complete(lab, assemblies.plain, 'Shop', { ImageTag: '1.41.0' });
    const result = await complete(lab, assemblies.diagnosed, 'Shop', { ImageTag: '1.42.0' });
    const began = (type: string) => result.events.find((e) => e.resourceType === type && e.status.endsWith('_IN_PROGRESS'))?.seconds ?? NaN;
    const succeeded = (service: string, operation: string) => {
      const call = lab.calls.find((c) => c.service === service && c.operation === operation && c.error === undefined);
      return ((call?.at ?? NaN) - result.startedAt) / 1000;
    };
    const after = (seconds: number) => seconds - began('AWS::ECS::Service');
    return {
      request: after(began('Custom::EcsDeploymentDiagnosis')), start: after(succeeded('states', 'StartExecution')), look: after(succeeded('ecs', 'DescribeServices')),
    };
  } finally {
    await lab.close();
  }
}

async function complete(lab: Lab, assembly: string, stackName: string, parameters?: { readonly [name: string]: string }) {
  const result = await lab.deploy({ assembly, stackName, parameters });
  if (!/^(CREATE|UPDATE)_COMPLETE$/.test(result.stackStatus)) throw new Error(`${stackName} ended in ${result.stackStatus}`);
  return result;
}

interface Assemblies {
  readonly plain: string;
  readonly diagnosed: string;
  remove(): void;
}

function synthesized(): Assemblies {
  const root = mkdtempSync(join(tmpdir(), 'watch-begins-'));
  return {
    plain: synthesize(join(root, 'plain'), ecs.FargateService),
    diagnosed: synthesize(join(root, 'diagnosed'), DiagnosedFargateService),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function synthesize(outdir: string, Service: typeof ecs.FargateService): string {
  const env = { account: '123456789012', region: 'eu-west-1' };
  const app = new App({ outdir, analyticsReporting: false });
  const base = new Stack(app, 'Base', { env });
  const cluster = new ecs.Cluster(base, 'Cluster', { vpc: new ec2.Vpc(base, 'Vpc', { maxAzs: 2, natGateways: 1 }) });
  const shop = new Stack(app, 'Shop', { env });
  const tag = new CfnParameter(shop, 'ImageTag').valueAsString;
  const taskDefinition = new ecs.FargateTaskDefinition(shop, 'Task');
  taskDefinition.addContainer('api', { image: ecs.ContainerImage.fromRegistry(`public.ecr.aws/shop/api:${tag}`), logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'shop' }) });
  new Service(shop, 'Api', { cluster, taskDefinition, minHealthyPercent: 100, circuitBreaker: { rollback: true } });
  app.synth();
  return outdir;
}

function figures(all: readonly Measured[]): Figures {
  const worst = (samples: readonly Sample[], of: keyof Sample) => Math.max(...samples.map((s) => s[of]));
  const summary = (samples: readonly Sample[], of: keyof Sample) => (
    { median: rounded(median(samples.map((s) => s[of]))), worst: rounded(worst(samples, of)) }
  );
  const row = (title: string, of: keyof Sample) => all.map(({ way, prompt, optimistic, late }) => (
    [`${title}, ${way}`, rounded(prompt[of]), rounded(optimistic[of]), summary(late, of).median, summary(late, of).worst]
  ));
  const tables: Table[] = [{
    title: 'Seconds after CloudFormation has begun with the service',
    columns: ['what', 'policies permit at once', 'and functions are used before they are complete', 'policies up to 30 s late: median', 'worst'],
    rows: [...row('request', 'request'), ...row('StartExecution accepted', 'start'), ...row('first look that reads the service', 'look')],
    note: all.map(({ way, title }) => `${way}: ${title}`).join('; '),
  }];
  return {
    json: Object.fromEntries(all.map(({ way, prompt, optimistic, late }) => [way, {
      prompt, optimistic, late: { request: summary(late, 'request'), start: summary(late, 'start'), look: summary(late, 'look'), runs: late.length },
    }])),
    tables,
    limits: all.flatMap(({ way, prompt, optimistic, late }) => [
      { figure: `request, ${way}, simulated seconds`, value: worst(late, 'request'), atMost: 20 },
      { figure: `StartExecution accepted, ${way}, simulated seconds`, value: worst([prompt, optimistic], 'start'), atMost: 20 },
      // The role is complete within 20 s, and its policy permits up to 30 s later.
      { figure: `StartExecution accepted, ${way}, policies up to 30 s late, simulated seconds`, value: worst(late, 'start'), atMost: 50 },
    ]),
  };
}
