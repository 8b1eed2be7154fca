import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_ec2 as ec2, aws_ecs as ecs, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { EXIT } from '../../../src/cli/exit';
import { declaredService, isConstructPath } from '../../../src/cli/find/construct';
import { assembly } from '../../lifecycle/shop';
import { beside, openLab } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'construct-path-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function service(scope: Construct, id: string): void {
  const group = new Construct(scope, id);
  const cluster = new ecs.Cluster(group, 'Cluster', { vpc: new ec2.Vpc(group, 'Vpc', { maxAzs: 2 }) });
  const taskDefinition = new ecs.FargateTaskDefinition(group, 'Task');
  taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromRegistry('shop/app:1') });
  new ecs.FargateService(group, 'Service', { cluster, taskDefinition, minHealthyPercent: 100 });
}

/** A stack with two services and a nested one, and the same in a stage. */
function synthesized(): string {
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  const env = { account: '123456789012', region: 'eu-west-1' };
  const fill = (stack: Stack) => {
    service(stack, 'Api');
    service(stack, 'Public API: v2');
    service(new NestedStack(stack, 'Inner'), 'Worker');
  };
  fill(new Stack(app, 'Shop', { env }));
  fill(new Stack(new Stage(app, 'Prod', { env }), 'Shop'));
  app.synth();
  return app.outdir;
}

test.each([
  ['Shop/Api', true], ['Prod/Shop/Api/Service', true], ['Shop', false], ['/Shop', false], ['Shop/', false], ['https://example.com/x', false],
  ['arn:aws:ecs:eu-west-1:123456789012:service/prod/web', false], ['Shop/Public API: v2/Service', true], ['HTTPS://example.com/x', false],
])('%s is a construct path: %s', (text, expected) => expect(isConstructPath(text)).toBe(expected));

describe('the service of a construct', () => {
  const outdir = synthesized();

  test.each([
    ['Shop/Api', { stackName: 'Shop', region: 'eu-west-1', path: 'Shop/Api/Service/Service', logicalIds: [expect.stringMatching(/^ApiService\w+$/)] }],
    ['Shop/Api/Service', { stackName: 'Shop', logicalIds: [expect.stringMatching(/^ApiService\w+$/)] }],
    ['Shop/Public API: v2', { stackName: 'Shop', logicalIds: [expect.stringMatching(/^PublicAPIv2Service\w+$/)] }],
    ['Shop/Inner', { stackName: 'Shop', logicalIds: [expect.stringMatching(/^InnerNestedStack\w+$/), expect.stringMatching(/^WorkerService\w+$/)] }],
    ['Prod/Shop/Inner/Worker', { stackName: 'Prod-Shop', logicalIds: [expect.stringMatching(/^InnerNestedStack/), expect.stringMatching(/^WorkerService/)] }],
  ])('%s', async (path, expected) => expect(await declaredService(path, outdir)).toMatchObject(expected));

  test('several: a list and exit code 2; none: those that there are; no assembly: what to do', async () => {
    await expect(declaredService('Prod/Shop', outdir)).rejects.toThrow(/^"Prod\/Shop" can be any of these; name one:\n {2}Prod\/Shop\/Api\/Service\/Service\n {2}Prod\/Shop\/Public API: v2\/Service\/Service\n {2}Prod\/Shop\/Inner\/Worker\/Service\/Service$/);
    await expect(declaredService('Shop/Web', outdir)).rejects.toMatchObject({ code: EXIT.notFound, message: expect.stringMatching(/has the construct path Shop\/Web; there are:\n[^]*\n {2}Shop\/Api\/Service\/Service/) });
    await expect(declaredService('Shop/Api', join(folder, 'absent'))).rejects.toMatchObject({ code: EXIT.couldNotLook, message: expect.stringMatching(/run cdk synth$/) });
  });
});

test('explain, follow and record take a construct path', async () => {
  const version = { plain: true };
  const lab = await openLab({ scenario: { scenario: 1 } });
  await lab.deploy({ assembly: assembly(version) });
  for (const args of [['Shop/Api'], ['follow', 'Shop/Api'], ['record', 'Shop/Api', '-o', join(folder, 'r.json')]]) {
    const { ended } = await beside(lab, args, { env: { CDK_OUTDIR: assembly(version) } });
    await lab.advance(5);
    const { code, err } = await ended;
    expect({ args, code, err: err.replace(/^.*r\.json: .*\n$/, '') }).toEqual({ args, code: EXIT.ok, err: '' });
  }
});
