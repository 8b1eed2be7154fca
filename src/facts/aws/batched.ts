import { AccountApi } from './account-api';
import { inTurn } from './attempts';
import { paced, Pacer } from './pacer';
import { inWords } from './reading';
import { sharedTaskLists } from './task-lists';
import { lastPart } from '../arn';

/** One call of several that ask for things of the same kind: each gets its own part of a common answer. */
interface Waiting<A> {
  readonly ids: readonly string[];
  resolve(answer: A): void;
  reject(error: unknown): void;
}

interface Kind<A> {
  /** Ids that one call takes. */
  readonly limit: number;
  /** Waits until a call may be made: meanwhile others join it. */
  turn(): Promise<void>;
  /** @param place the cluster, or nothing */
  ask(place: string, ids: string[]): Promise<A>;
  partOf(answer: A, ids: ReadonlySet<string>): A;
  /** The error is that of one id, and the common call has no answer for the others. */
  isOfOne?(error: unknown): boolean;
}

/** Amazon ECS API Reference: the most that one call of each describes. */
const SERVICES_PER_CALL = 10;
const TASKS_PER_CALL = 100;
const SERVICE_DEPLOYMENTS_PER_CALL = 20;
/** Elastic Load Balancing documents no limit for DescribeTargetGroups; DescribeLoadBalancers and DescribeTags take 20. */
const TARGET_GROUPS_PER_CALL = 20;

/**
 * The same calls, each in its turn (`paced`). Those that describe services, tasks, service deployments or target groups and wait for their
 * turn become one call, as far as AWS takes that many, and so do the lists of tasks of one cluster.
 */
export function batched(api: AccountApi, pacer: Pacer): AccountApi {
  const describeServices = together({
    limit: SERVICES_PER_CALL,
    turn: () => pacer.turn('describeServices'),
    ask: (cluster, services) => api.describeServices({ cluster, services }),
    partOf: ({ services = [], failures = [] }, ids) => ({
      services: services.filter(({ serviceArn, serviceName }) => ids.has(lastPart(serviceArn ?? serviceName ?? ''))),
      failures: failures.filter(({ arn }) => ids.has(lastPart(arn ?? ''))),
    }),
  });
  const describeTasks = together({
    limit: TASKS_PER_CALL,
    turn: () => pacer.turn('describeTasks', true),
    ask: (cluster, tasks) => api.describeTasks({ cluster, tasks }),
    partOf: ({ tasks = [] }, ids) => ({ tasks: tasks.filter(({ taskArn }) => ids.has(lastPart(taskArn ?? ''))) }),
  });
  const describeServiceDeployments = together({
    limit: SERVICE_DEPLOYMENTS_PER_CALL,
    turn: () => pacer.turn('describeServiceDeployments', true),
    ask: (_, serviceDeploymentArns) => api.describeServiceDeployments({ serviceDeploymentArns }),
    partOf: ({ serviceDeployments = [] }, ids) => ({
      serviceDeployments: serviceDeployments.filter(({ serviceDeploymentArn }) => ids.has(lastPart(serviceDeploymentArn ?? ''))),
    }),
  });
  const describeTargetGroups = together({
    limit: TARGET_GROUPS_PER_CALL,
    turn: () => pacer.turn('describeTargetGroups', true),
    ask: (_, TargetGroupArns) => api.describeTargetGroups({ TargetGroupArns }),
    partOf: ({ TargetGroups = [] }, ids) => ({ TargetGroups: TargetGroups.filter((one) => ids.has(lastPart(one.TargetGroupArn ?? ''))) }),
    isOfOne: (error) => inWords(error).name.startsWith('TargetGroupNotFound'),
  });
  const each = paced(api, pacer);
  return {
    ...each,
    listTasks: sharedTaskLists({
      turn: () => pacer.turn('listTasks'),
      listTasks: (input) => inTurn(() => pacer.turn('listTasks'), () => api.listTasks(input)),
      inTurn: {
        listTasks: (input) => each.listTasks(input),
        describeTasks: ({ cluster, tasks }) => describeTasks(cluster, tasks),
      },
    }),
    describeServices: ({ cluster, services }) => describeServices(cluster, services),
    describeTasks: ({ cluster, tasks }) => describeTasks(cluster, tasks),
    describeServiceDeployments: ({ serviceDeploymentArns }) => describeServiceDeployments('', serviceDeploymentArns),
    describeTargetGroups: ({ TargetGroupArns }) => describeTargetGroups('', TargetGroupArns),
  };
}

function together<A>({ limit, turn, ask, partOf, isOfOne = () => false }: Kind<A>): (place: string, ids: readonly string[]) => Promise<A> {
  const waiting = new Map<string, Waiting<A>[]>();

  /** Calls wait only for those of their place that fit in no call before. */
  async function serve(place: string): Promise<void> {
    // All that is asked for at this moment joins the first call.
    await new Promise((resolve) => { setImmediate(resolve); });
    while (waiting.get(place)?.length) {
      await turn();
      void answer(place, next(place));
    }
    waiting.delete(place);
  }

  function next(place: string): readonly Waiting<A>[] {
    const all = waiting.get(place) ?? [];
    let count = 0;
    const fitting = all.filter(({ ids }, i) => {
      count += ids.length;
      return i === 0 || count <= limit;
    });
    waiting.set(place, all.filter((one) => !fitting.includes(one)));
    return fitting;
  }

  async function answer(place: string, those: readonly Waiting<A>[]): Promise<void> {
    try {
      const all = await inTurn(turn, () => ask(place, [...new Set(those.flatMap(({ ids }) => ids))]));
      for (const { ids, resolve } of those) resolve(those.length > 1 ? partOf(all, new Set(ids.map(lastPart))) : all);
    } catch (error) {
      const isApart = those.length > 1 && isOfOne(error);
      for (const one of those) {
        if (isApart) void turn().then(() => answer(place, [one]));
        else one.reject(error);
      }
    }
  }

  return (place, ids) => new Promise((resolve, reject) => {
    const those = waiting.get(place);
    waiting.set(place, [...those ?? [], { ids, resolve, reject }]);
    if (!those) void serve(place);
  });
}
