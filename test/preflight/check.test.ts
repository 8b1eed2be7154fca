import { ACCOUNT, FAULTY, REGION, SOUND, World } from './worlds';
import { askerOf } from '../../src/cli/check/ask';
import { rules } from '../../src/diagnosis/causes';
import { accountLook } from '../../src/facts/aws/account-look';
import { labAccount } from '../../src/lab/account';
import { createLab } from '../../src/lab/lab';
import { Answer, Finding, Permission, Request } from '../../src/preflight/model';
import { PAGES } from '../../src/preflight/pages';
import { check, permissionsFor } from '../../src/preflight/run';
import { declaredIn } from '../../src/preflight/template/declare';

const CONDITIONS = { account: ACCOUNT, secretValues: true, builder: { architecture: 'amd64' } };

interface Looked {
  readonly findings: readonly Finding[];
  readonly asked: readonly Request[];
  readonly permitted: readonly Permission[];
}

const declared = ({ template }: World) => declaredIn(
  { stacks: [{ name: 'Shop', file: 'Shop.json', template, parameters: {} }], imageAssets: new Map(), fileAssets: new Map() },
  () => undefined, { region: REGION, account: ACCOUNT, parameters: new Map() },
);

/** Over the wire, with the real clients. */
async function look(world: World): Promise<Looked> {
  const lab = await createLab({ account: labAccount(world.account) });
  try {
    const settings = {
      endpoint: lab.endpoint, region: REGION, credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'lab' },
    };
    process.env.AWS_ENDPOINT_URL = lab.endpoint;
    const { ask } = askerOf(accountLook(settings, () => AbortSignal.timeout(20_000)));
    const asked: Request[] = [];
    const all = declared(world);
    const checked = await check(all, CONDITIONS, async (request): Promise<Answer> => {
      asked.push(request);
      return ask(request);
    });
    expect(lab.violations).toEqual([]);
    return { findings: checked.flatMap((one) => one.findings), asked, permitted: permissionsFor(all, CONDITIONS) };
  } finally {
    delete process.env.AWS_ENDPOINT_URL;
    await lab.close();
  }
}

const failed = (findings: readonly Finding[]) => findings.filter(({ outcome }) => outcome === 'FAIL');
const text = ({ action, resource }: Permission) => `${action} ${resource}`;

/** The policy has each call that was made, and no permission but for these and for what their answers can lead to. */
function expectPolicy({ asked, permitted }: Looked) {
  const needed = new Set(asked.map(({ needs }) => text(needs)));
  const possible = new Set([...needed, ...asked.flatMap(({ leadsTo = [] }) => leadsTo.map(text))]);
  expect(permitted.map(text)).toEqual(expect.arrayContaining([...needed]));
  expect(permitted.map(text).filter((one) => !possible.has(one))).toEqual([]);
}

test('there are 40 of each', () => {
  expect(FAULTY.length).toBeGreaterThanOrEqual(40);
  expect(SOUND.length).toBeGreaterThanOrEqual(40);
});

test.each(FAULTY.map((world) => [world.name, world] as const))('fault: %s', async (_, world) => {
  const looked = await look(world);
  expect(failed(looked.findings).map(({ check: name, cause }) => ({ check: name, cause }))).toEqual([world.fault]);
  expectPolicy(looked);
  const keys = looked.asked.map(({ call, input, region }) => JSON.stringify([call, input, region]));
  expect(keys.length).toBe(new Set(keys).size);
});

test.each(SOUND.map((world) => [world.name, world] as const))('sound: %s', async (_, world) => {
  const looked = await look(world);
  expect(failed(looked.findings)).toEqual([]);
  expect(looked.findings.length).toBeGreaterThan(0);
  expectPolicy(looked);
});

test('what only warns does warn', async () => {
  const warned = async (name: string) => {
    const world = SOUND.find((one) => one.name.startsWith(name))!;
    return (await look(world)).findings.filter(({ outcome }) => outcome === 'WARN').map(({ cause }) => cause);
  };
  expect(await warned('a mount target in one zone')).toEqual(['efs-mount-failed']);
  expect(await warned('no room in the subnets')).toEqual(['eni-or-subnet']);
  expect(await warned('a small quota')).toEqual(['vcpu-quota']);
  expect(await warned('execution role without')).toEqual(['image-pull-denied', 'log-access-denied']);
  expect(await warned('emulated on instances')).toEqual(['image-platform-mismatch']);
});

test('a denied call is a SKIP that names the action to grant, and never a FAIL', async () => {
  const { findings, asked } = await look(SOUND.find((one) => one.name.startsWith('denied everywhere'))!);
  expect(findings.filter(({ outcome, grant }) => outcome === 'SKIP' && grant).length).toBeGreaterThan(10);
  const granted = new Set(findings.flatMap(({ grant }) => (grant ? [grant.action] : [])));
  expect([...new Set(asked.map(({ needs }) => needs.action))].filter((one) => !granted.has(one))).toEqual([]);
});

test('the page of each cause is that of the diagnosis', () => {
  const docs = Object.fromEntries(rules.map((rule) => [rule.id, rule.docs]));
  expect(PAGES).toEqual(Object.fromEntries(Object.keys(PAGES).map((id) => [id, docs[id]])));
});
