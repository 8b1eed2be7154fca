import { connect, placeText } from './aws/connect';
import { clusterName, isStack, isStackName, regionOf, ServiceAddress, serviceAddress, stackAddress } from './aws/where';
import { Ended, EXIT, UsageError } from './exit';
import { ExplainOptions } from './options';
import { caseOf, checkJunit, writeJunit } from './output/junit';
import { deliverReports } from './output/reports';
import { processTerminal, Terminal } from './output/terminal';
import { pickService } from './pick-service';
import { explainService, unreadLines } from './service-report';
import { explainStack } from './stack/command';
import { AccountApi } from '../facts/aws/account';

/** @param target cluster, or the ARN or address of a service; without `service` also a stack */
export async function explain(target: string | undefined, service: string | undefined, options: ExplainOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  const canAsk = Boolean(process.stdin.isTTY) && terminal.tty && !options.json;
  const given = target === undefined ? undefined : serviceAddress(target, service);
  const stack = !given && target !== undefined && service === undefined && isStack(target) ? stackAddress(target) : undefined;
  if (!given && !stack && !canAsk) {
    const unknown = `"${target}" is no command and no stack, and no service is named`;
    const missing = target === undefined ? 'name a cluster and a service, or a stack' : unknown;
    throw new UsageError(`${missing}: ecs-why CLUSTER SERVICE, ecs-why STACK`);
  }
  const region = given?.region ?? stack?.region ?? regionOf(target ?? '');
  const aws = await connect(options, region);
  const now = new Date().toISOString();
  if (stack) {
    const code = await explainStack(aws, stack.stack, options, terminal, now);
    if (code !== undefined) return code;
    // On a terminal a name that is no stack can be a cluster.
    if (!canAsk || !isStackName(stack.stack)) {
      const other = 'of a service: ecs-why CLUSTER SERVICE';
      throw new Ended(EXIT.notFound, `there is no stack "${stack.stack}" ${await placeText(options, region)} (${other})`);
    }
  }
  return explainOne(aws, given ?? await pickService(aws, target && clusterName(target)), options, terminal, now);
}

async function explainOne(
  aws: AccountApi, address: ServiceAddress, options: ExplainOptions, terminal: Terminal, now: string,
): Promise<number> {
  await checkJunit(options.junit);
  const report = await explainService(aws, address, now);
  for (const line of unreadLines(report.frame)) terminal.err(`ecs-why: ${line}`);
  await deliverReports([report], options, terminal);
  if (options.junit) await writeJunit(options.junit, [caseOf(report)], now);
  if (options.exitCode && report.diagnosis.status === 'failed') return EXIT.failed;
  return report.frame.service ? EXIT.ok : EXIT.couldNotLook;
}
