import { explained, frameOf, isolated, TaskPlan, TEXTS, vpc } from './world';
import { diagnose } from '../../src/diagnosis/engine';
import { NetworkVerdict } from '../../src/diagnosis/model';
import { Frame } from '../../src/facts/model';
import { parseRecording } from '../../src/facts/replay';
import { LabVpc } from '../../src/lab/ec2/model';
import { judgedByNetwork, withNetworkVerdict } from '../../src/network/with-verdict';

const endpoint = { id: 'vpce-1', service: 'ecr.dkr', subnets: ['subnet-e'], groups: ['sg-endpoint'] };
const WORLDS: readonly (readonly [what: string, vpc: LabVpc, text: string])[] = [
  ['everything in order', vpc(), TEXTS.ecrPublic],
  ['a closed endpoint', isolated({ endpoints: [endpoint], securityGroups: [{ id: 'sg-task' }, { id: 'sg-endpoint' }] }), TEXTS.ecrPrivate],
  ['an absent endpoint', isolated(), TEXTS.apiSilent],
  ['layers', isolated({ endpoints: [{ id: 'vpce-s3', service: 's3', tables: ['rtb-private'] }] }), TEXTS.layers],
  ['a transit gateway', isolated({}, { '0.0.0.0/0': 'tgw-1' }), TEXTS.secret],
  ['a closed ACL', vpc({ networkAcls: [{ id: 'acl-1', subnets: ['subnet-a'], entries: [] }] }), TEXTS.logs],
];

const ORDER = [undefined, 'seen', 'likely', 'certain'] as const;
const sureness = (verdict: NetworkVerdict | undefined) => ORDER.indexOf(verdict?.certainty);

describe.each(WORLDS)('%s', (_what, world, text) => {
  const plan: TaskPlan = { text };

  test.each(['DescribeSubnets', 'DescribeRouteTables', 'DescribeVpcEndpoints', 'DescribeSecurityGroups', 'DescribeNetworkAcls', 'DescribeNatGateways',
    'DescribeVpcAttribute'] as const)('without %s, no verdict is surer', async (call) => {
    const { frame, diagnosis } = await explained(plan, [world]);
    const without = { ...frame, lookups: { ...frame.lookups, [call]: { unavailable: { error: 'UnauthorizedOperation' } } } } as Frame;
    const { network } = judgedByNetwork(without, diagnose(without));
    if (network?.leaf !== diagnosis.network?.leaf) expect(network?.certainty).not.toBe('certain');
    expect(sureness(network)).toBeLessThanOrEqual(Math.max(sureness(diagnosis.network), ORDER.indexOf('likely')));
  });

  test('shuffled lists, members that are absent or null: no throw, and the order of lists is no matter', async () => {
    const { frame, diagnosis } = await explained(plan, [world]);
    const turned = changed(frame.lookups, (value) => (Array.isArray(value) ? [...value].reverse() : value)) as Frame['lookups'];
    expect(judgedByNetwork({ ...frame, lookups: turned }, diagnose(frame)).network).toEqual(diagnosis.network);
    const names = [...new Set(membersIn(frame.lookups))];
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      for (const instead of [undefined, null]) {
        const lookups = changed(frame.lookups, (value, key) => (key === name ? instead : value)) as Frame['lookups'];
        const { network } = judgedByNetwork({ ...frame, lookups }, diagnose(frame));
        if (network?.certainty === 'certain') expect([name, network.leaf]).toEqual([name, diagnosis.network?.leaf]);
      }
    }
  });
});

type Change = (value: unknown, key: string) => unknown;
function changed(value: unknown, change: Change, key = ''): unknown {
  const made = change(value, key);
  if (Array.isArray(made)) return made.map((item: unknown) => changed(item, change));
  if (typeof made !== 'object' || made === null) return made;
  return Object.fromEntries(Object.entries(made).map(([name, item]) => [name, changed(item, change, name)]));
}

function membersIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [...(Array.isArray(value) ? [] : [key]), ...membersIn(item)]);
}

test('a recording with lookups is checked like the rest of it', async () => {
  const { frame } = await explained({ text: TEXTS.ecrPublic }, [isolated()]);
  const recording = (lookups: unknown) => JSON.stringify({ recording: 1, frames: [{ ...frame, lookups }] });
  const [read] = parseRecording(recording(frame.lookups)).frames;
  expect(judgedByNetwork(read, diagnose(read)).network?.leaf).toBe('endpoint-absent');
  expect(() => parseRecording(recording({ DescribeSubnets: { Subnets: 'none' } }))).toThrow('frames[0].lookups.DescribeSubnets.Subnets: expected a list');
  expect(() => parseRecording(recording({ DescribeSomethingNew: { Things: 1 } }))).not.toThrow();
});

test('without a cause or a verdict, a diagnosis stays as it is', () => {
  const diagnosis = diagnose(frameOf({ text: TEXTS.ecrPublic }));
  expect(withNetworkVerdict(diagnosis, undefined)).toBe(diagnosis);
  const none = { ...diagnosis, causes: [] };
  const verdict: NetworkVerdict = { leaf: 'no-route', certainty: 'certain', text: 't', evidence: [], fix: 'f', subnets: [] };
  expect(withNetworkVerdict(none, verdict)).toBe(none);
});
