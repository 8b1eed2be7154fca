import type { Listener, LoadBalancer, Rule, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Done, Handler, HandlerRequest } from '../model';
import { call, callIfThere, inputOf } from './calls';
import { physicalName } from './other';
import { RESOURCE_MS } from './timing';

/** Names of load balancers and target groups have 32 characters at most. */
const NAME_LIMIT = 32;

/** Create, change and delete one kind of Elastic Load Balancing resource. */
interface Kind {
  readonly create: string;
  readonly modify?: string;
  readonly delete: string;
  /** Input member that holds the ARN. */
  readonly arn: string;
  readonly named?: true;
  /** Properties that a second call sets. */
  readonly attributes?: { readonly property: string; readonly operation: string; readonly member: string };
  readonly replacement: readonly string[];
  /** Properties of the resource that the modify operation lacks. */
  readonly fixed?: readonly string[];
  read(output: Record<string, unknown>): Done;
}

const first = <T>(output: Record<string, unknown>, member: string): T => (output[member] as T[])[0];

export const loadBalancer = handlerOf({
  create: 'CreateLoadBalancer',
  delete: 'DeleteLoadBalancer',
  arn: 'LoadBalancerArn',
  named: true,
  replacement: ['Name', 'Scheme', 'Type'],
  attributes: { property: 'LoadBalancerAttributes', operation: 'ModifyLoadBalancerAttributes', member: 'Attributes' },
  read(output) {
    const lb = first<LoadBalancer>(output, 'LoadBalancers');
    return {
      physicalId: String(lb.LoadBalancerArn),
      attributes: {
        LoadBalancerArn: lb.LoadBalancerArn,
        DNSName: lb.DNSName,
        CanonicalHostedZoneID: lb.CanonicalHostedZoneId ?? 'Z215JYRZR1TBD5',
        LoadBalancerName: lb.LoadBalancerName,
        LoadBalancerFullName: fullName(lb.LoadBalancerArn, 'loadbalancer/'),
        SecurityGroups: lb.SecurityGroups ?? [],
      },
    };
  },
});

export const targetGroup = handlerOf({
  create: 'CreateTargetGroup',
  modify: 'ModifyTargetGroup',
  delete: 'DeleteTargetGroup',
  arn: 'TargetGroupArn',
  named: true,
  replacement: ['Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId', 'IpAddressType'],
  fixed: ['Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId', 'IpAddressType', 'Tags'],
  attributes: { property: 'TargetGroupAttributes', operation: 'ModifyTargetGroupAttributes', member: 'Attributes' },
  read(output) {
    const group = first<TargetGroup>(output, 'TargetGroups');
    return {
      physicalId: String(group.TargetGroupArn),
      attributes: {
        TargetGroupArn: group.TargetGroupArn,
        TargetGroupName: group.TargetGroupName,
        TargetGroupFullName: fullName(group.TargetGroupArn, ''),
        LoadBalancerArns: group.LoadBalancerArns ?? [],
      },
    };
  },
});

export const listener = handlerOf({
  create: 'CreateListener',
  modify: 'ModifyListener',
  delete: 'DeleteListener',
  arn: 'ListenerArn',
  replacement: ['LoadBalancerArn'],
  fixed: ['LoadBalancerArn', 'Tags'],
  read(output) {
    const { ListenerArn } = first<Listener>(output, 'Listeners');
    return { physicalId: String(ListenerArn), attributes: { ListenerArn } };
  },
});

export const listenerRule = handlerOf({
  create: 'CreateRule',
  modify: 'ModifyRule',
  delete: 'DeleteRule',
  arn: 'RuleArn',
  replacement: ['ListenerArn'],
  fixed: ['ListenerArn', 'Priority', 'Tags'],
  read(output) {
    const { RuleArn, IsDefault } = first<Rule>(output, 'Rules');
    return { physicalId: String(RuleArn), attributes: { RuleArn, IsDefault: IsDefault ?? false } };
  },
});

function handlerOf(kind: Kind): Handler {
  const without = kind.attributes ? [kind.attributes.property] : [];
  const setAttributes = async (request: HandlerRequest, arn: string) => {
    const values = kind.attributes && request.properties[kind.attributes.property];
    if (!kind.attributes || !Array.isArray(values) || !values.length) return;
    const input = inputOf(request, 'elb', kind.attributes.operation, { [kind.arn]: arn, [kind.attributes.member]: values });
    await call(request, 'elb', kind.attributes.operation, input);
  };
  return {
    replacement: kind.replacement,
    ...kind.named && { nameProperty: 'Name' },
    async create(request) {
      const { clock } = request.around;
      await clock.sleep(RESOURCE_MS / 2, request.signal);
      const properties = kind.named ? { Name: physicalName(request, NAME_LIMIT), ...request.properties } : request.properties;
      const done = kind.read(await call(request, 'elb', kind.create, inputOf(request, 'elb', kind.create, properties, without)));
      request.initiated(done.physicalId);
      await setAttributes(request, done.physicalId);
      await clock.sleep(RESOURCE_MS / 2, request.signal);
      return done;
    },
    async update(request) {
      await request.around.clock.sleep(RESOURCE_MS, request.signal);
      const arn = String(request.physicalId);
      if (kind.modify) {
        const input = inputOf(request, 'elb', kind.modify, request.properties, [...without, ...kind.fixed ?? []]);
        await call(request, 'elb', kind.modify, { ...input, [kind.arn]: arn });
      }
      await setAttributes(request, arn);
      return { physicalId: arn, attributes: request.attributes };
    },
    async delete(request) {
      await request.around.clock.sleep(RESOURCE_MS, request.signal);
      await callIfThere(request, 'elb', kind.delete, { [kind.arn]: request.physicalId });
    },
  };
}

/** The last part of an ARN, as the metrics of Elastic Load Balancing name it. */
function fullName(arn: string | undefined, prefix: string): string {
  return String(arn).split(':').pop()?.replace(prefix, '') ?? '';
}
