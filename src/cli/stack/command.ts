import { explainServices } from './explain';
import { findStack } from './find';
import { junitCases } from './junit';
import { newerLines } from './newer';
import { readOperation } from './operation';
import { deliverStack, hasCompleted } from './output';
import { AccountApi } from '../../facts/aws/account-api';
import { isInProgress } from '../../facts/operation';
import { EXIT } from '../exit';
import { ExplainOptions } from '../options';
import { writeJunit } from '../output/junit';
import { Terminal } from '../output/terminal';

/**
 * `ecs-why STACK`: why the last operation on a stack has failed, after the fact. The files of this folder:
 *
 *   command ── find        the stack, by name or ARN; also one that was deleted
 *      ├────── operation   its stack events (read-events) -> the last operation, its services, first failure, what blocks (failures)
 *      ├────── explain     for each service: what the library wrote at the time (stored), else what ECS still shows
 *      ├────── newer       if nothing failed: deployments that began after the operation
 *      └────── output      text, JSON, GitHub, page; blocked: the way out of a stack that is stuck
 *
 * @param now ISO 8601
 * @returns the exit code; undefined: there is no such stack
 */
export async function explainStack(
  aws: AccountApi, nameOrArn: string, options: ExplainOptions, terminal: Terminal, now: string,
): Promise<number | undefined> {
  const stack = await findStack(aws, nameOrArn);
  if (!stack) return undefined;
  const operation = await readOperation(aws, stack);
  if (!operation) {
    terminal.err(`ecs-why: no operation on the stack ${nameOrArn} has created or changed anything (${stack.StackStatus})`);
    return EXIT.notFound;
  }
  const { explanations, faults } = await explainServices(aws, operation, now, Boolean(options.html));
  const unread = faults.filter(({ kind }) => kind !== 'absent' && kind !== 'notFound');
  const lines = new Set([...operation.gaps, ...unread].map(({ line }) => line));
  for (const line of lines) terminal.err(`ecs-why: ${line}`);
  const newer = hasCompleted(operation) && !explanations.length ? await newerLines(aws, operation, now) : [];
  await deliverStack(operation, { explanations, newer }, options, terminal, now);
  if (options.junit) await writeJunit(options.junit, junitCases(operation, explanations), now);
  const failed = !hasCompleted(operation) && !isInProgress(operation.root.status);
  const nothing = operation.gaps.length > 0 && failed && !explanations.length;
  if (nothing || (lines.size && explanations.some(({ stored, report }) => !stored && !report))) return EXIT.couldNotLook;
  return options.exitCode && (failed || operation.failures.length) ? EXIT.failed : EXIT.ok;
}
