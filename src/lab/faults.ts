import { hash, seededRandom } from './random';

/**
 * One thing that goes wrong on purpose. Service, operation, number of the call, time and probability choose the calls that it strikes.
 * Each part of the lab asks the table of faults before it acts. It names the point (`ecs DescribeTasks`, `lambda Invoke`, `answer PUT`)
 * and plays the kinds that apply to it.
 */
export interface Fault {
  /**
   * `ecs`, `elb`, `logs`, `cloudformation`, `states` over the wire; `lambda` (Invoke, InvokeAsync); `answer` (PUT of a custom resource).
   * Two points are no calls: `logs Deliver`, the delivery of a line from a container, and `states Transition`, from one state to the next.
   */
  readonly service: string;
  /** Absent: every operation of the service. */
  readonly operation?: string;
  /** Which of the calls that match service and operation, from 1: `3`, `1-3`, `4-` or `1,5-6`. Absent: all. */
  readonly calls?: number | string;
  /** Number of the stack operation in the scenario, from 1. */
  readonly stackOperation?: number;
  /** Lab seconds since the stack operation began, [from, to). */
  readonly window?: readonly [number, number];
  /** 0..1, drawn from the lab's seed. */
  readonly probability?: number;
  readonly kind: FaultKind;
  /** `latency`, `late`: how long; `stale`: how old an answer may be, 10 at most; `clockSkew`: how far ahead, negative for behind. */
  readonly seconds?: number;
  /** `missingFields`, `unknownEnum`: the members that it strikes, at any depth of the answer. Absent: a seeded choice. */
  readonly members?: readonly string[];
  readonly message?: string;
}

const FAULT_KINDS = [
  // API errors
  'throttle', '500', '503', 'accessDenied', 'latency',
  // the wire
  'htmlPage', 'cutBody', 'emptyBody', 'reset', 'refused', 'hang',
  // eventual consistency, and answers that AWS's API reference does not promise
  'stale', 'emptyLists', 'shuffled', 'missingFields', 'unknownEnum',
  // the function that makes the call dies
  'killCaller',
  // Lambda
  'crash', 'crashAfter', 'timeout', 'outOfMemory', 'duplicate', 'clockSkew',
  // Step Functions: a person stops the execution
  'stopped',
  // the answer of a custom resource; `lost` and `late` also of log lines
  'lost', 'late', '403', 'cutAfterAcceptance',
] as const;
export type FaultKind = typeof FAULT_KINDS[number];

/** A fault that strikes a call, with a random number for the details. */
export interface Struck extends Fault {
  readonly draw: number;
}

/** When the lab asks for a fault. */
interface Moment {
  readonly stackOperation: number;
  /** Lab seconds since the stack operation began. */
  readonly seconds: number;
}

export class FaultTable {
  private readonly counts: number[];

  constructor(private readonly faults: readonly Fault[], private readonly seed: number) {
    faults.forEach(checkFault);
    this.counts = faults.map(() => 0);
  }

  /** The first fault that strikes this call. Each call counts for each fault whose selectors match it. */
  pick(service: string, operation: string, moment: Moment): Struck | undefined {
    let struck: Struck | undefined;
    this.faults.forEach((fault, i) => {
      if (fault.service !== service || (fault.operation !== undefined && fault.operation !== operation)) return;
      if (fault.stackOperation !== undefined && fault.stackOperation !== moment.stackOperation) return;
      const call = ++this.counts[i];
      if (struck || !inRanges(call, fault.calls)) return;
      if (fault.window && (moment.seconds < fault.window[0] || moment.seconds >= fault.window[1])) return;
      // A random source for each draw: for parallel calls, the result must not depend on the order in which they arrive.
      const draw = hash(`${this.seed}/${i}/${operation}/${call}`);
      if (fault.probability !== undefined && seededRandom(draw).next() >= fault.probability) return;
      struck = { ...fault, draw };
    });
    return struck;
  }
}

function checkFault(fault: Fault): void {
  if (!FAULT_KINDS.includes(fault.kind)) {
    throw new Error(`Scenario fault has the unknown kind "${fault.kind}"; known: ${FAULT_KINDS.join(', ')}`);
  }
  if (!fault.service) throw new Error(`Scenario fault "${fault.kind}" names no service`);
  inRanges(1, fault.calls);
}

function inRanges(n: number, ranges: number | string | undefined): boolean {
  if (ranges === undefined) return true;
  return String(ranges).split(',').some((range) => {
    const match = /^\s*(\d+)\s*(-\s*(\d+)?)?\s*$/.exec(range);
    if (!match) throw new Error(`"${ranges}" is no list of numbers and ranges such as 3, 1-3, 4-`);
    const [, from, isRange, to] = match;
    if (!isRange) return n === Number(from);
    return n >= Number(from) && n <= Number(to ?? Infinity);
  });
}
