import { architecture } from './architecture';
import { capacityProvider } from './capacity-provider';
import { cluster } from './cluster';
import { Declared } from './declared';
import { envFile } from './env-file';
import { fileSystem } from './file-system';
import { image } from './image';
import { logGroup } from './log-group';
import { Answer, Check, CheckName, Finding, Outcome, Permission, Request, Surroundings } from './model';
import { namespace } from './namespace';
import { parameter } from './parameter';
import { permissions } from './permissions';
import { role } from './role';
import { secret } from './secret';
import { subnets } from './subnets';
import { targetGroup } from './target-group';
import { vcpuQuota } from './vcpu-quota';
import { AccountCall } from '../facts/account-model';

/** In the order in which a deployment meets them. */
const CHECKS: { readonly [C in CheckName]: Check } = {
  'cluster': cluster,
  'capacity-provider': capacityProvider,
  'target-group': targetGroup,
  'namespace': namespace,
  'subnets': subnets,
  'vcpu-quota': vcpuQuota,
  'role': role,
  'image': image,
  'architecture': architecture,
  'secret': secret,
  'parameter': parameter,
  'env-file': envFile,
  'file-system': fileSystem,
  'log-group': logGroup,
  'permissions': permissions,
};

export interface Checked {
  readonly declared: Declared;
  readonly findings: readonly Finding[];
}

type Conditions = Omit<Surroundings, 'read'>;

/** Answers a request; it never throws. */
type Ask = (request: Request) => Promise<Answer>;

/** An answer can lead to one more question: of an image, then of its manifest. Nothing asks more often. */
const MOST_ROUNDS = 5;

/** Runs all checks until no check asks anything that is not answered yet. Each thing is asked once. */
export async function check(all: readonly Declared[], conditions: Conditions, ask: Ask): Promise<readonly Checked[]> {
  const answers = new Map<string, Answer>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const wanted = wantedBy(all, conditions, answers);
    if (!wanted.size) break;
    await Promise.all([...wanted].map(async ([key, request]) => { answers.set(key, await ask(request)); }));
  }
  return all.map((declared) => ({ declared, findings: findingsOf(declared, conditions, answers) }));
}

function wantedBy(all: readonly Declared[], conditions: Conditions, answers: ReadonlyMap<string, Answer>): Map<string, Request> {
  const wanted = new Map<string, Request>();
  for (const declared of all) findingsOf(declared, conditions, answers, wanted);
  return wanted;
}

function findingsOf(
  declared: Declared, conditions: Conditions, answers: ReadonlyMap<string, Answer>, wanted = new Map<string, Request>(),
): readonly Finding[] {
  const read = <C extends AccountCall>(request: Request<C>): Answer<C> | undefined => {
    const { account } = conditions;
    if (account !== undefined && request.account !== undefined && request.account !== account) {
      return { kind: 'unread', reason: `it is in the account ${request.account}, and the credentials are of ${account}` };
    }
    const key = JSON.stringify([request.call, request.input, request.region]);
    const answer = answers.get(key);
    if (!answer) wanted.set(key, request as unknown as Request);
    return answer as Answer<C> | undefined;
  };
  const findings = Object.values(CHECKS).flatMap((one) => one(declared, { ...conditions, read }));
  const { uncertain } = declared;
  return distinct(uncertain === undefined ? findings : findings.map((one) => lessSure(one, uncertain)));
}

/** What is perhaps not made at all fails nothing for certain. */
function lessSure(finding: Finding, why: string): Finding {
  return finding.outcome === 'FAIL' ? { ...finding, outcome: 'WARN', text: `${finding.text}; ${why}` } : finding;
}

/** Two containers can have the same secret. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [JSON.stringify([one.check, one.subject, one.outcome, one.text]), one])).values()];
}

/** All permissions that the checks of these can need. */
export function permissionsFor(all: readonly Declared[], conditions: Conditions): readonly Permission[] {
  const requests = [...wantedBy(all, conditions, new Map()).values()];
  const needed = requests.flatMap(({ needs, leadsTo = [] }) => [needs, ...leadsTo]);
  return [...new Map(needed.map((one) => [`${one.action} ${one.resource}`, one])).values()];
}

export function countsOf(checked: readonly Checked[]): { readonly [O in Outcome]: number } {
  const all = checked.flatMap(({ findings }) => findings);
  const number = (outcome: Outcome) => all.filter((one) => one.outcome === outcome).length;
  return { OK: number('OK'), SKIP: number('SKIP'), WARN: number('WARN'), FAIL: number('FAIL') };
}
