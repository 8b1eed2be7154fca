import { hash, seededRandom } from './random';

/**
 * Lab faults: what goes wrong on purpose, chosen by service, operation, number of the call, time and probability. Every player
 * of the lab asks the one table before it acts, names the point (`ecs DescribeTasks`, `lambda Invoke`, `answer PUT`) and plays
 * the kinds that it understands.
 */
export interface Fault {
  /** `ecs`, `elb`, `logs`, `cloudformation`, `states` over the wire; `lambda` (Invoke); `answer` (PUT of a custom resource). */
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
  /** For `latency`: how long; for `timeout` of a function: when. */
  readonly seconds?: number;
  readonly message?: string;
}

export const FAULT_KINDS = [
  // API errors
  'throttle', '500', '503', 'accessDenied', 'latency',
  // the wire
  'htmlPage', 'cutBody', 'emptyBody', 'reset', 'hang',
  // Lambda
  'crash', 'crashAfter', 'timeout', 'outOfMemory', 'duplicate', 'clockSkew',
  // the answer of a custom resource
  'lost', '403', 'cutAfterAcceptance',
] as const;
export type FaultKind = typeof FAULT_KINDS[number];

/** Where the lab stands when it asks for a fault. */
export interface Moment {
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

  /** The first fault that strikes this call; every call counts for every fault that names it. */
  pick(service: string, operation: string, moment: Moment): Fault | undefined {
    let struck: Fault | undefined;
    this.faults.forEach((fault, i) => {
      if (fault.service !== service || (fault.operation !== undefined && fault.operation !== operation)) return;
      if (fault.stackOperation !== undefined && fault.stackOperation !== moment.stackOperation) return;
      const call = ++this.counts[i];
      if (struck || !inRanges(call, fault.calls)) return;
      if (fault.window && (moment.seconds < fault.window[0] || moment.seconds >= fault.window[1])) return;
      // A source of its own for every draw: calls that arrive in parallel get the same luck in whatever order they come.
      const draw = seededRandom(hash(`${this.seed}/${i}/${operation}/${call}`)).next();
      if (fault.probability !== undefined && draw >= fault.probability) return;
      struck = fault;
    });
    return struck;
  }
}

function checkFault(fault: Fault): void {
  if (!FAULT_KINDS.includes(fault.kind)) throw new Error(`Scenario fault has the unknown kind "${fault.kind}"; known: ${FAULT_KINDS.join(', ')}`);
  if (!fault.service) throw new Error(`Scenario fault "${fault.kind}" names no service`);
  inRanges(1, fault.calls);
}

export function inRanges(n: number, ranges: number | string | undefined): boolean {
  if (ranges === undefined) return true;
  return String(ranges).split(',').some((range) => {
    const match = /^\s*(\d+)\s*(-\s*(\d+)?)?\s*$/.exec(range);
    if (!match) throw new Error(`"${ranges}" is no list of numbers and ranges such as 3, 1-3, 4-`);
    const from = Number(match[1]);
    const to = match[3] ? Number(match[3]) : match[2] ? Infinity : from;
    return n >= from && n <= to;
  });
}
