import type {
  CreateLoadBalancerInput, DeleteLoadBalancerInput, DescribeLoadBalancersInput, LoadBalancer, ModifyLoadBalancerAttributesInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../world';
import { ElbState } from './model';

const TYPE_IN_ARN = { application: 'app', network: 'net', gateway: 'gwy' } as const;

export function loadBalancerOperations(state: ElbState, routingChanged: () => void) {
  const { random, clock, place } = state.world;
  return {
    CreateLoadBalancer: (input: CreateLoadBalancerInput) => {
      if ([...state.loadBalancers.values()].some((one) => one.LoadBalancerName === input.Name)) {
        const message = `A load balancer with the same name '${input.Name}' exists, but with different settings`;
        throw new AwsError('DuplicateLoadBalancerName', message);
      }
      const type = input.Type ?? 'application';
      const LoadBalancerArn = state.arn(`loadbalancer/${TYPE_IN_ARN[type]}/${input.Name}/${random.hex(16)}`);
      const subnets = input.Subnets ?? input.SubnetMappings?.map((mapping) => mapping.SubnetId ?? '') ?? [];
      const dnsPrefix = input.Scheme === 'internal' ? 'internal-' : '';
      const balancer: LoadBalancer & { LoadBalancerArn: string } = {
        LoadBalancerArn,
        LoadBalancerName: input.Name,
        DNSName: `${dnsPrefix}${input.Name}-${random.digits(10)}.${place.region}.elb.amazonaws.com`.toLowerCase(),
        CanonicalHostedZoneId: `Z${random.hex(13).toUpperCase()}`,
        CreatedTime: new Date(clock.now()),
        Scheme: input.Scheme ?? 'internet-facing',
        VpcId: `vpc-${random.hex(17)}`,
        // [model] AWS needs minutes to provision one; nothing that the lab is for depends on it.
        State: { Code: 'active' },
        Type: type,
        AvailabilityZones: subnets.map((SubnetId, index) => ({ SubnetId, ZoneName: `${place.region}${'abc'[index % 3]}` })),
        SecurityGroups: input.SecurityGroups,
        IpAddressType: input.IpAddressType ?? 'ipv4',
      };
      state.loadBalancers.set(LoadBalancerArn, balancer);
      return { LoadBalancers: [balancer] };
    },
    DescribeLoadBalancers: ({ LoadBalancerArns, Names }: DescribeLoadBalancersInput) => {
      if (LoadBalancerArns?.length) return { LoadBalancers: LoadBalancerArns.map((arn) => state.loadBalancer(arn)) };
      const all = [...state.loadBalancers.values()];
      if (!Names?.length) return { LoadBalancers: all };
      return { LoadBalancers: Names.map((name) => all.find((one) => one.LoadBalancerName === name) ?? state.loadBalancer(undefined)) };
    },
    /** Accepted without effect: none of the attributes changes what the lab shows. */
    ModifyLoadBalancerAttributes: ({ LoadBalancerArn, Attributes }: ModifyLoadBalancerAttributesInput) => {
      state.loadBalancer(LoadBalancerArn);
      return { Attributes };
    },
    DeleteLoadBalancer: ({ LoadBalancerArn }: DeleteLoadBalancerInput) => {
      for (const [arn, listener] of state.listeners) {
        if (listener.description.LoadBalancerArn === LoadBalancerArn) state.listeners.delete(arn);
      }
      state.loadBalancers.delete(LoadBalancerArn ?? '');
      routingChanged();
      return {};
    },
  };
}
