import { clusterName, clusterOf, describeCluster } from './cluster';
import { Declared } from './declared';
import { shown, textOf } from './known';
import { Check, Finding, Request, Surroundings } from './model';
import { arnOf } from './place';
import { beforehand, outputOf, Say, sayOf } from './say';

/** Each capacity provider exists, belongs to the cluster, and has an Auto Scaling group that can launch instances. */
export const capacityProvider: Check = (declared, at) => (
  declared.service?.capacityProviders ?? []
).flatMap((known): readonly Finding[] => {
  const say = sayOf('capacity-provider', `capacity provider ${shown(known)}`);
  const made = beforehand(known, say);
  if (made) return [made];
  const name = clusterName(known.shape);
  if (declared.app.capacityProviders.has(name)) return [say.ok('it is made by the app')];
  const own = /^FARGATE(_SPOT)?$/.test(name) ? [] : ofInstances(name, declared, say, at);
  return [...own, ...inCluster(name, declared, say, at)];
});

const CAUSE = 'capacity-provider-failed';

/** ECS refuses a provider that is not one of the cluster (Amazon ECS API Reference, CreateService, capacityProviderStrategy). */
function inCluster(name: string, declared: Declared, say: Say, { read, account }: Surroundings): readonly Finding[] {
  const shape = textOf(clusterOf(declared));
  if (shape === undefined) return [];
  const { associatedClusters, clusters } = declared.app;
  if ([shape, clusterName(shape)].some((one) => associatedClusters.has(one) || clusters.has(one))) return [];
  const request = describeCluster(shape, declared, account);
  const answer = read(request);
  // That the cluster is not there is the finding of another check.
  const found = outputOf(answer)?.clusters?.[0];
  if (answer && answer.kind !== 'output') return [say.unread(request, answer)];
  if (found?.status !== 'ACTIVE' || !found.capacityProviders) return [];
  if (found.capacityProviders.includes(name)) return [say.ok(`it belongs to the cluster ${clusterName(shape)}`, request)];
  const has = found.capacityProviders.length ? found.capacityProviders.join(', ') : 'none';
  const fix = `associate it with the cluster (enableFargateCapacityProviders, addAsgCapacityProvider), or name one that it has: ${has}`;
  return [say.fail(`it does not belong to the cluster ${clusterName(shape)}`, { cause: CAUSE, fix }, request)];
}

function ofInstances(name: string, declared: Declared, say: Say, { read, account: mine }: Surroundings): readonly Finding[] {
  const { region } = declared;
  const account = declared.account ?? mine;
  const request: Request<'ecs:DescribeCapacityProviders'> = {
    call: 'ecs:DescribeCapacityProviders', input: { capacityProviders: [name] }, region, ...(
      declared.account && { account: declared.account }
    ),
    needs: { action: 'ecs:DescribeCapacityProviders', resource: arnOf('ecs', region, account, `capacity-provider/${name}`) },
    leadsTo: [{ action: 'autoscaling:DescribeAutoScalingGroups', resource: '*' }],
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const [found] = answer.output.capacityProviders ?? [];
  if (found?.status !== 'ACTIVE') {
    if (!found && !answer.output.failures?.length) return [say.skip('ECS describes no capacity provider, and names no error', request)];
    const fix = 'name a capacity provider that exists: aws ecs describe-capacity-providers';
    return [say.fail(found ? `its status is ${found.status}` : 'it does not exist', { cause: CAUSE, fix }, request)];
  }
  const group = /:autoScalingGroupName\/(.+)$/.exec(found.autoScalingGroupProvider?.autoScalingGroupArn ?? '')?.[1];
  // Managed instances have no group.
  return group === undefined ? [say.ok('it exists', request)] : ofGroup(group, declared, say, read);
}

function ofGroup(group: string, { region, account }: Declared, say: Say, read: Surroundings['read']): readonly Finding[] {
  const request: Request<'autoscaling:DescribeAutoScalingGroups'> = {
    call: 'autoscaling:DescribeAutoScalingGroups', input: { AutoScalingGroupNames: [group] }, region, ...(account && { account }),
    needs: { action: 'autoscaling:DescribeAutoScalingGroups', resource: '*' },
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const [found] = answer.output.AutoScalingGroups ?? [];
  if (!found) {
    const fix = 'give the capacity provider a group that exists: a new capacity provider, because its group cannot be changed';
    return [say.fail(`its Auto Scaling group ${group} does not exist`, { cause: CAUSE, fix }, request)];
  }
  if (found.Status) {
    return [say.warn(`its Auto Scaling group ${group} is being deleted`, { cause: CAUSE, fix: 'another capacity provider' }, request)];
  }
  if (found.MaxSize !== undefined && found.MaxSize === 0) {
    return [
      say.warn(`its Auto Scaling group ${group} has a maximum size of 0`, { cause: CAUSE, fix: 'maxCapacity of the group' }, request),
    ];
  }
  return [say.ok(`it exists, with the Auto Scaling group ${group}`, request)];
}
