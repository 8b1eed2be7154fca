import { Plan } from './plan';
import { Played } from './play';
import { OperationResult } from '../../src/lab/lab';

/** What a run has shown; every text is a fault of ours, said in words. */
export interface Verdict {
  readonly healthy: boolean;
  readonly healthyFailed: readonly string[];
  readonly rollbacksBlocked: readonly string[];
  readonly handlerErrors: readonly string[];
  readonly unanswered: readonly string[];
  readonly undiagnosed: readonly string[];
  readonly wrongCause: readonly string[];
  /** No fault: nobody could have answered. */
  readonly lost?: string;
  /** No fault: the stack ended as without a watcher, because the facts could not be read. */
  readonly blind: boolean;
}

const DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis';
const NO_ANSWER = /did not receive a response from your Custom Resource/;
/** What may be said truthfully when the tasks could not be read. */
const GENERIC = ['circuit-breaker-generic', 'deployment-timeout-generic', 'unknown-generic', 'no-rollback-candidate'];
/** Delivery, and two deliveries more (60 and 120 s later): what an answer may take when the function dies. */
const ROLLBACK_ANSWER_SECONDS = 240;

export function judge(plan: Plan, baseline: Played, diagnosed: Played): Verdict {
  const healthy = plan.fate.broken === undefined;
  const last = diagnosed.operations[diagnosed.operations.length - 1];
  const expected = baseline.operations[diagnosed.operations.length - 1];
  checkPlan(plan, baseline);
  const lost = reasonOfLoss(plan, diagnosed);
  const silent = unanswered(diagnosed);
  const excused = silent.length > 0 ? lost : undefined;
  const failures = failuresOf(diagnosed.operations, baseline.operations);
  const verdict = {
    healthy,
    handlerErrors: [...diagnosed.violations, ...diagnosed.failures.filter(({ injected }) => !injected).map(({ error }) => `${error.errorType}: ${error.errorMessage}`)],
    unanswered: excused ? [] : silent,
    rollbacksBlocked: excused ? [] : blocked(diagnosed, baseline),
    healthyFailed: excused ? [] : failures,
    ...excused && { lost: excused },
    undiagnosed: [] as string[],
    wrongCause: [] as string[],
    blind: false,
  };
  if (healthy || excused || verdict.healthyFailed.length) return verdict;
  const first = last.firstFailure;
  const blinded = plan.troubles.some(({ blinds }) => blinds) || deaths(diagnosed) >= 3 || lost !== undefined;
  if (first?.resourceType !== DIAGNOSIS) {
    const asWithout = last.stackStatus === expected.stackStatus;
    if (blinded && asWithout) return { ...verdict, blind: true };
    return { ...verdict, undiagnosed: [`${last.stackStatus}, first failure: ${first ? `${first.logicalId}: ${first.reason}` : 'none'} after ${first?.seconds} s`] };
  }
  const cause = /\[([a-z0-9-]+)\]/.exec(first.reason)?.[1] ?? '';
  if (!allowed(plan, blinded).includes(cause)) verdict.wrongCause.push(`[${cause}] where ${plan.fate.broken?.causes.join(' or ')} is true: ${first.reason.slice(0, 400)}`);
  return verdict;
}

function allowed(plan: Plan, blinded: boolean): readonly string[] {
  const { causes = [], causesWithoutLogs = [] } = plan.fate.broken ?? {};
  return [...causes, ...plan.troubles.some(({ withoutLogs }) => withoutLogs) ? causesWithoutLogs : [], ...blinded ? GENERIC : []];
}

/** The baseline is the judge of what a fate means; a fate that does not do as it says makes the run worthless. */
function checkPlan(plan: Plan, { operations, destroyed }: Played): void {
  const succeeded = operations.every(({ stackStatus }) => /^(CREATE|UPDATE)_COMPLETE$/.test(stackStatus));
  if (succeeded === (plan.fate.broken !== undefined)) throw new Error(`seed ${plan.seed}: "${plan.fate.name}" ends in ${operations.map((o) => o.stackStatus).join(', ')} without a watcher`);
  if (destroyed && destroyed.stackStatus !== 'DELETE_COMPLETE') throw new Error(`the stack without a watcher ends in ${destroyed.stackStatus}`);
}

/** Operations that would have succeeded without us. */
function failuresOf(operations: readonly OperationResult[], expected: readonly OperationResult[]): string[] {
  return operations.flatMap((operation, i) => {
    const wanted = expected[i].stackStatus;
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(wanted) || operation.stackStatus === wanted) return [];
    return [`${operation.stackStatus} instead of ${wanted}: ${operation.firstFailure?.logicalId}: ${operation.firstFailure?.reason.slice(0, 600)}`];
  });
}

function blocked({ operations, destroyed }: Played, baseline: Played): string[] {
  const all = [...operations, ...destroyed ? [destroyed] : []];
  const wanted = [...baseline.operations, ...baseline.destroyed ? [baseline.destroyed] : []].map(({ stackStatus }) => stackStatus);
  return all.flatMap((operation) => [
    ...(/^(ROLLBACK|UPDATE_ROLLBACK|DELETE)_FAILED$/.test(operation.stackStatus) && !wanted.includes(operation.stackStatus) ? [operation.stackStatus] : []),
    ...heldUp(operation),
  ]);
}

/** A rollback or delete waits for an answer of ours. */
function heldUp({ events }: OperationResult): string[] {
  const rollback = events.find(({ resourceType, status }) => resourceType === 'AWS::CloudFormation::Stack' && /^(UPDATE_)?ROLLBACK_IN_PROGRESS$|^DELETE_IN_PROGRESS$/.test(status));
  if (!rollback) return [];
  const ours = events.filter(({ resourceType, seconds }) => resourceType === DIAGNOSIS && seconds >= rollback.seconds);
  return ours.flatMap((begin, i) => {
    if (!begin.status.endsWith('_IN_PROGRESS')) return [];
    const end = ours.slice(i + 1).find(({ status }) => !status.endsWith('_IN_PROGRESS'));
    const seconds = (end?.seconds ?? Infinity) - begin.seconds;
    return seconds > ROLLBACK_ANSWER_SECONDS ? [`${begin.status} in the rollback was answered after ${Math.round(seconds)} s`] : [];
  });
}

function unanswered({ operations, destroyed }: Played): string[] {
  return [...operations, ...destroyed ? [destroyed] : []].flatMap(({ events }) => events
    .filter(({ resourceType, reason }) => resourceType === DIAGNOSIS && NO_ANSWER.test(reason ?? ''))
    .map(({ status, seconds }) => `${status} after ${Math.round(seconds)} s: nobody has answered`));
}

/** Asynchronous invocations are delivered three times; then nobody is left. */
function reasonOfLoss(plan: Plan, diagnosed: Played): string | undefined {
  return plan.troubles.find(({ lost }) => lost)?.lost ?? (deaths(diagnosed) >= 3 ? 'all three deliveries of a request died' : undefined);
}

const deaths = ({ failures }: Played) => failures.filter(({ injected }) => injected).length;
