import { AccountApi } from './account-api';
import { inTurn } from './attempts';
import { notReadYet, PATIENCE_MS } from './log-queue';
import { Clock, Pacer } from './pacer';
import { Deployment, Service } from '../model';

type Patient = 'describeServices' | 'describeTaskDefinition' | 'describeTargetGroups' | 'describeTargetHealth';
type Health = Awaited<ReturnType<AccountApi['describeTargetHealth']>>;

/**
 * Facts that take a call for each service. Where many services share the rates of AWS, a look waits for them no longer than two seconds:
 * what is not read by then is read on, and the next look gets it at once.
 */
interface LateFacts {
  /** The reads of one look at one service. */
  ofLook(): Pick<AccountApi, Patient>;
}

/**
 * A look takes the health of targets from the answer before if the new one is late. Elastic Load Balancing checks a target every 30 s by
 * default (CreateTargetGroup), so that such an answer is no older than most changes.
 */
const HEALTH_IS_KNOWN_MS = 20_000;
/** As long as no task of a deployment runs, only old tasks that leave have targets. */
const NOTHING_RUNS_MS = 30_000;
/** A look then waits for the health of targets no longer than a call takes without a queue: no verdict needs it. */
const SHORT_PATIENCE_MS = 500;

export function lateFacts(api: Pick<AccountApi, Patient>, { turn }: Pacer, { now, sleep }: Clock): LateFacts {
  /** Under way, or done and not yet taken by a look. */
  const reads = new Map<string, Promise<unknown>>();
  const health = new Map<string, { readonly answer: Health; readonly at: number }>();
  /** Read before a look asks for them. A read that fails is made again by the look that needs it. */
  const foreseen = new Set<string>();

  function begin<A>(key: string, read: () => Promise<A>): Promise<A> {
    const known = reads.get(key) as Promise<A> | undefined;
    if (known) return known;
    const begun = read();
    reads.set(key, begun);
    begun.catch(() => { if (reads.get(key) === begun) reads.delete(key); });
    return begun;
  }

  async function inTime<A>(key: string, read: () => Promise<A>, patience: Promise<void>): Promise<A | undefined> {
    const answer = await Promise.race([begin(key, read), patience]);
    if (answer) reads.delete(key);
    return answer ?? undefined;
  }

  function readDefinition(taskDefinition: string, isAhead: boolean) {
    const next = () => turn('describeTaskDefinition', isAhead);
    return async () => {
      await next();
      return inTurn(next, () => api.describeTaskDefinition({ taskDefinition }));
    };
  }

  function readHealth(TargetGroupArn: string, isAhead: boolean) {
    const next = () => turn('describeTargetHealth', isAhead);
    return async () => {
      await next();
      const answer = await inTurn(next, () => api.describeTargetHealth({ TargetGroupArn }));
      health.set(TargetGroupArn, { answer, at: now() });
      return answer;
    };
  }

  /** The definitions of a deployment in progress do not change, so that they can be read before a task fails. */
  function foresee(service: Service): void {
    const primary = primaryOf(service);
    if (primary?.rolloutState !== 'IN_PROGRESS') return;
    const older = (service.deployments ?? []).filter((one) => one !== primary).map((one) => one.taskDefinition);
    [primary.taskDefinition, ...older].forEach((arn, i) => {
      if (!arn || foreseen.has(arn)) return;
      foreseen.add(arn);
      begin(arn, readDefinition(arn, i === 0)).catch(() => undefined);
    });
  }

  return {
    ofLook: () => {
      let patience: Promise<void> | undefined;
      let isFailing = false;
      let runs = true;
      const waiting = () => patience ??= sleep(PATIENCE_MS);
      return {
        describeServices: async (input) => {
          const answer = await api.describeServices(input);
          const [service] = answer.services ?? [];
          if (service) {
            foresee(service);
            runs = (primaryOf(service)?.runningCount ?? 1) > 0;
            isFailing = looksUnhealthy(service);
          }
          return answer;
        },
        describeTaskDefinition: async ({ taskDefinition }) => {
          const answer = await inTime(taskDefinition, readDefinition(taskDefinition, false), waiting());
          if (!answer) throw notReadYet('task definitions');
          return answer;
        },
        describeTargetGroups: async (input) => {
          const answer = await inTime(input.TargetGroupArns.join(' '), () => api.describeTargetGroups(input), waiting());
          if (!answer) throw notReadYet('target groups');
          return answer;
        },
        describeTargetHealth: async ({ TargetGroupArn }) => {
          const known = health.get(TargetGroupArn);
          const isKnown = (ms: number) => known !== undefined && now() - known.at < ms;
          if (known && !runs && isKnown(NOTHING_RUNS_MS)) return known.answer;
          const read = readHealth(TargetGroupArn, isFailing && runs);
          const answer = await inTime(`health ${TargetGroupArn}`, read, runs ? waiting() : sleep(SHORT_PATIENCE_MS));
          if (answer) return answer;
          if (known && isKnown(HEALTH_IS_KNOWN_MS)) return known.answer;
          throw notReadYet('targets');
        },
      };
    },
  };
}

function primaryOf({ deployments = [] }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}

/** Its targets are read before those of services in which nothing goes wrong. */
function looksUnhealthy(service: Service): boolean {
  const { failedTasks = 0, createdAt = '' } = primaryOf(service) ?? {};
  const since = Date.parse(createdAt);
  return failedTasks > 0 || (service.events ?? []).some((event) => (
    /unhealthy|health check/i.test(event.message ?? '') && !(Date.parse(event.createdAt ?? '') < since)));
}
