import { Delivery, responseBody, Reply } from './answer';
import { judge } from './judge';
import { Ports } from './ports';
import { say } from './say';
import { isDeliveredAgain, mayPass, startWaiter } from './start';
import { newWatch, onStatesClock, Watch, WATCH_FORMAT } from './state';
import { CustomResourceRequest, StepAnswer, StepRequest } from '../contract';
import { NOT_IN_CLOUDFORMATION } from '../decision/aws-verdicts';
import { MatchTime, patternFaults } from '../presentation/own-patterns';

const SUCCESS: Reply = { status: 'SUCCESS' };

/**
 * Nobody has answered the request, and the state machine that would answer later could not be started. Lambda delivers a request that fails
 * again, after one and two minutes (AWS Lambda Developer Guide, asynchronous invocation).
 */
export class NotAnswered extends Error {
  constructor(why = 'neither CloudFormation nor the state machine could be reached') {
    super(`${why}; Lambda delivers the request again`);
    this.name = 'NotAnswered';
  }
}

/**
 * No attempt to start the waiter begins later than this after the request was taken. An attempt takes 8 s at most. An invocation that
 * then answers needs 24 s more; one that leaves the request to the next delivery does not. The function has 60 s.
 */
const START_UNTIL_MS = { thenFails: 45_000, thenAnswers: 25_000 };
/** From the first attempt on: policies have mostly become effective by then. */
const START_FOR_MS = 35_000;

/**
 * Milliseconds that the user's patterns take of an invocation at most: less than a second, with what V8 needs to interrupt them. They
 * suffice for the two messages of a look that fails the deployment, one for the log and one for the answer, and for a few other lines.
 */
const MATCH_MS = { messages: 560, lines: 120 };

/** One invocation of the function: a request of CloudFormation or a step of the state machine. Throws nothing but `NotAnswered`. */
export async function handle(event: CustomResourceRequest | StepRequest<Watch>, ports: Ports): Promise<StepAnswer<Watch> | void> {
  const matchTime = { messages: new MatchTime(MATCH_MS.messages), lines: new MatchTime(MATCH_MS.lines) };
  const ofLook = { ...ports, matchTime };
  return 'watch' in event ? onStep(event, ofLook) : onRequest(event, ofLook);
}

async function onRequest(event: CustomResourceRequest, ports: Ports): Promise<void> {
  const takenAt = ports.now();
  const watch = newWatch(event, new Date(takenAt).toISOString());
  if (isForeign(watch, ports)) return;
  // Our own words: the other patterns are not asked.
  const { servicePath } = watch;
  for (const fault of patternFaults(watch.options.redact)) say({ servicePath }, `no text of a log is quoted: ${fault}`, ports);
  const next = await firstStep(event, watch, ports);
  if (next.done) return;
  const about = { servicePath: `${event.RequestType} of ${watch.to.LogicalResourceId}`, options: watch.options };
  // An answer that is due is not held back: if the waiter, which would send it again, cannot be started at once, it is sent from here.
  const isDue = next.watch.reply !== undefined;
  const comesAgain = !isDue && isDeliveredAgain(event.ResponseURL, takenAt);
  try {
    const stateMachineArn = event.ResourceProperties?.StateMachineArn;
    if (!stateMachineArn) throw new Error('the resource names no state machine');
    const lastStart = takenAt + (comesAgain ? START_UNTIL_MS.thenFails : START_UNTIL_MS.thenAnswers);
    const untilMs = isDue ? takenAt : Math.min(lastStart, ports.now() + START_FOR_MS);
    const input = (attempt: number) => JSON.stringify(attempt > 1 ? startedLate(next, ports.now() - takenAt) : next);
    const attempts = await startWaiter({ stateMachineArn, name: event.RequestId, input }, ports, untilMs);
    const late = attempts > 1 ? `, after ${attempts} attempts` : '';
    say(about, `started to watch ${watch.servicePath}${late}`, ports);
  } catch (error) {
    // Lambda may deliver an event more than once. Then the execution exists already.
    if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return;
    const failure = `the state machine could not be started: ${describe(error)}`;
    if (comesAgain && mayPass(error)) {
      say(about, `not watched yet: ${failure}; Lambda delivers the request again`, ports);
      throw new NotAnswered('the state machine could not be started');
    }
    say(about, `not watched: ${failure}`, ports);
    if (await answer(next.watch, next.watch.reply ?? SUCCESS, ports) !== 'accepted') throw new NotAnswered();
  }
}

/** The attempts took the time of the first wait, and the request is older by that. */
function startedLate(next: StepAnswer<Watch>, ageMs: number): StepAnswer<Watch> {
  const waitSeconds = Math.min(next.waitSeconds, 1);
  return { ...next, waitSeconds, watch: { ...next.watch, firstWaitSeconds: Math.floor(ageMs / 1000) + waitSeconds } };
}

async function firstStep(event: CustomResourceRequest, watch: Watch, ports: Ports): Promise<StepAnswer<Watch>> {
  const now = watch.history.startedAt;
  if (event.RequestType === 'Delete') return finish(watch, SUCCESS, ports, now);
  if (isPlayed(event.StackId)) {
    say(watch, `not watched: ${NOT_IN_CLOUDFORMATION}`, ports);
    return finish(watch, SUCCESS, ports, now);
  }
  if (!watch.serviceLogicalId) {
    say(watch, 'not watched: the resource has no property ServiceLogicalId', ports);
    return finish(watch, SUCCESS, ports, now);
  }
  return advance(watch, now, ports);
}

/**
 * The answer needs no look at AWS, and `step` decides only on a look.
 *
 * Other tools send the requests of CloudFormation to custom resources, too. Pulumi's emulator has a stack id that is no ARN
 * (pulumi/pulumi-aws-native, CustomResourceEmulator). cdkd has an ARN of this form, `...:stack/cdkd-<logical id>/cdkd` (go-to-k/cdkd,
 * custom-resource-provider.ts).
 */
function isPlayed(stackId: string): boolean {
  return !/^arn:[\w-]+:cloudformation:/.test(stackId) || stackId.endsWith('/cdkd');
}

async function onStep({ watch: previous, now, giveUp }: StepRequest<Watch>, ports: Ports): Promise<StepAnswer<Watch>> {
  if (isForeign(previous, ports)) return { done: true, waitSeconds: 0, watch: previous };
  const watch = giveUp ? previous : onStatesClock(previous, now);
  if (giveUp) {
    say(watch, `stopped watching early: ${[giveUp.Error, giveUp.Cause].filter(Boolean).join(': ')}`, ports);
    await answer(watch, watch.reply ?? SUCCESS, ports);
    return { done: true, waitSeconds: 0, watch };
  }
  if (watch.reply) return finish(watch, watch.reply, ports, now);
  if (watch.format !== WATCH_FORMAT) {
    // Facts that are read wrongly could fail a healthy deployment.
    say(watch, 'stopped watching early: another version of the library began this watch', ports);
    return finish(watch, SUCCESS, ports, now);
  }
  return advance(watch, now, ports);
}

/** Looks, decides, answers. */
async function advance(watch: Watch, now: string, ports: Ports): Promise<StepAnswer<Watch>> {
  try {
    const judged = await judge(watch, now, ports);
    if (judged.reply) return await finish(judged.watch, judged.reply, ports, now);
    return { done: false, waitSeconds: judged.waitSeconds, watch: judged.watch };
  } catch (error) {
    // An error of the diagnosis must neither delay nor fail a deployment.
    say(watch, `stopped watching early: error in the diagnosis: ${describe(error)}`, ports);
    return finish(watch, SUCCESS, ports, now);
  }
}

const RETRY_SECONDS = 5;
/** A refusal may be temporary, and without an answer CloudFormation waits for an hour. */
const MAX_REFUSALS = 3;
/** CloudFormation waits an hour for an answer (AWS CloudFormation User Guide, custom resources). */
const RESPONSE_TIMEOUT_MS = 60 * 60 * 1000;

/**
 * An answer that does not reach CloudFormation is sent again with the next step: without one, CloudFormation waits an hour and fails the
 * stack.
 */
async function finish(watch: Watch, reply: Reply, ports: Ports, now: string): Promise<StepAnswer<Watch>> {
  const delivery = await answer(watch, reply, ports);
  const refusals = (watch.refusals ?? 0) + (delivery === 'refused' ? 1 : 0);
  const late = Date.parse(now) - Date.parse(watch.history.startedAt) >= RESPONSE_TIMEOUT_MS;
  const done = delivery === 'accepted' || late || refusals >= MAX_REFUSALS;
  const next = done ? 'not sent again' : 'sent again';
  if (delivery === 'refused') say(watch, `CloudFormation refused the answer ${reply.status}; it is ${next}`, ports);
  return { done, waitSeconds: RETRY_SECONDS, watch: { ...watch, reply, ...refusals && { refusals } } };
}

async function answer(watch: Watch, reply: Reply, ports: Ports): Promise<Delivery> {
  const delivery = await ports.deliver(watch.responseUrl, responseBody(watch.to, reply)).catch(() => 'lost' as const);
  if (delivery === 'lost') say(watch, `the answer ${reply.status} did not reach CloudFormation`, ports);
  return delivery;
}

/**
 * Who invokes the function chooses the address of the answer. An answer quotes logs, and the function may be in a VPC, so it goes to AWS
 * only. CloudFormation itself always names AWS: nobody waits for an answer that is left out here.
 */
function isForeign(watch: Watch, ports: Ports): boolean {
  if (ports.answersTo(watch.responseUrl)) return false;
  say(watch, 'not answered: the address for the answer is no https address in a domain of AWS; nothing is read and nothing is sent', ports);
  return true;
}

/** Without the stack trace, which may quote values of the stack. */
function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
}
