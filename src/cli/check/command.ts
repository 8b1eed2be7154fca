import { writeFile } from 'fs/promises';
import { askerOf } from './ask';
import { liveService } from './live';
import {
  annotationsOf, casesOf, checkedJson, isFailure, jobSummaryOf, summaryLine, treeLines, validationReportOf,
} from './output';
import { Source, sourceAt } from './sources';
import { AccountLook } from '../../facts/account-model';
import { accountLook } from '../../facts/aws/account-look';
import { deadline } from '../../facts/aws/deadline';
import { Declared } from '../../preflight/declared';
import { Surroundings } from '../../preflight/model';
import { policyOf } from '../../preflight/policy';
import { check as runChecks, Checked, permissionsFor } from '../../preflight/run';
import { foreign, jsonLine } from '../../presentation/foreign';
import { junitXml } from '../../presentation/junit-xml';
import { faultOfError, isFatal } from '../aws/faults';
import { settingsOf, usualRegion } from '../aws/settings';
import { Ended, EXIT, UsageError } from '../exit';
import { CheckOptions, formatOf } from '../options';
import { checkOutputs } from '../output/files';
import { addSummaries } from '../output/job-summary';
import { paintOf, processTerminal, Terminal } from '../output/terminal';
import { packageVersion } from '../version';

const CALL_MS = 60_000;
const DEFAULT_PATH = 'cdk.out';

/** Whether what is going to be deployed can start: what it names exists in the account. Nothing is changed. */
export async function check(path: string | undefined, options: CheckOptions): Promise<number> {
  if (path !== undefined && options.service) throw new UsageError('a path and --service are two things to check: name one');
  await checkOutputs(options);
  const terminal = processTerminal(options.color);
  const now = new Date().toISOString();
  const source = options.service ? undefined : sourceAt(path ?? DEFAULT_PATH, options.stack);
  const [named] = source?.regions ?? [];
  const region = await usualRegion(options, undefined);
  const parameters = new Map(options.parameters?.map(parameterIn));
  const builder = builderOf(process.env);
  if (options.printPolicy && source) {
    // Without a call: it is printed for those who have no permission yet.
    const declared = source.declared({ region, account: undefined, parameters });
    return print(declared, { account: undefined, secretValues: Boolean(options.secretValues), builder }, terminal);
  }
  const { settings } = await settingsOf(options, undefined);
  const look = accountLook(settings, () => deadline(CALL_MS));
  const account = await callerAccount(look, region ?? named);
  const conditions = { account, secretValues: Boolean(options.secretValues), builder };
  const declared = source
    ? source.declared({ region, account, parameters })
    : [await liveService(look, options.service ?? [], region, account)];
  if (options.printPolicy) return print(declared, conditions, terminal);
  const asker = askerOf(look);
  const checked = await runChecks(declared, conditions, asker.ask);
  if (asker.made() && !asker.answered()) throw new Ended(EXIT.couldNotLook, `nothing could be read: ${asker.reason() ?? ''}`);
  await deliver(checked, source, options, terminal, now);
  const strict = Boolean(options.strict);
  return checked.some(({ findings }) => findings.some((one) => isFailure(one, strict))) ? EXIT.failed : EXIT.ok;
}

/** `Tag=1.42.0` */
function parameterIn(text: string): readonly [string, string] {
  const [, name, value] = /^([A-Za-z0-9]+)=([^]*)$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--parameters takes NAME=VALUE, and "${text}" is none`);
  return [name, value];
}

/** Docker builds for the processor that it runs on (Docker documentation, DOCKER_DEFAULT_PLATFORM). */
function builderOf({ DOCKER_DEFAULT_PLATFORM: platform }: NodeJS.ProcessEnv): Surroundings['builder'] {
  return { architecture: process.arch === 'arm64' ? 'arm64' : 'amd64', ...(platform && { platform }) };
}

/** GetCallerIdentity needs no permission (AWS STS API Reference). undefined: what is asked plays no AWS STS. */
async function callerAccount(look: AccountLook, region: string | undefined): Promise<string | undefined> {
  try {
    return (await look('sts:GetCallerIdentity', {}, region)).Account;
  } catch (error) {
    const fault = faultOfError('service', error);
    if (isFatal(fault)) throw new Ended(EXIT.credentials, fault.line);
    return undefined;
  }
}

function print(declared: readonly Declared[], conditions: Omit<Surroundings, 'read'>, terminal: Terminal): number {
  terminal.out(JSON.stringify(policyOf(permissionsFor(declared, conditions)), null, 2));
  return EXIT.ok;
}

async function deliver(
  checked: readonly Checked[], source: Source | undefined, options: CheckOptions, terminal: Terminal, now: string,
): Promise<void> {
  const format = formatOf(options);
  const strict = Boolean(options.strict);
  if (format === 'json') checked.forEach((one) => terminal.out(jsonLine(checkedJson(one))));
  else printTree(checked, source, terminal);
  if (format === 'github') {
    annotationsOf(checked, strict).forEach((line) => terminal.out(line));
    await addSummaries([jobSummaryOf(checked, paintOf({ color: false }))]);
  }
  if (options.junit) await write(options.junit, junitXml(casesOf(checked, strict), now), 'the JUnit file');
  if (options.validationReport) {
    const text = `${JSON.stringify(validationReportOf(checked, strict, packageVersion()), null, 2)}\n`;
    await write(options.validationReport, text, 'the validation report');
  }
}

async function write(file: string, text: string, what: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `${what} could not be written: ${error.message}`);
  });
}

function printTree(checked: readonly Checked[], source: Source | undefined, terminal: Terminal): void {
  if (!checked.length) terminal.out('there is no ECS service and no task definition in it');
  for (const line of treeLines(checked, paintOf(terminal))) terminal.out(line);
  if (checked.length) terminal.out(summaryLine(checked));
  const tools = source?.shapeTools ?? [];
  if (tools.length) terminal.out(foreign(`properties, and values that go together, are checked by others: ${tools.join('; ')}`));
}
