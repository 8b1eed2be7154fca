import { VirtualClock } from '../clock';
import { InvokeResult } from '../lambda/host';
import { AwsError } from '../world';
import { matches } from './choice';
import { Catcher, Definition, isObject, Json, Retrier, State, StatesError } from './language';
import { fillTemplate, mustRead, writePath } from './paths';

export interface ExecutionHost {
  readonly clock: VirtualClock;
  readonly signal: AbortSignal;
  /** `Execution` and `StateMachine` of the context object. */
  readonly context: { readonly [key: string]: Json };
  invoke(functionNameOrArn: string, payload: Json): Promise<InvokeResult>;
  /** One event of the execution's history. Throws when the history is full. */
  event(type: string, details?: { readonly [key: string]: Json }): void;
  /** Called before every state: throws `Interrupted` to end the execution there. */
  transition(): void;
}

/** [model] time from one state to the next. */
const TRANSITION_MS = 20;
/** Step Functions quotas: 256 KiB of input or output per state. */
const MAX_PAYLOAD_BYTES = 256 * 1024;
const MAX_WAIT_SECONDS = 99_999_999;

/** Runs a definition to its end. Gives its output; throws `StatesError` when it fails, `Interrupted` when it is stopped. */
export async function interpret(definition: Definition, input: Json, host: ExecutionHost): Promise<Json> {
  let name = definition.StartAt;
  let data = input;
  for (;;) {
    await host.clock.sleep(TRANSITION_MS, host.signal);
    host.transition();
    const state = definition.States[name];
    const entered = new Date(host.clock.now()).toISOString();
    host.event(`${state.Type}StateEntered`, { name });
    const context = { ...host.context, State: { EnteredTime: entered, Name: name, RetryCount: 0 } };
    const step = await enter(state, data, context, host);
    host.event(`${state.Type}StateExited`, { name });
    data = step.output;
    if (Buffer.byteLength(JSON.stringify(data)) > MAX_PAYLOAD_BYTES) {
      const cause = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
      throw new StatesError('States.DataLimitExceeded', cause);
    }
    if (step.next === undefined) return data;
    name = step.next;
  }
}

interface Step {
  readonly output: Json;
  readonly next: string | undefined;
}

type Context = { readonly [key: string]: Json };

async function enter(state: State, data: Json, context: Context, host: ExecutionHost): Promise<Step> {
  const input = select(state.InputPath, data, context, 'InputPath');
  const next = state.End ? undefined : state.Next;
  const leave = (output: Json, to = next): Step => ({ output: select(state.OutputPath, output, context, 'OutputPath'), next: to });
  switch (state.Type) {
    case 'Succeed': return { ...leave(input), next: undefined };
    case 'Fail': {
      const error = text(state.Error, state.ErrorPath, data, context);
      throw new StatesError(error, text(state.Cause, state.CausePath, data, context));
    }
    case 'Pass': {
      const effective = state.Parameters === undefined ? input : fillTemplate(state.Parameters, input, context);
      return leave(place(state.ResultPath, data, state.Result ?? effective));
    }
    case 'Wait':
      await host.clock.sleep(waitMs(state, input, context, host.clock.now()), host.signal);
      return leave(input);
    case 'Choice': {
      const choice = state.Choices?.find((rule) => matches(rule, input, context));
      const to = choice ? String(choice.Next) : state.Default;
      if (!to) throw new StatesError('States.NoChoiceMatched', 'No choice rule matched and there is no Default');
      return leave(input, to);
    }
    case 'Task': return task(state, data, input, context, host, leave);
    default: throw new StatesError('States.Runtime', `The lab does not play states of type ${state.Type}`);
  }
}

async function task(
  state: State, data: Json, input: Json, context: Context, host: ExecutionHost, leave: (output: Json, to?: string) => Step,
): Promise<Step> {
  const tried = new Map<Retrier, number>();
  for (let retries = 0; ; retries++) {
    try {
      const now = { ...context, State: { ...context.State as object, RetryCount: retries } as Json };
      const parameters = state.Parameters === undefined ? input : fillTemplate(state.Parameters, input, now);
      const result = await perform(state, parameters, host);
      const selected = state.ResultSelector === undefined ? result : fillTemplate(state.ResultSelector, result, now);
      return leave(place(state.ResultPath, data, selected));
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      const retrier = state.Retry?.find((r) => catches(r.ErrorEquals, error.error));
      const attempts = retrier ? tried.get(retrier) ?? 0 : 0;
      if (retrier && attempts < (retrier.MaxAttempts ?? 3)) {
        tried.set(retrier, attempts + 1);
        const backoff = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempts;
        const seconds = Math.min(backoff, retrier.MaxDelaySeconds ?? Infinity);
        await host.clock.sleep(seconds * 1000, host.signal);
        continue;
      }
      const catcher = state.Catch?.find((c: Catcher) => catches(c.ErrorEquals, error.error));
      if (!catcher) throw error;
      // The output of a caught error skips OutputPath: it goes from the catcher to its Next state as it is.
      return { output: place(catcher.ResultPath, data, { Error: error.error, Cause: error.cause }), next: catcher.Next };
    }
  }
}

async function perform(state: State, parameters: Json, host: ExecutionHost): Promise<Json> {
  const resource = state.Resource ?? '';
  const optimised = /:states:::lambda:invoke$/.test(resource);
  if (!optimised && !/^arn:[\w-]+:lambda:/.test(resource)) {
    throw new StatesError('States.Runtime', `The lab does not play the task resource ${resource}`);
  }
  const target = optimised && isObject(parameters) ? String(parameters.FunctionName) : resource;
  const ofLambda = isObject(parameters) ? parameters.Payload : undefined;
  const payload = optimised ? ofLambda ?? {} : parameters;
  host.event('TaskScheduled', { resource });
  host.event('TaskStarted', { resource });
  try {
    const result = parse(await limited(host.invoke(target, payload), state.TimeoutSeconds ?? MAX_WAIT_SECONDS, host));
    host.event('TaskSucceeded', { resource });
    return optimised ? { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 } : result;
  } catch (error) {
    const named = error instanceof AwsError ? new StatesError(`Lambda.${nameOf(error)}`, error.message) : error;
    if (named instanceof StatesError) host.event('TaskFailed', { error: named.error, cause: named.cause });
    throw named;
  }
}

/** [capture] A denied call is a `Lambda.AWSLambdaException`, whose cause has the code (awslabs/aws-deployment-framework#460). */
function nameOf({ code }: AwsError): string {
  return code === 'AccessDeniedException' ? 'AWSLambdaException' : code;
}

/** A function's own failure carries the name of the error that it threw; its whole error object is the cause. */
function parse(result: InvokeResult): Json {
  if (result.error) throw new StatesError(result.error.errorType, JSON.stringify(result.error));
  return JSON.parse(result.payload) as Json;
}

async function limited<T>(work: Promise<T>, seconds: number, host: ExecutionHost): Promise<T> {
  let over = false;
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  host.signal.addEventListener('abort', onAbort, { once: true });
  const limit = host.clock.sleep(seconds * 1000, stop.signal).then(() => {
    over = true;
    throw new StatesError('States.Timeout', `Task timed out after ${seconds} seconds`);
  }, (error: unknown) => {
    if (host.signal.aborted && !over) throw error;
    return new Promise<never>(() => undefined);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    host.signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
    stop.abort();
  }
}

/** `States.ALL` does not match the errors that no retry helps against (Step Functions Developer Guide, concepts-error-handling). */
function catches(names: readonly string[], error: string): boolean {
  return names.some((name) => name === error
    || (name === 'States.ALL' && !['States.DataLimitExceeded', 'States.Runtime'].includes(error))
    || (name === 'States.TaskFailed' && error !== 'States.Timeout'));
}

function select(path: string | null | undefined, data: Json, context: Context, field: string): Json {
  if (path === null) return {};
  return path === undefined ? data : mustRead(path, data, context, field);
}

function place(path: string | null | undefined, data: Json, result: Json): Json {
  if (path === null) return data;
  return path === undefined ? result : writePath(path, data, result);
}

function text(value: string | undefined, path: string | undefined, data: Json, context: Context): string {
  return path ? String(mustRead(path, data, context, 'Error')) : value ?? '';
}

function waitMs(state: State, data: Json, context: Context, now: number): number {
  const until = state.TimestampPath ? String(mustRead(state.TimestampPath, data, context, 'TimestampPath')) : state.Timestamp;
  if (until !== undefined) return Math.max(0, Date.parse(until) - now);
  const seconds = state.SecondsPath ? mustRead(state.SecondsPath, data, context, 'SecondsPath') : state.Seconds ?? 0;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 0 || seconds > MAX_WAIT_SECONDS) {
    throw new StatesError('States.Runtime', `The SecondsPath parameter does not reference an integer value: ${JSON.stringify(seconds)}`);
  }
  return seconds * 1000;
}

