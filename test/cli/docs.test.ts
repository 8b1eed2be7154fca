import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_logs as logs, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { beside, openLab } from './bundle';
import { labAccount } from '../../src/lab/account';
import { Lab } from '../../src/lab/lab';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

/** Shows what the commands beside it print. `UPDATE=1` rewrites it. */
const PAGE = join(__dirname, '..', '..', 'docs', 'ecs-why.md');
const BLOCK = /<!-- output: ecs-why (.+) -->\n```\n([^]*?)```\n<!-- end -->/g;

/** Both run while the deployment does. */
const FOLLOW = 'follow prod web --wait 5m';

const folder = mkdtempSync(join(tmpdir(), 'ecs-why-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two services in the cluster `prod`; version 1.42.0 of `web` lacks a setting. */
function shop(imageTag: string): string {
  const outdir = join(folder, imageTag);
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  const cluster = new ecs.Cluster(stack, 'Cluster', { clusterName: 'prod', vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 }) });
  for (const [name, tag] of [['web', imageTag], ['worker', '1.41.0']]) {
    const taskDefinition = new ecs.FargateTaskDefinition(stack, `${name}-task`, { family: name });
    taskDefinition.addContainer(name, {
      image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, `${name}-images`, `shop/${name}`), tag),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'shop', logGroup: new logs.LogGroup(stack, `${name}-logs`, { removalPolicy: RemovalPolicy.DESTROY }) }),
    });
    new ecs.FargateService(stack, name, {
      cluster, serviceName: name, taskDefinition, desiredCount: 2, minHealthyPercent: 100, circuitBreaker: { rollback: true },
    });
  }
  app.synth();
  return outdir;
}

const STARTS = { logs: [[0.3, 'shop-web 1.42.0 starting'], [1.1, 'Error: environment variable ORDERS_TABLE is not set']] as const, exit: { code: 1, after: 2 } };

async function run(lab: Lab, command: string): Promise<string> {
  const files: { readonly [name: string]: string } = { 'web.json': 'web.json', 'cdk.out': '1.42.0' };
  const args = command.split(' ').map((arg) => (files[arg] ? join(folder, files[arg]) : arg));
  const { ended } = await beside(lab, args);
  await lab.advance(60);
  const { out, err } = await ended;
  return `${out}${err}`.split(`${folder}/`).join('');
}

test('every block shows what the command prints', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const commands = [...page.matchAll(BLOCK)].map(([, command]) => command);
  expect(commands).toEqual(expect.arrayContaining(['watch Shop', FOLLOW]));

  // The image of 1.42.0 is there only in the part of the page that deploys it: nothing pulls it.
  const account = labAccount({ repositories: { 'shop/web': { '1.41.0': { platforms: ['linux/amd64'] } }, 'shop/worker': { '1.41.0': { platforms: ['linux/amd64'] } } } });
  const lab = await openLab({ account, scenario: { scenario: 1, seed: 31, services: {
    web: { rules: [{ when: { operation: 2, deployment: 'new' }, containers: { web: STARTS } }] },
    worker: { rules: [{ when: { failFirst: 1 }, containers: { worker: { logs: [[2, 'Error: connect ECONNREFUSED 10.0.3.7:5432']], exit: { code: 1, after: 3 } } } }] },
  } } });
  await lab.deploy({ assembly: shop('1.41.0') });
  const watch = await beside(lab, ['watch', 'Shop']);
  const follow = await beside(lab, FOLLOW.split(' '));
  await lab.advance(5);
  await lab.deploy({ assembly: shop('1.42.0') });
  await lab.advance(30);
  const outputs = new Map([['watch Shop', (await watch.ended).out], [FOLLOW, (await follow.ended).out]]);
  for (const command of commands) if (!outputs.has(command)) outputs.set(command, await run(lab, command));

  const now = page.replace(BLOCK, (_, command: string) => `<!-- output: ecs-why ${command} -->\n\`\`\`\n${outputs.get(command)?.trimEnd()}\n\`\`\`\n<!-- end -->`);
  if (process.env.UPDATE) writeFileSync(PAGE, now);
  else expect(page).toBe(now);
});
