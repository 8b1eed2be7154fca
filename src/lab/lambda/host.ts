import { VirtualClock } from '../clock';
import { Fault } from '../faults';
import { hash } from '../random';
import { AwsError, callFake, World } from '../world';
import { ChildOutcome, FunctionProcess, SpareProcesses } from './process';

/** A function as the template describes it, with its code as a folder on disk. */
interface FunctionSpec {
  readonly functionName: string;
  readonly functionArn: string;
  /** ARN of its role. */
  readonly role: string;
  /** Folder that holds the handler's file. */
  readonly codePath: string;
  readonly handler: string;
  readonly environment: { readonly [name: string]: string };
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly logGroup: string;
}

interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The result of an accepted invocation: the answer of the function, or its failure. */
export type InvokeResult = { readonly payload: string; readonly error?: undefined } | { readonly error: FunctionError };

interface LambdaSurroundings {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly endpoint: () => string;
  /** Concurrent executions of the account; AWS's default is 1,000, many new accounts have 10. */
  readonly concurrency: number;
  readonly called: (operation: string) => Fault | undefined;
  readonly spares: SpareProcesses | undefined;
}

/** [model] lab time of an invocation, and the additional time of a cold start. */
export const INVOCATION_MS = 200;
const COLD_START_MS = 300;
/** "Lambda waits one minute before the first retry, two minutes before the second" (AWS Lambda Developer Guide, invocation-async). */
const ASYNC_RETRIES_MS = [60_000, 120_000];

/** Kinds of faults that end an invocation. */
const ENDING: ReadonlySet<string> = new Set(['crash', 'crashAfter', 'outOfMemory', 'timeout']);

interface Deployed {
  spec: FunctionSpec;
  process: FunctionProcess;
  logStream: string;
  streamMade: boolean;
}

/** Runs the functions of the template, one at a time in real time, concurrently in lab time. */
export class LambdaHost {
  private readonly functions = new Map<string, Deployed>();
  private readonly lines = new Map<string, string[]>();
  private turn: Promise<unknown> = Promise.resolve();
  private current: FunctionProcess | undefined;
  private currentRequest = '';
  /** Invocations that a fault of the lab has ended. */
  private readonly injected = new Set<string>();
  private executing = 0;
  /** Most concurrent executions seen. */
  peak = 0;
  /** Invocations that ended in an error; `injected`: by a fault of the lab, so the function's code is not to blame. */
  readonly failures: { readonly at: number; readonly error: FunctionError; readonly injected: boolean }[] = [];

  constructor(private readonly around: LambdaSurroundings) {}

  put(spec: FunctionSpec): void {
    this.functions.get(spec.functionName)?.process.close();
    const { world, clock } = this.around;
    const date = new Date(clock.now()).toISOString().slice(0, 10).replace(/-/g, '/');
    const logStream = `${date}/[$LATEST]${world.random.hex(32)}`;
    const deployed: Deployed = {
      spec,
      logStream,
      streamMade: false,
      process: new FunctionProcess(this.environment(spec, logStream), (at, text) => this.write(deployed, at, text), this.around.spares),
    };
    this.functions.set(spec.functionName, deployed);
  }

  find(nameOrArn: string): FunctionSpec | undefined {
    return this.lookUp(nameOrArn)?.spec;
  }

  /** The function whose environment has this access key. */
  owner(accessKey: string): FunctionSpec | undefined {
    return [...this.functions.values()].map(({ spec }) => spec).find(({ functionName }) => accessKeyOf(functionName) === accessKey);
  }

  remove(nameOrArn: string): void {
    const deployed = this.lookUp(nameOrArn);
    deployed?.process.close();
    if (deployed) this.functions.delete(deployed.spec.functionName);
  }

  /** Invocation type RequestResponse. */
  async invoke(nameOrArn: string, event: unknown, requestId = this.around.world.random.uuid()): Promise<InvokeResult> {
    const deployed = this.lookUp(nameOrArn);
    if (!deployed) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
    const fault = this.around.called('Invoke');
    if (fault?.kind === 'throttle' || this.executing >= this.around.concurrency) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    if (fault?.kind === 'accessDenied') {
      throw new AwsError('AccessDeniedException', 'User is not authorized to perform: lambda:InvokeFunction', 403);
    }
    if (fault?.kind === '500' || fault?.kind === '503') {
      throw new AwsError('ServiceException', 'The AWS Lambda service encountered an internal error.', 500);
    }
    this.peak = Math.max(this.peak, ++this.executing);
    try {
      return await this.execute(deployed, event, requestId, fault);
    } finally {
      this.executing--;
    }
  }

  /** Invocation type Event: accepted at once, delivered at least once, retried after failures. */
  invokeAsync(nameOrArn: string, event: unknown): void {
    const requestId = this.around.world.random.uuid();
    if (!this.lookUp(nameOrArn)) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
    void this.deliver(nameOrArn, event, requestId);
    if (this.around.called('InvokeAsync')?.kind === 'duplicate') {
      this.around.clock.after(1_000, () => { void this.deliver(nameOrArn, event, requestId); });
    }
  }

  /** The running function dies in the middle of its work. */
  kill(): void {
    this.injected.add(this.currentRequest);
    this.current?.end({ kind: 'exit', code: null });
  }

  /** The call that the running function waits for takes lab time. */
  slow(seconds: number | 'for ever'): Promise<void> {
    return this.current?.slow(seconds) ?? Promise.resolve();
  }

  /** The maximum over all functions at the end of an invocation. It is the memory of a real process, so it differs from run to run. */
  peakMemoryMb(): number {
    return [...this.functions.values()].reduce((most, { process }) => Math.max(most, process.peakMemoryMb), 0);
  }

  logLines(group: string): readonly string[] {
    return this.lines.get(group) ?? [];
  }

  logGroups(): readonly string[] {
    return [...this.lines.keys()];
  }

  close(): void {
    for (const { process } of this.functions.values()) process.close();
    this.functions.clear();
  }

  private async deliver(name: string, event: unknown, requestId: string): Promise<void> {
    let attempt = 0;
    let backOffMs = 1_000;
    while (this.lookUp(name)) {
      let waitMs: number | undefined;
      try {
        const result = await this.invoke(name, event, requestId);
        if (!result.error) return;
        waitMs = ASYNC_RETRIES_MS[attempt++];
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // Throttles and system errors go back to the queue with growing pauses, up to five minutes (invocation-async-error-handling).
        waitMs = backOffMs;
        backOffMs = Math.min(backOffMs * 2, 300_000);
      }
      if (waitMs === undefined) return;
      await this.around.clock.sleep(waitMs);
    }
  }

  private async execute(deployed: Deployed, event: unknown, requestId: string, fault: Fault | undefined): Promise<InvokeResult> {
    const { clock } = this.around;
    const { spec } = deployed;
    if (!deployed.process.warm) await clock.sleep(COLD_START_MS);
    this.write(deployed, clock.now(), `START RequestId: ${requestId} Version: $LATEST`);
    const outcome = await this.outcome(deployed, event, requestId, fault);
    const timeoutMs = spec.timeoutSeconds * 1000;
    const worked = INVOCATION_MS + ('elapsedMs' in outcome ? outcome.elapsedMs : 0);
    const durationMs = outcome.kind === 'timeout' ? timeoutMs : Math.min(worked, timeoutMs);
    await clock.sleep(durationMs);
    const result = toResult(worked > timeoutMs ? { kind: 'timeout' } : outcome, requestId, spec.timeoutSeconds);
    const injected = this.injected.delete(requestId) || ENDING.has(fault?.kind ?? '');
    if (result.error) this.failures.push({ at: clock.now(), error: result.error, injected });
    if (outcome.kind === 'timeout' || outcome.kind === 'exit') this.write(deployed, clock.now(), result.error?.errorMessage ?? '');
    this.write(deployed, clock.now(), `END RequestId: ${requestId}`);
    this.write(deployed, clock.now(), `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\t`
      + `Billed Duration: ${Math.ceil(durationMs)} ms\tMemory Size: ${spec.memoryMb} MB\t`
      + `Max Memory Used: ${Math.min(spec.memoryMb, 110)} MB\t`);
    return result;
  }

  private async outcome(deployed: Deployed, event: unknown, requestId: string, fault: Fault | undefined): Promise<ChildOutcome> {
    if (fault?.kind === 'crash' || fault?.kind === 'outOfMemory') {
      deployed.process.end({ kind: 'exit', code: null });
      return { kind: 'exit', code: fault.kind === 'crash' ? 1 : null };
    }
    if (fault?.kind === 'timeout') return { kind: 'timeout' };
    const { clock } = this.around;
    const outcome = await clock.hold(this.inTurn(() => {
      this.current = deployed.process;
      this.currentRequest = requestId;
      return deployed.process.invoke({
        event,
        requestId,
        functionArn: deployed.spec.functionArn,
        now: clock.now() + (fault?.kind === 'clockSkew' ? (fault.seconds ?? 300) * 1000 : 0),
        timeoutMs: deployed.spec.timeoutSeconds * 1000,
      });
    }));
    if (fault?.kind !== 'crashAfter') return outcome;
    // The function has done its work; its result is lost.
    deployed.process.end({ kind: 'exit', code: 1 });
    return { kind: 'exit', code: 1 };
  }

  /** One function works at a time, in the order of the invocations: two at once would draw random identifiers in an undefined order. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private lookUp(nameOrArn: string): Deployed | undefined {
    const name = nameOrArn.startsWith('arn:') ? nameOrArn.split(':')[6] : nameOrArn;
    return this.functions.get(name);
  }

  private environment(spec: FunctionSpec, logStream: string): { [name: string]: string } {
    const { region } = this.around.world.place;
    return {
      ...spec.environment,
      _HANDLER: spec.handler,
      LAMBDA_TASK_ROOT: spec.codePath,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyOf(spec.functionName),
      AWS_SECRET_ACCESS_KEY: 'lab',
      AWS_SESSION_TOKEN: 'lab',
      AWS_ENDPOINT_URL: this.around.endpoint(),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: logStream,
      TZ: ':UTC',
    };
  }

  private write(deployed: Deployed, at: number, message: string): void {
    const { world } = this.around;
    const logGroupName = deployed.spec.logGroup;
    const logStreamName = deployed.logStream;
    const lines = this.lines.get(logGroupName) ?? [];
    this.lines.set(logGroupName, lines);
    lines.push(message);
    if (!deployed.streamMade) {
      deployed.streamMade = true;
      // Lambda creates the log group, if the role is allowed to, and the stream. That they exist is no error.
      tolerateExisting(() => callFake(world, 'logs', 'CreateLogGroup', { logGroupName }));
      tolerateExisting(() => callFake(world, 'logs', 'CreateLogStream', { logGroupName, logStreamName }));
    }
    try {
      callFake(world, 'logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents: [{ timestamp: at, message }] });
    } catch (error) {
      // The rollback may have deleted the log group. The lines are lost then, without an error in the function.
      if (!(error instanceof AwsError)) throw error;
    }
  }
}

/** `ASIA` begins the access keys of temporary credentials (IAM User Guide, unique identifiers). */
function accessKeyOf(functionName: string): string {
  return `ASIA${hash(functionName).toString(36).toUpperCase().padStart(16, '0')}`;
}

function tolerateExisting(make: () => void): void {
  try {
    make();
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
}

function toResult(outcome: ChildOutcome, requestId: string, timeoutSeconds: number): InvokeResult {
  switch (outcome.kind) {
    case 'result': return { payload: outcome.payload };
    case 'error': return { error: outcome.error };
    case 'timeout': {
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      return { error: { errorType: 'Sandbox.Timedout', errorMessage } };
    }
    case 'exit': {
      const how = outcome.code === null ? 'signal: killed' : `exit status ${outcome.code}`;
      const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: ${how}`;
      return { error: { errorType: 'Runtime.ExitError', errorMessage } };
    }
  }
}
