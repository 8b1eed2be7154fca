import { Declared } from './declared';
import { Known, plain, shown } from './known';
import { Check, Request } from './model';
import { arnIn, arnOf } from './place';
import { beforehand, sayOf } from './say';

/** The cluster exists. */
export const cluster: Check = (declared, { read, account }) => {
  const known = clusterOf(declared);
  if (!known) return [];
  const say = sayOf('cluster', `cluster ${clusterName(shown(known))}`);
  const made = beforehand(known, say);
  if (made) return [made];
  if (declared.app.clusters.has(clusterName(known.shape))) return [say.ok('it is made by the app')];
  const request = describeCluster(known.shape, declared, account);
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const [found] = answer.output.clusters ?? [];
  const isMissing = answer.output.failures?.some(({ reason }) => reason === 'MISSING') ?? false;
  if (found?.status === 'ACTIVE') return [say.ok('it exists', request)];
  // A deleted cluster is shown for a while as INACTIVE (Amazon ECS API Reference, DeleteCluster).
  if (!isMissing && found?.status !== 'INACTIVE') return [say.skip('ECS describes no cluster, and names no error', request)];
  const fix = 'name a cluster that exists: aws ecs list-clusters; or make it in the app';
  const text = found ? 'it is deleted' : `it does not exist in ${declared.region ?? 'the Region'}`;
  return [say.fail(text, { cause: 'service-definition-invalid', fix }, request)];
};

/** ECS takes the cluster `default` where none is named. */
export function clusterOf({ service }: Declared): Known | undefined {
  return service && (service.cluster ?? plain('default'));
}

export const clusterName = (shape: string) => (shape.startsWith('arn:') ? shape.slice(shape.lastIndexOf('/') + 1) : shape);

export function describeCluster(
  shape: string, { region, account }: Pick<Declared, 'region' | 'account'>, mine: string | undefined,
): Request<'ecs:DescribeClusters'> {
  const owner = arnIn(shape)?.account ?? account;
  const resource = arnIn(shape) ? shape : arnOf('ecs', region, owner ?? mine, `cluster/${shape}`);
  return {
    call: 'ecs:DescribeClusters', input: { clusters: [shape] }, region, ...(owner && { account: owner }),
    needs: { action: 'ecs:DescribeClusters', resource },
  };
}

