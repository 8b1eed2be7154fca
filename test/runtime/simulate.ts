import { CustomResourceRequest, StepAnswer, StepRequest, WatchOptions } from '../../src/contract';
import { diagnose } from '../../src/diagnosis/engine';
import { Diagnosis } from '../../src/diagnosis/model';
import { look } from '../../src/facts/aws/look';
import { Cache } from '../../src/facts/aws/reading';
import { Frame } from '../../src/facts/model';
import { Delivery, isAddressOfAws } from '../../src/runtime/answer';
import { Ports } from '../../src/runtime/ports';
import { Watch } from '../../src/runtime/state';
import { handle, NotAnswered } from '../../src/runtime/watch';
import { at, fakeAws, FakeAws, Facts, STACK, T0 } from '../facts/aws/fake';

export const URL = 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/answer?X-Amz-Signature=5ec7e7';
export const SECRET = 'hunter2-resolved-by-cloudformation';

/** What happens in AWS, in seconds after the stack operation began; changes stay until they are changed again. */
export type Timeline = readonly (readonly [seconds: number, change: Partial<Facts> | ((aws: FakeAws) => void)])[];

export interface Simulation {
  readonly request?: 'Create' | 'Update' | 'Delete';
  readonly event?: Partial<CustomResourceRequest>;
  readonly options?: Partial<WatchOptions>;
  readonly facts?: Partial<Facts>;
  readonly timeline?: Timeline;
  /** Invoked so many seconds after the operation began. */
  readonly start?: number;
  /** The service before the update. */
  readonly oldService?: unknown;
  readonly deliveries?: readonly Delivery[];
  /** What the starts of the state machine fail with; a function: by the second. */
  readonly startExecution?: Error | ((seconds: number) => Error | undefined);
  /** Lambda delivers a request that fails again, after one and two minutes. */
  readonly deliveredAgain?: true;
  readonly diagnose?: (frame: Frame) => Diagnosis;
  /** Errors that the steps end with, by number of the step: the function died after or before its work. */
  readonly crash?: { readonly [step: number]: 'before' | 'after' };
  readonly until?: number;
  /** Other parts of the outside world. */
  readonly ports?: Partial<Ports>;
  /** Seconds by which the clock of the function that takes the request is wrong. */
  readonly skew?: number;
}

interface Answer {
  readonly seconds: number;
  readonly Status: string;
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
}

export interface Outcome {
  /** Bodies that CloudFormation took, with the second at which it did. */
  readonly answers: readonly Answer[];
  readonly log: readonly string[];
  readonly steps: number;
  readonly started: readonly string[];
  readonly aws: FakeAws;
  /** Largest state between two steps, in bytes. */
  readonly largestState: number;
  readonly done: boolean;
}

/** CloudFormation, the state machine and the clock around the handler. */
export async function simulate(simulation: Simulation): Promise<Outcome> {
  const { request = 'Create', options, timeline = [], start = 5, deliveries = [], crash = {}, until = 4000 } = simulation;
  const aws = fakeAws({ updated: request === 'Update', ...(request === 'Update' && { stackStatus: 'UPDATE_IN_PROGRESS' }), ...simulation.facts });
  const answers: Outcome['answers'][number][] = [];
  const log: string[] = [];
  const started: string[] = [];
  const cache = new Cache();
  let seconds = start;
  let applied = 0;
  let sent = 0;
  let execution: StepAnswer<Watch> | undefined;

  const pass = (to: number) => {
    seconds = to;
    for (; applied < timeline.length && timeline[applied][0] <= to; applied++) {
      const change = timeline[applied][1];
      if (typeof change === 'function') change(aws);
      else Object.assign(aws.facts, change);
    }
  };
  const ports: Ports = {
    now: () => T0 + (seconds + (simulation.skew ?? 0)) * 1000,
    sleep: async (ms) => pass(seconds + ms / 1000),
    look: (wanted) => look(aws, cache, wanted),
    diagnose: simulation.diagnose ?? diagnose,
    renderReason: (diagnosis, { because }) => `${diagnosis.causes[0]?.id ?? 'no cause'}: ${because}`,
    renderFull: (diagnosis) => `full diagnosis\n${diagnosis.causes.map((c) => c.id).join(' ')}`,
    startExecution: async (_, name, input) => {
      started.push(name);
      const { startExecution: failure } = simulation;
      const error = typeof failure === 'function' ? failure(seconds) : failure;
      if (error) throw error;
      execution = JSON.parse(input);
    },
    answersTo: (url) => isAddressOfAws(url, undefined),
    deliver: async (url, body) => {
      const delivery = deliveries[sent++] ?? 'accepted';
      if (url.startsWith(URL) && delivery === 'accepted') answers.push({ seconds, ...JSON.parse(body) });
      return delivery;
    },
    log: (line) => { log.push(line); },
    logStream: '2026/11/23/[$LATEST]0f3a',
    ...simulation.ports,
  };

  const properties = (service: unknown) => ({
    ServiceToken: 'arn:aws:lambda:eu-west-1:123456789012:function:watcher',
    ServiceLogicalId: 'Service',
    StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Waiter',
    Options: JSON.stringify(options ?? {}),
    ServicePath: 'Shop/Api',
    Service: service,
  });
  pass(start);
  const signedAt = at(start).replace(/[-:]|\.\d+/g, '');
  const event: CustomResourceRequest = {
    RequestType: request,
    RequestId: 'c0ffee00-0000-4000-8000-000000000000',
    StackId: STACK,
    ResponseURL: `${URL}&X-Amz-Date=${signedAt}`,
    ResourceType: 'Custom::EcsDeploymentDiagnosis',
    LogicalResourceId: 'ApiDeploymentDiagnosis0A1B',
    ...(request !== 'Create' && { PhysicalResourceId: 'ApiDeploymentDiagnosis0A1B-diagnosis', OldResourceProperties: properties(simulation.oldService ?? { v: 1 }) }),
    ResourceProperties: properties({ v: 2, Environment: SECRET }),
    ...simulation.event,
  };
  for (const retry of [...simulation.deliveredAgain ? [60, 120] : [], undefined]) {
    try {
      await handle(event, ports);
      break;
    } catch (error) {
      if (!(error instanceof NotAnswered) || retry === undefined) throw error;
      pass(seconds + retry);
    }
  }

  let steps = 0;
  let largestState = 0;
  while (execution && !execution.done && seconds < until) {
    largestState = Math.max(largestState, Buffer.byteLength(JSON.stringify(execution)));
    pass(seconds + execution.waitSeconds);
    const step: StepRequest<Watch> = { watch: execution.watch, now: at(seconds) };
    const died = crash[++steps];
    // The state machine tries a step again that failed, with the same input and a later time.
    const answer = died === 'before' ? execution : await handle(JSON.parse(JSON.stringify(step)), ports);
    execution = died ? { ...execution, waitSeconds: 5 } : JSON.parse(JSON.stringify(answer));
  }
  return { answers, log, steps, started, aws, largestState, done: !execution || execution.done };
}

/** Hands the handler a step of its own making. */
export function stepPorts(over: Partial<Ports> = {}): { ports: Ports; bodies: string[]; log: string[] } {
  const bodies: string[] = [];
  const log: string[] = [];
  const aws = fakeAws();
  return {
    bodies,
    log,
    ports: {
      now: () => T0,
      sleep: async () => undefined,
      look: (wanted) => look(aws, new Cache(), wanted),
      diagnose,
      renderReason: () => 'reason',
      renderFull: () => 'full',
      startExecution: async () => undefined,
      answersTo: (url) => isAddressOfAws(url, undefined),
      deliver: async (_, body) => { bodies.push(body); return 'accepted'; },
      log: (line) => { log.push(line); },
      ...over,
    },
  };
}
