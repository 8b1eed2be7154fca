import { Dice } from './dice';
import { Fault } from '../../src/lab/faults';

/** Something that goes wrong between the watcher and AWS, and what may follow from it. */
export interface Trouble {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** The facts may be unreadable, or not as they are. The calls show whether they were when it mattered (eyes.ts). */
  readonly blinds?: true;
  /** The function dies of it: three deliveries of a request in a row that do are no fault of anybody who still lives. */
  readonly deadly?: true;
  /** Log lines may be missing. */
  readonly withoutLogs?: true;
  /** Why the first request of the operation under test gets no answer: nobody can answer, or the answer is lost. Never in a rollback. */
  readonly lost?: string;
}

interface Kind {
  readonly weight: number;
  make(dice: Dice): Trouble;
}

type Call = readonly [service: string, operation: string];
/** Every call of the watcher that reads. */
export const READS: readonly Call[] = [
  ['cloudformation', 'DescribeStacks'], ['cloudformation', 'DescribeStackResource'],
  ['ecs', 'DescribeServices'], ['ecs', 'ListTasks'], ['ecs', 'DescribeTasks'], ['ecs', 'DescribeTaskDefinition'],
  ['ecs', 'ListServiceDeployments'], ['ecs', 'DescribeServiceDeployments'],
  ['elb', 'DescribeTargetGroups'], ['elb', 'DescribeTargetHealth'], ['logs', 'GetLogEvents'],
];
const SERVICES = ['cloudformation', 'ecs', 'elb', 'logs'];
/** The API answers no, or not as it should. */
export const REFUSALS: readonly Fault['kind'][] = ['throttle', '500', '503', 'accessDenied', 'htmlPage', 'cutBody', 'emptyBody', 'reset', 'refused', 'hang'];

const fault = (service: string, operation: string | undefined, kind: Fault['kind'], more: Partial<Fault> = {}): Fault => ({ service, operation, kind, ...more });
const everywhere = (kind: Fault['kind'], more: Partial<Fault> = {}) => SERVICES.map((service) => fault(service, undefined, kind, more));
const burst = (dice: Dice, longest: number, latest = 25) => {
  const first = dice.between(1, latest);
  return `${first}-${first + dice.between(0, longest - 1)}`;
};
/**
 * At most two deliveries in a row: when all three deliveries of a request die, nobody is left (see `dies three times`). A run has at most
 * one such trouble, so that they do not add up.
 */
const DEATHS = ['crash', 'crashAfter', 'timeout', 'outOfMemory'] as const;

const KINDS: readonly Kind[] = [
  { weight: 4, make: (dice) => ({ name: 'calls throttled', faults: everywhere('throttle', { probability: dice.pick([0.2, 0.4, 0.67]) }), withoutLogs: true }) },
  {
    weight: 6,
    make: (dice) => {
      const kind = dice.pick(REFUSALS.filter((one) => one !== 'hang'));
      return { name: `${kind} now and then`, faults: everywhere(kind, { probability: dice.pick([0.05, 0.15, 0.3]) }), withoutLogs: true };
    },
  },
  {
    weight: 4,
    make: (dice) => {
      const [service, operation] = dice.pick(READS);
      const kind = dice.pick(REFUSALS);
      return { name: `${operation}: ${kind} in a row`, faults: [fault(service, operation, kind, { calls: burst(dice, 9, 10) })], blinds: true, withoutLogs: true };
    },
  },
  {
    weight: 4,
    make: (dice) => {
      const [service, operation] = dice.pick(READS);
      const kind = dice.pick(REFUSALS);
      return { name: `${operation}: always ${kind}`, faults: [fault(service, operation, kind)], blinds: true, withoutLogs: true };
    },
  },
  { weight: 3, make: (dice) => ({ name: 'slow calls', faults: everywhere('latency', { probability: 0.4, seconds: dice.between(1, 4) }), withoutLogs: true }) },
  { weight: 1, make: () => ({ name: 'calls that hang', faults: everywhere('hang', { probability: 0.05 }), withoutLogs: true }) },
  { weight: 4, make: (dice) => ({ name: 'stale reads', faults: everywhere('stale', { probability: dice.pick([0.3, 0.6]), seconds: dice.between(3, 10) }) }) },
  {
    weight: 3,
    make: (dice) => ({
      name: 'lists empty now and then', faults: ['ecs', 'elb', 'logs'].map((service) => fault(service, undefined, 'emptyLists', { probability: dice.pick([0.1, 0.3]) })), withoutLogs: true,
    }),
  },
  { weight: 3, make: () => ({ name: 'lists in odd order', faults: ['ecs', 'elb', 'cloudformation'].map((service) => fault(service, undefined, 'shuffled')) }) },
  { weight: 2, make: (dice) => ({ name: 'members missing', faults: everywhere('missingFields', { probability: dice.pick([0.1, 0.5]) }), blinds: true, withoutLogs: true }) },
  { weight: 2, make: (dice) => ({ name: 'unheard-of states', faults: everywhere('unknownEnum', { probability: dice.pick([0.1, 0.5]) }), blinds: true, withoutLogs: true }) },
  { weight: 3, make: (dice) => ({ name: 'lines come late', faults: [fault('logs', 'Deliver', 'late', { seconds: dice.between(8, 90) })], withoutLogs: true }) },
  { weight: 1, make: () => ({ name: 'lines never come', faults: [fault('logs', 'Deliver', 'lost')], withoutLogs: true }) },
  {
    weight: 6,
    make: (dice) => {
      const kind = dice.pick(DEATHS);
      return { name: `the function dies (${kind})`, faults: [fault('lambda', 'Invoke', kind, { calls: burst(dice, 2) })], deadly: true };
    },
  },
  {
    weight: 4,
    make: (dice) => {
      const [service, operation] = dice.pick([...READS, ['states', 'StartExecution'], ['answer', 'PUT']] as Call[]);
      return { name: `the function dies in ${operation}`, faults: [fault(service, operation, 'killCaller', { calls: burst(dice, 2, 6) })], deadly: true };
    },
  },
  { weight: 3, make: (dice) => ({ name: 'invocations throttled', faults: [fault('lambda', 'Invoke', dice.pick(['throttle', '500']), { calls: burst(dice, 3) })] }) },
  { weight: 3, make: () => ({ name: 'requests delivered twice', faults: [fault('lambda', 'InvokeAsync', 'duplicate')] }) },
  { weight: 4, make: (dice) => ({ name: 'clock wrong', faults: [fault('lambda', 'Invoke', 'clockSkew', { seconds: dice.pick([-300, -60, 60, 300]), ...dice.chance(0.3) && { probability: 0.5 } })] }) },
  { weight: 2, make: (dice) => ({ name: 'waiter cannot be started', faults: [fault('states', 'StartExecution', dice.pick(['throttle', 'accessDenied', '500', 'reset']))], blinds: true }) },
  { weight: 2, make: (dice) => ({ name: 'waiter starts at the second try', faults: [fault('states', 'StartExecution', dice.pick(['throttle', '500', 'reset', 'cutBody']), { calls: 1 })] }) },
  { weight: 5, make: (dice) => ({ name: 'answer refused at first', faults: [fault('answer', 'PUT', dice.pick(['503', '500', 'reset', 'refused', 'hang']), { calls: `1-${dice.between(1, 12)}` })] }) },
  { weight: 3, make: (dice) => ({ name: 'answer taken, connection cut', faults: [fault('answer', 'PUT', 'cutAfterAcceptance', { calls: `1-${dice.between(1, 3)}` })] }) },
  { weight: 1, make: () => ({ name: 'answer lost', faults: [fault('answer', 'PUT', 'lost', { calls: 1 })], lost: 'the answer was accepted and lost' }) },
  { weight: 1, make: () => ({ name: 'answer denied', faults: [fault('answer', 'PUT', '403', { calls: '1-3' })], lost: 'every answer was refused' }) },
  { weight: 1, make: (dice) => ({ name: 'execution stopped', faults: [fault('states', 'Transition', 'stopped', { calls: dice.between(1, 20) })], lost: 'a person stopped the execution' }) },
  { weight: 1, make: (dice) => ({ name: 'dies three times', faults: [fault('lambda', 'Invoke', dice.pick(DEATHS), { calls: '1-3' })], lost: 'all three deliveries of a request died' }) },
];

/** None in a third of the runs, else up to three at once, of which at most one is deadly. */
export function chooseTroubles(dice: Dice): readonly Trouble[] {
  if (dice.chance(0.33)) return [];
  const drawn = Array.from({ length: dice.between(1, 3) }, () => dice.weighted(KINDS).make(dice));
  const deadly = drawn.find((trouble) => trouble.deadly || trouble.lost);
  return drawn.filter((trouble) => trouble === deadly || !(trouble.deadly || trouble.lost));
}
