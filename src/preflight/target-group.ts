import { Declared, Target } from './declared';
import { Known, shown, textOf } from './known';
import { Check, Finding, Request, Surroundings } from './model';
import { arnIn } from './place';
import { beforehand, Say, sayOf } from './say';

/** Each target group exists, has a load balancer and the type for the tasks. Its container and port are in the task definition. */
export const targetGroup: Check = (declared, at) => (declared.service?.targets ?? []).flatMap((target) => {
  const say = sayOf('target-group', `target group ${nameIn(target.group)}`);
  return [...behind(target, declared, say), ...ofGroup(target, declared, say, at)];
});

/** `arn:...:targetgroup/NAME/0123456789abcdef` */
const nameIn = (known: Known) => /targetgroup\/([^/]+)\//.exec(known.shape)?.[1] ?? shown(known);

const REFUSED = 'service-definition-invalid';

function behind({ container, port }: Target, { task }: Declared, say: Say): readonly Finding[] {
  const name = textOf(container);
  if (!task || name === undefined || !task.containers.length || task.containers.some((one) => one.name === '?')) return [];
  const found = task.containers.find((one) => one.name === name);
  if (!found) {
    const names = task.containers.map((one) => one.name).join(', ');
    return [say.fail(`the task definition has no container ${name}`, { cause: REFUSED, fix: `containerName: one of ${names}` })];
  }
  if (port === undefined || !found.ports || found.ports.includes(port)) return [];
  const has = found.ports.length ? found.ports.join(', ') : 'none';
  const fix = `addPortMappings({ containerPort: ${port} }) on the container, or containerPort: one that it has (${has})`;
  return [say.fail(`the container ${name} does not map port ${port}`, { cause: REFUSED, fix })];
}

function ofGroup({ group }: Target, { task, app, region }: Declared, say: Say, { read }: Surroundings): readonly Finding[] {
  const made = beforehand(group, say);
  if (made) return [made];
  const arn = arnIn(group.shape);
  const request: Request<'elasticloadbalancing:DescribeTargetGroups'> = {
    call: 'elasticloadbalancing:DescribeTargetGroups',
    input: { TargetGroupArns: [group.shape] },
    region: arn?.region ?? region,
    ...(arn?.account && { account: arn.account }),
    needs: { action: 'elasticloadbalancing:DescribeTargetGroups', resource: '*' },
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind === 'absent') {
    const fix = 'name a target group that exists, or let the app make it: listener.addTargets()';
    return [say.fail('it does not exist', { cause: 'target-group-missing', fix }, request)];
  }
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const [found] = answer.output.TargetGroups ?? [];
  if (!found) return [say.skip('Elastic Load Balancing describes no target group, and names no error', request)];
  // ECS takes only the addresses of tasks there (Amazon ECS Developer Guide, service load balancing: awsvpc asks for the target type ip).
  if (task?.networkMode === 'awsvpc' && found.TargetType !== undefined && found.TargetType !== 'ip') {
    const fix = 'a target group with targetType: TargetType.IP; the type of a target group cannot be changed';
    return [
      say.fail(`its target type is ${found.TargetType}, and tasks with the network mode awsvpc need ip`, { cause: REFUSED, fix }, request),
    ];
  }
  if (found.LoadBalancerArns?.length || app.forwarded.has(group.shape)) return [say.ok('it exists and has a load balancer', request)];
  if (found.LoadBalancerArns === undefined) return [say.ok('it exists', request)];
  if (app.unclear.has('forwarded')) {
    return [say.skip('no load balancer uses it, and the app has a listener whose target group is not known yet', request)];
  }
  const fix = 'a listener or a rule that forwards to it, before the service is made: listener.addTargetGroups()';
  return [say.fail('no load balancer uses it, and ECS then refuses the service', { cause: REFUSED, fix }, request)];
}
