import { existsSync } from 'fs';
import { checkRegion, connect, placeText } from './aws/connect';
import { isStack, isStackName, regionOf, ServiceAddress, serviceAddress, stackAddress } from './aws/where';
import { Ended, EXIT, UsageError } from './exit';
import { isConstructPath } from './find/construct';
import { clusterUnnamed, meantBy } from './find/meant';
import { pickService } from './find/pick';
import { findAlone, Finder, guessedOn, NotLookedThrough, serviceOf } from './find/service';
import { ExplainOptions } from './options';
import { checkOutputs } from './output/files';
import { caseOf, writeJunit } from './output/junit';
import { deliverReports } from './output/reports';
import { processTerminal, Terminal } from './output/terminal';
import { Report } from './report';
import { explainService, unreadLines } from './service-report';
import { explainStack } from './stack/command';
import { AccountApi } from '../facts/aws/account-api';
import { isDeleted } from '../facts/aws/find-deployment';
import { originOf } from '../facts/rollback';
import { notRead } from '../facts/unavailable';

/** @param target cluster, or the ARN, address or construct path of a service; without `service` also a stack, or a name to be found */
export async function explain(target: string | undefined, service: string | undefined, options: ExplainOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  await checkOutputs(options);
  const canAsk = Boolean(process.stdin.isTTY) && terminal.tty && !options.json;
  const now = new Date().toISOString();
  if (target === undefined) {
    const cluster = canAsk ? undefined : await clusterUnnamed(options);
    const aws = await connect(options, undefined);
    const finder: Finder = { aws, canAsk, guessed: guessedOn(terminal) };
    const address = cluster === undefined ? await pickService(aws, undefined) : await serviceOf(finder, { cluster });
    return explainOne(aws, address, options, terminal, now);
  }
  // neither stacks nor services have a dot in their names
  if (service === undefined && /\.json$/i.test(target) && existsSync(target)) {
    throw new UsageError(`"${target}" is a file: ecs-why replay FILE diagnoses a recording`);
  }
  if (service === undefined && !serviceAddress(target) && isStack(target)) return explainNamed(target, options, terminal, canAsk, now);
  if (service === undefined && !isFindable(target)) {
    throw new UsageError(`"${target}" is no command and no stack, and no service is named: ecs-why CLUSTER SERVICE, ecs-why STACK`);
  }
  const { aws, finder, place } = await meantBy(target, service, options, { canAsk, guessed: guessedOn(terminal) });
  if (!place) {
    const where = await placeText(options, regionOf(target));
    throw new Ended(EXIT.notFound, `there is no cluster and no service "${target}" ${where}`);
  }
  return explainOne(aws, await serviceOf(finder, place), options, terminal, now);
}

/** A name alone is that of a stack; if there is none, that of a service or a cluster. */
async function explainNamed(
  target: string, options: ExplainOptions, terminal: Terminal, canAsk: boolean, now: string,
): Promise<number> {
  const { stack, region } = stackAddress(target);
  checkRegion(options, region);
  const aws = await connect(options, region);
  const code = await explainStack(aws, stack, options, terminal, now);
  if (code !== undefined) return code;
  const finder: Finder = { aws, canAsk, guessed: guessedOn(terminal) };
  // If the clusters cannot be listed, the name is that of a stack that is not there.
  const place = isStackName(stack) ? await findAlone(finder, stack).catch(ifUnreadable) : undefined;
  if (place) return explainOne(aws, await serviceOf(finder, place), options, terminal, now);
  const other = 'of a service: ecs-why CLUSTER SERVICE';
  throw new Ended(EXIT.notFound, `there is no stack "${stack}" ${await placeText(options, region)} (${other})`);
}

function ifUnreadable(error: unknown): undefined {
  if (error instanceof Ended && !(error instanceof NotLookedThrough) && error.code === EXIT.couldNotLook) return undefined;
  throw error;
}

/** ARN or address of a cluster, or a construct path: names have been tried as those of stacks. */
function isFindable(target: string): boolean {
  return regionOf(target) !== undefined || isConstructPath(target);
}

async function explainOne(
  aws: AccountApi, address: ServiceAddress, options: ExplainOptions, terminal: Terminal, now: string,
): Promise<number> {
  const report = await explainService(aws, address, now);
  for (const line of unreadLines(report.frame)) terminal.err(`ecs-why: ${line}`);
  await deliverReports([report], options, terminal);
  if (options.junit) await writeJunit(options.junit, [caseOf(report)], now);
  return codeOf(report, options.exitCode);
}

/** @param exitCode `--exit-code` */
export function codeOf({ frame, diagnosis }: Pick<Report, 'frame' | 'diagnosis'>, exitCode?: boolean): number {
  const { service } = frame;
  const isFailed = diagnosis.status === 'failed';
  if (exitCode && isFailed) return EXIT.failed;
  if (!service) return EXIT.couldNotLook;
  if (exitCode && isDeleted(service)) return EXIT.notFound;
  // Only the list of service deployments shows whether ECS has rolled the service back, unless the service shows it itself.
  const isUnclear = notRead(frame, 'service deployments').length > 0 && originOf(service).kind !== 'deployed';
  return isUnclear && !isFailed ? EXIT.couldNotLook : EXIT.ok;
}
