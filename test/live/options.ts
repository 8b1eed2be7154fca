import { parseArgs } from 'util';
import { LiveTest } from './model';
import { Network } from './network';

export const USAGE = `npm run live -- --list                     the tests, what each settles, takes and costs; needs no credentials
npm run live -- L1 L2 L5 [options]         runs tests in the account of your credentials, then removes all that they have made
npm run live -- --clean [--regions R,R]    only removes what runs have left: it lists all of it and asks

options:
  --region R                               default: as in the AWS CLI
  --profile P                              default: as in the AWS CLI
  --vpc VPC --subnets SUBNET,SUBNET        an existing VPC with public subnets; default: the kit makes a VPC of its own
  --regions R,R                            of L9, default: all of the partition; of --clean: where else to look
  --out FOLDER                             for live-report.json and live-report.md; default: here
  --yes                                    do not ask`;

/** The person at the keyboard can correct this. */
export class UsageError extends Error {}

export interface Options {
  readonly todo: 'help' | 'list' | 'run' | 'clean';
  readonly tests: readonly LiveTest[];
  readonly region?: string;
  readonly profile?: string;
  readonly network?: Network;
  readonly regions?: readonly string[];
  readonly out: string;
  readonly yes: boolean;
}

/** @throws UsageError */
export function readOptions(args: readonly string[], all: readonly LiveTest[]): Options {
  const { values, positionals } = parsed(args);
  const tests = positionals.map((name) => {
    const test = all.find(({ id }) => id === name.toUpperCase());
    if (!test) throw new UsageError(`there is no test "${name}"; there are ${all.map(({ id }) => id).join(' ')}`);
    return test;
  });
  if (values.clean && tests.length) throw new UsageError('--clean takes no tests');
  return {
    todo: todoOf(values, tests),
    tests: [...new Set(tests)],
    ...values.region && { region: values.region },
    ...values.profile && { profile: values.profile },
    ...networkOf(values.vpc, values.subnets),
    ...values.regions && { regions: list(values.regions) },
    out: values.out ?? '.',
    yes: values.yes ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        list: { type: 'boolean' }, clean: { type: 'boolean' }, yes: { type: 'boolean' }, help: { type: 'boolean' }, region: { type: 'string' },
        profile: { type: 'string' }, vpc: { type: 'string' }, subnets: { type: 'string' }, regions: { type: 'string' }, out: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function todoOf(values: { readonly help?: boolean; readonly list?: boolean; readonly clean?: boolean }, tests: readonly LiveTest[]): Options['todo'] {
  if (values.help) return 'help';
  if (values.list) return 'list';
  if (values.clean) return 'clean';
  if (!tests.length) throw new UsageError('name the tests to run, or --list');
  return 'run';
}

function networkOf(vpc: string | undefined, subnets: string | undefined): { readonly network?: Network } {
  if (!vpc && !subnets) return {};
  if (!vpc || !subnets) throw new UsageError('--vpc and --subnets belong together');
  return { network: { vpc, subnets: list(subnets) } };
}

const list = (text: string) => text.split(',').map((one) => one.trim()).filter(Boolean);

export function listing(tests: readonly LiveTest[]): string {
  return tests.map(({ id, title, minutes, dollars, isLong, settles }) => {
    const cost = dollars ? `at most $${dollars.toFixed(2)}` : 'free';
    return `${id.padEnd(4)} ${title}\n     ${minutes} min${isLong ? ' (long)' : ''}, ${cost}\n     settles: ${settles}`;
  }).join('\n');
}
