import { AccountApi } from './account-api';
import { lastPart } from '../arn';

type Describe = AccountApi['describeServices'];
type Answer = Awaited<ReturnType<Describe>>;

interface Waiting {
  readonly service: string;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** DescribeServices takes at most ten (Amazon ECS API Reference). */
const SERVICES_PER_CALL = 10;

/**
 * The same calls, but DescribeServices asks for up to ten services of a cluster at once: those that are asked for one by one at the same
 * moment. Each gets its own part of the answer.
 */
export function batched(api: AccountApi): AccountApi {
  const waiting = new Map<string, Waiting[]>();

  async function ask(cluster: string, those: readonly Waiting[]): Promise<void> {
    try {
      const answer = await api.describeServices({ cluster, services: those.map(({ service }) => service) });
      for (const { service, resolve } of those) resolve(partOf(answer, service));
    } catch (error) {
      for (const { reject } of those) reject(error);
    }
  }

  const flush = (cluster: string) => {
    const all = waiting.get(cluster) ?? [];
    waiting.delete(cluster);
    for (let i = 0; i < all.length; i += SERVICES_PER_CALL) void ask(cluster, all.slice(i, i + SERVICES_PER_CALL));
  };

  const describeServices: Describe = (input) => {
    const { cluster, services } = input;
    if (services.length !== 1) return api.describeServices(input);
    return new Promise((resolve, reject) => {
      const those = waiting.get(cluster) ?? [];
      if (!those.length) setImmediate(() => flush(cluster));
      waiting.set(cluster, [...those, { service: services[0], resolve, reject }]);
    });
  };
  return { ...api, describeServices };
}

function partOf({ services = [], failures = [] }: Answer, service: string): Answer {
  const name = lastPart(service);
  return {
    services: services.filter((one) => lastPart(one.serviceArn ?? one.serviceName ?? '') === name),
    failures: failures.filter(({ arn }) => lastPart(arn ?? '') === name),
  };
}
