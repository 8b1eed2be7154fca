import { at, FakeAws, OLD_DEPLOYMENT, service, STACK } from './fake';
import { look, Look } from '../../../src/facts/aws/look';
import { Memory } from '../../../src/facts/aws/memory';
import { Cache } from '../../../src/facts/aws/reading';

export const see = (aws: FakeAws, seconds: number, memory: Memory = {}, cache = new Cache()): Promise<Look> =>
  look(aws, cache, { stackId: STACK, serviceLogicalId: 'Service', now: at(seconds), memory });
export const [deployment] = service().deployments!;
export const withDeployment = (more: object, rest: object = {}) => service({ deployments: [{ ...deployment, ...more }], ...rest });
export const old = { ...deployment, id: OLD_DEPLOYMENT, status: 'ACTIVE', createdAt: at(-9000), runningCount: 2, pendingCount: 0 };
