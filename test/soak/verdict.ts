import { wasBlind } from './eyes';
import { describePlan, Plan } from './plan';
import { Played } from './play';
import { OperationResult, ResultEvent } from '../../src/lab/lab';

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
  /** No fault: ECS's own verdict came before there was time to read why. */
  readonly overtaken: boolean;
  /** No fault: the last task before the circuit breaker had failed, and IAM did not permit to read its log yet. */
  readonly unlogged: boolean;
}

const SERVICE = 'AWS::ECS::Service';
const DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis';
const NO_ANSWER = /did not receive a response from your Custom Resource/;
/** A poll interval and a second; log lines are waited for; three polls more where calls go wrong; a function that dies is called again. */
function secondsToDiagnose(plan: Plan, diagnosed: Played): number {
  const lateLogs = plan.fate.broken?.causesWithoutLogs ? 10 : 0;
  const failedCalls = plan.troubles.length ? 15 : 0;
  return 6 + refusedAnswerSeconds(plan) + lateLogs + failedCalls + 65 * deaths(diagnosed);
}

/**
 * A refused answer is sent again, and meanwhile ECS can give its verdict: five seconds for an answer that hangs, and the time between two
 * attempts. The log of the function has the diagnosis all the same.
 */
function refusedAnswerSeconds({ troubles }: Plan): number {
  const refused = troubles.flatMap(({ faults }) => faults).filter(({ service, operation }) => service === 'answer' && operation === 'PUT');
  return 7 * Math.max(0, ...refused.map(({ calls }) => Number(/(\d+)$/.exec(String(calls))?.[1] ?? 0)));
}

/** Not answered, and nobody else could: the function asks Lambda for another delivery by failing. */
const WANTED_ERROR = 'NotAnswered';

/** What may be said truthfully when the tasks could not be read. */
const GENERIC = ['circuit-breaker-generic', 'deployment-not-progressing', 'deployment-timeout-generic', 'unknown-generic', 'no-rollback-candidate'];
/** What an answer may take in a rollback or a deletion; where something goes wrong, with two deliveries more (60 and 120 s later). */
const ANSWER_SECONDS = { undisturbed: 5, disturbed: 240 };

export function judge(plan: Plan, baseline: Played, diagnosed: Played): Verdict {
  const healthy = plan.fate.broken === undefined;
  const last = diagnosed.operations[diagnosed.operations.length - 1];
  const expected = baseline.operations[diagnosed.operations.length - 1];
  checkPlan(plan, baseline);
  const silent = unanswered(diagnosed);
  const lost = silent.length > 0 ? reasonOfLoss(plan, diagnosed) : undefined;
  const verdict = {
    healthy,
    handlerErrors: [...diagnosed.violations, ...diagnosed.failures.filter(({ injected, error }) => !injected && error.errorType !== WANTED_ERROR).map(({ error }) => `${error.errorType}: ${error.errorMessage}`)],
    unanswered: lost ? [] : silent,
    // Never excused: what is lost for good is lost in the operation, not in its rollback.
    rollbacksBlocked: blocked(diagnosed, baseline, ANSWER_SECONDS[plan.troubles.length ? 'disturbed' : 'undisturbed']),
    healthyFailed: failuresOf(plan, diagnosed.operations, baseline.operations, lost !== undefined),
    ...lost && { lost },
    undiagnosed: [] as string[],
    wrongCause: [] as string[],
    blind: false,
    overtaken: false,
    unlogged: false,
  };
  if (healthy || lost || verdict.healthyFailed.length) return verdict;
  const failure = diagnosisFailure(last);
  const blind = wasBlind(plan, diagnosed);
  if (!failure) {
    const first = last.firstFailure;
    const asWithout = last.stackStatus === expected.stackStatus;
    if (blind && asWithout) return { ...verdict, blind: true };
    // ECS or a person has ended the deployment within the hour in which nobody answered.
    const why = reasonOfLoss(plan, diagnosed);
    if (why && asWithout) return { ...verdict, lost: why };
    const sooner = (seconds: number) => seconds - (diagnosed.firstStop ?? 0) <= secondsToDiagnose(plan, diagnosed);
    if (asWithout && first?.resourceType === SERVICE && sooner(first.seconds)) return { ...verdict, overtaken: true };
    const failedFirst = first ? `${first.logicalId}: ${first.reason}` : 'none';
    return { ...verdict, undiagnosed: [`${last.stackStatus}, first failure: ${failedFirst} after ${first?.seconds} s, the first task stopped after ${diagnosed.firstStop} s`] };
  }
  const cause = /\[([a-z0-9-]+)\]/.exec(failure.reason ?? '')?.[1] ?? '';
  if (allowed(plan, blind).includes(cause)) return verdict;
  const unlogged = isTooEarlyForLogs(failure) && plan.fate.broken?.causesWithoutLogs?.includes(cause);
  if (unlogged) return { ...verdict, unlogged };
  verdict.wrongCause.push(`[${cause}] where ${plan.fate.broken?.causes.join(' or ')} is true: ${failure.reason?.slice(0, 400)}`);
  return verdict;
}

/** The message itself says that the log was denied. The permission of a new function is up to 45 s late (docs/decisions/0007-chain.md). */
function isTooEarlyForLogs({ reason = '' }: ResultEvent): boolean {
  const seconds = /why now: .* (\d+) s after the deployment started/.exec(reason)?.[1];
  return /^log \(\w+\): not readable: .*AccessDenied/m.test(reason) && Number(seconds ?? Infinity) <= 45;
}

/**
 * The failure that the diagnosis answered, not that it was called off. Within the second in which CloudFormation calls the rest off, two
 * resources may fail one after the other; both stand in the events.
 */
function diagnosisFailure({ events }: OperationResult): ResultEvent | undefined {
  return events.find(({ resourceType, status, reason }) => resourceType === DIAGNOSIS && status.endsWith('_FAILED') && reason?.includes('Message returned'));
}

function allowed(plan: Plan, blind: boolean): readonly string[] {
  const { causes = [], causesWithoutLogs = [] } = plan.fate.broken ?? {};
  return [...causes, ...plan.troubles.some(({ withoutLogs }) => withoutLogs) ? causesWithoutLogs : [], ...blind ? GENERIC : []];
}

/** The baseline is the judge of what a fate means; a fate that does not do as it says makes the run worthless. */
function checkPlan(plan: Plan, { operations, destroyed }: Played): void {
  const ends = operations.map(({ stackStatus }) => stackStatus).join(', ');
  const meant = plan.fate.broken ? 'failure' : 'success';
  const wanted = typeof plan.manner === 'object' ? 'UPDATE_ROLLBACK_COMPLETE' : meant;
  const onlyLastFailed = operations.length === plan.settings.length && operations.length > 0 && operations.slice(0, -1).every(isGood);
  const endedOtherwise = onlyLastFailed ? 'failure' : 'nothing to update';
  const ended = operations.every(isGood) ? 'success' : endedOtherwise;
  // A cancelled update whose rollback stumbles over what a person does may fail without us, too: then it is no matter of ours.
  const cancelled = typeof plan.manner === 'object' && ends.endsWith(', UPDATE_ROLLBACK_FAILED');
  if (wanted !== ended && !ends.endsWith(`, ${wanted}`) && !cancelled) throw new Error(`seed ${plan.seed}: "${plan.fate.name}" ends in ${ends} without a watcher (${describePlan(plan)})`);
  if (destroyed && destroyed.stackStatus !== 'DELETE_COMPLETE') throw new Error(`the stack without a watcher ends in ${destroyed.stackStatus}`);
}

const isGood = ({ stackStatus }: OperationResult) => /^(CREATE|UPDATE)_COMPLETE$/.test(stackStatus);

/** Operations that would have succeeded without us, and healthy ones that we have failed. A missing answer is counted elsewhere. */
function failuresOf(
  { fate, settings }: Plan, operations: readonly OperationResult[], expected: readonly OperationResult[], lost: boolean,
): string[] {
  return operations.flatMap((operation, i) => {
    const failure = fate.broken && i === settings.length - 1 ? undefined : diagnosisFailure(operation);
    if (failure) return [`${operation.stackStatus}, for the diagnosis failed it: ${failure.reason?.slice(0, 600)}`];
    if (!isGood(expected[i]) || isGood(operation)) return [];
    const byNobody = lost && operation.events.find(({ status, resourceType }) => status.endsWith('_FAILED') && resourceType === DIAGNOSIS);
    if (byNobody && NO_ANSWER.test(byNobody.reason ?? '')) return [];
    return [`${operation.stackStatus} instead of ${expected[i].stackStatus}: ${operation.firstFailure?.logicalId}: ${operation.firstFailure?.reason.slice(0, 600)}`];
  });
}

function blocked({ operations, destroyed }: Played, baseline: Played, answerSeconds: number): string[] {
  const all = [...operations, ...destroyed ? [destroyed] : []];
  const wanted = [...baseline.operations, ...baseline.destroyed ? [baseline.destroyed] : []].map(({ stackStatus }) => stackStatus);
  return all.flatMap((operation) => [
    ...(/^(ROLLBACK|UPDATE_ROLLBACK|DELETE)_FAILED$/.test(operation.stackStatus) && !wanted.includes(operation.stackStatus) ? [operation.stackStatus] : []),
    ...heldUp(operation, answerSeconds),
  ]);
}

/** A rollback or delete waits for an answer of ours. */
function heldUp({ events }: OperationResult, answerSeconds: number): string[] {
  const rollback = events.find(({ resourceType, status }) => resourceType === 'AWS::CloudFormation::Stack' && /^(UPDATE_)?ROLLBACK_IN_PROGRESS$|^DELETE_IN_PROGRESS$/.test(status));
  if (!rollback) return [];
  const ours = events.filter(({ resourceType, seconds }) => resourceType === DIAGNOSIS && seconds >= rollback.seconds);
  return ours.flatMap((begin, i) => {
    if (!begin.status.endsWith('_IN_PROGRESS')) return [];
    const end = ours.slice(i + 1).find(({ status }) => !status.endsWith('_IN_PROGRESS'));
    const seconds = (end?.seconds ?? Infinity) - begin.seconds;
    return seconds > answerSeconds ? [`${begin.status} in the rollback was answered after ${Math.round(seconds)} s`] : [];
  });
}

function unanswered({ operations, destroyed }: Played): string[] {
  return [...operations, ...destroyed ? [destroyed] : []].flatMap(({ events }) => events
    .filter(({ resourceType, reason }) => resourceType === DIAGNOSIS && NO_ANSWER.test(reason ?? ''))
    .map(({ status, seconds }) => `${status} after ${Math.round(seconds)} s: nobody has answered`));
}

/** Asynchronous invocations are delivered three times; then nobody is left. */
function reasonOfLoss(plan: Plan, diagnosed: Played): string | undefined {
  const inVain = diagnosed.failures.filter(({ error }) => error.errorType === WANTED_ERROR).length;
  return plan.troubles.find(({ lost }) => lost)?.lost ?? (inVain >= 3 ? 'three deliveries could reach nobody' : undefined);
}

const deaths = ({ failures }: Played) => failures.filter(({ injected }) => injected).length;
