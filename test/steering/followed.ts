import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { declaredService, deployedService } from '../../src/cli/find/construct';
import { findService, Finder } from '../../src/cli/find/service';
import { newlyFollowed } from '../../src/cli/follow/advance';
import { lineOutput, teller } from '../../src/cli/follow/lines';
import { Followed, FollowNews, FollowState } from '../../src/cli/follow/model';
import { endText } from '../../src/cli/follow/text';
import { Format } from '../../src/cli/options';
import { Terminal } from '../../src/cli/output/terminal';
import { diagnose as diagnoseAnew } from '../../src/diagnosis/engine';
import { oncePer } from '../../src/diagnosis/read/memo';
import { AccountApi } from '../../src/facts/aws/account-api';
import { Frame } from '../../src/facts/model';
import { timelineOf } from '../../src/presentation/page/timeline';

const NOW = '2026-11-23T11:00:00.000Z';

/** Once for each frame: what is tried here are the outputs. Those of whole commands (replay) diagnose by themselves. */
export const diagnose = oncePer(diagnoseAnew);

/** One service that fails, and one that could not be read. */
export function followedState(attack: string, frame: Frame): FollowState {
  const diagnosis = diagnose(frame);
  const causeId = diagnosis.causes[0]?.id ?? 'app-crashed';
  const looked = { ...newlyFollowed({ cluster: `prod ${attack}`, service: `web ${attack}` }, frame.at), frame, diagnosis, timeline: timelineOf([frame]) };
  const failed: Followed = {
    ...looked, failed: { at: NOW, causeId, diagnosis, frame, because: `because ${attack}` }, ending: { outcome: 'failed', because: `ended ${attack}`, at: NOW },
  };
  const unread: Followed = { ...looked, service: `worker ${attack}`, waiting: `hook ${attack}`, ending: { outcome: 'not-read', because: `unread ${attack}`, at: NOW } };
  const going: Followed = { ...looked, service: `job ${attack}` };
  return { startedAt: frame.at, services: new Map([['a', failed], ['b', unread], ['c', going]]), earlier: [failed], notices: [`notice ${attack}`], throttled: false };
}

/** A news of each kind, and the end of one service alone. */
export function printFollowed(attack: string, frame: Frame, format: Format, terminal: Terminal): void {
  const state = followedState(attack, frame);
  const [failed, unread, going] = [...state.services.values()];
  const alone = { ...state, services: new Map([['b', unread]]) };
  const at = NOW;
  const news: readonly FollowNews[] = [
    { kind: 'notice', at, text: `notice ${attack}` },
    { kind: 'phase', at, service: going, phase: 'registered', text: `phase ${attack}` },
    { kind: 'wait', at, service: going, text: `hook ${attack}` },
    { kind: 'service', at, service: going },
    { kind: 'diagnosis', at, service: failed },
    ...[failed, unread].flatMap((service): FollowNews[] => (service.ending ? [{ kind: 'outcome', at, service, ending: service.ending }] : [])),
    { kind: 'end', at, exitCode: 1, text: endText(state) },
    { kind: 'end', at, exitCode: 3, text: endText(alone) },
  ];
  if (format === 'text') teller(terminal)(`not yet ${attack}`);
  const { print } = lineOutput(terminal, format);
  for (const one of news) print(one, state);
}

const none = () => Promise.reject(Object.assign(new Error('no such thing'), { name: 'OddException' }));
const textOf = (answer: Promise<unknown>) => answer.then(() => '', (error: Error) => error.message);

/** What the commands say where a name means several services, or none: names from lists of AWS, and from a cloud assembly. */
export async function foundTexts(attack: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'steering-'));
  const metadata = Object.fromEntries(['A', 'B'].map((id) => [`/Shop/${id} ${attack}`, [{ type: 'aws:cdk:logicalId', data: id }]]));
  const Resources = { A: { Type: 'AWS::ECS::Service' }, B: { Type: 'AWS::ECS::Service' } };
  const artifacts = { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.json', stackName: `Shop ${attack}` }, metadata } };
  const services = ['web-1', 'web-2'].map((name) => `arn:aws:ecs:eu-west-1:123456789012:service/prod/${name} ${attack}`);
  const aws = {
    describeServices: async () => ({ failures: [{ reason: 'MISSING' }] }), listServices: async () => ({ serviceArns: services }), listClusters: none,
  } as unknown as Finder['aws'];
  const declared = { path: `Shop/A ${attack}`, stackName: 'Shop', logicalIds: ['A'] };
  const deployed = { describeStackResource: async () => ({ StackResourceDetail: { PhysicalResourceId: `x ${attack}` } }) } as unknown as AccountApi;
  try {
    mkdirSync(join(folder, 'cdk.out'));
    writeFileSync(join(folder, 'cdk.out', 'manifest.json'), JSON.stringify({ artifacts }));
    writeFileSync(join(folder, 'cdk.out', 'Shop.json'), JSON.stringify({ Resources }));
    return [
      await textOf(declaredService('Shop', join(folder, 'cdk.out'))),
      await textOf(declaredService('Other/X', join(folder, 'cdk.out'))).then((text) => text.replace(folder, '')),
      await textOf(deployedService(deployed, declared)),
      await textOf(findService({ aws, canAsk: false, guessed: () => undefined }, 'prod', 'web')),
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
