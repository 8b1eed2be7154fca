import { AccountApi } from './account-api';
import { ListTasks } from './api';
import { inWords } from './reading';
import { lastPart } from '../arn';
import { wasThrottled } from '../unavailable';

type Answer = Awaited<ReturnType<AccountApi['listTasks']>>;
type OfServices = ReadonlyMap<string, readonly string[]>;

/** Calls that are made when they are asked for, and those that wait for their turn first. */
interface Calls {
  turn(): Promise<void>;
  listTasks(input: ListTasks): Promise<Answer>;
  readonly inTurn: Pick<AccountApi, 'listTasks' | 'describeTasks'>;
}

interface Waiting {
  readonly service: string;
  readonly input: ListTasks;
  resolve(answer: Answer | Promise<Answer>): void;
  reject(error: unknown): void;
}

/** A page of the cluster's list takes two calls: the second describes its tasks. */
const CALLS_PER_PAGE = 2;
/** ListTasks gives and DescribeTasks takes at most 100 tasks a call (Amazon ECS API Reference). */
const TASKS_PER_CALL = 100;
/** Of tasks whose service is known, so that it is not asked for again. */
const KNOWN_TASKS = 10_000;

/**
 * ListTasks of many services at once: one list of the cluster in place of one for each service, if that takes fewer calls. DescribeTasks
 * shows whose tasks they are, by their `group` (`service:NAME`; Amazon ECS API Reference, Task).
 */
export function sharedTaskLists({ turn, listTasks, inTurn }: Calls): AccountApi['listTasks'] {
  const waiting = new Map<string, Waiting[]>();
  /** Pages of each list that was read, or more than a list may have. */
  const pages = new Map<string, number>();
  /** Clusters in which a list or a task of another service is not readable. */
  const apart = new Set<string>();
  const services = new Map<string, string>();

  async function serve(place: string, { cluster, desiredStatus }: ListTasks): Promise<void> {
    // All that is asked for at this moment joins, and all that is asked for until it is the turn of the call.
    await new Promise((resolve) => { setImmediate(resolve); });
    while (waiting.get(place)?.length) {
      await turn();
      const those = waiting.get(place) ?? [];
      const isTogether = !apart.has(cluster) && those.length > CALLS_PER_PAGE * (pages.get(place) ?? 1);
      waiting.set(place, isTogether ? [] : those.slice(1));
      if (isTogether) await together(place, { cluster, desiredStatus }, those);
      else those[0].resolve(listTasks(those[0].input));
    }
    waiting.delete(place);
  }

  async function together(place: string, input: ListTasks, those: readonly Waiting[]): Promise<void> {
    try {
      const arns = await all(place, input, Math.floor((those.length - 1) / CALLS_PER_PAGE));
      const found = arns && await byService(input.cluster, arns);
      for (const one of those) one.resolve(found ? { taskArns: found.get(one.service) ?? [] } : inTurn.listTasks(one.input));
    } catch (error) {
      const isThrottled = wasThrottled({ error: inWords(error).name });
      if (!isThrottled) apart.add(input.cluster);
      // After a throttle the reader of each list asks again.
      for (const one of those) {
        if (isThrottled) one.reject(error);
        else one.resolve(inTurn.listTasks(one.input));
      }
    }
  }

  /** undefined: there are more pages than `most`. */
  async function all(place: string, input: ListTasks, most: number): Promise<readonly string[] | undefined> {
    let arns: readonly string[] = [];
    let nextToken: string | undefined;
    for (let page = 1; page <= most; page++) {
      const answer = await (nextToken ? inTurn.listTasks({ ...input, nextToken }) : listTasks(input));
      arns = [...arns, ...answer.taskArns ?? []];
      nextToken = answer.nextToken;
      pages.set(place, nextToken ? page + 1 : page);
      if (!nextToken) return arns;
    }
    return undefined;
  }

  async function byService(cluster: string, arns: readonly string[]): Promise<OfServices> {
    if (services.size > KNOWN_TASKS) services.clear();
    const unknown = arns.filter((arn) => !services.has(arn)).map(lastPart);
    const calls = Array.from({ length: Math.ceil(unknown.length / TASKS_PER_CALL) }, (_, i) => (
      inTurn.describeTasks({ cluster, tasks: unknown.slice(i * TASKS_PER_CALL, (i + 1) * TASKS_PER_CALL) })));
    for (const { taskArn = '', group = '' } of (await Promise.all(calls)).flatMap(({ tasks = [] }) => tasks)) {
      services.set(taskArn, group.replace(/^service:/, ''));
    }
    const found = new Map<string, string[]>();
    for (const arn of arns) {
      const service = services.get(arn) ?? '';
      found.set(service, [...found.get(service) ?? [], arn]);
    }
    return found;
  }

  return (input) => {
    const { cluster, serviceName, desiredStatus, nextToken } = input;
    if (!serviceName || nextToken) return inTurn.listTasks(input);
    return new Promise((resolve, reject) => {
      const place = `${cluster} ${desiredStatus}`;
      const those = waiting.get(place);
      waiting.set(place, [...those ?? [], { service: lastPart(serviceName), input, resolve, reject }]);
      if (!those) void serve(place, input);
    });
  };
}
