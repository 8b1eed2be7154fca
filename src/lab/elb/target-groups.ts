import type {
  CreateTargetGroupInput, DeleteTargetGroupInput, DescribeTargetGroupAttributesInput, DescribeTargetGroupsInput,
  ModifyTargetGroupAttributesInput, ModifyTargetGroupInput, TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../world';
import { ElbState, TargetGroupState } from './model';
import { loadBalancersOf } from './routing';

/** Defaults of CreateTargetGroup (ELB API Reference). */
const HTTP_DEFAULTS = { HealthCheckPath: '/', Matcher: { HttpCode: '200' }, HealthCheckTimeoutSeconds: 5 };
const TCP_DEFAULTS = { HealthCheckTimeoutSeconds: 10 };
const COMMON_DEFAULTS = {
  HealthCheckPort: 'traffic-port',
  HealthCheckEnabled: true,
  HealthCheckIntervalSeconds: 30,
  HealthyThresholdCount: 5,
  UnhealthyThresholdCount: 2,
};
const ATTRIBUTE_DEFAULTS = { 'deregistration_delay.timeout_seconds': '300', 'stickiness.enabled': 'false' };

export function targetGroupOperations(state: ElbState) {
  const describe = (group: TargetGroupState): TargetGroup => ({
    ...group.description, LoadBalancerArns: loadBalancersOf(state, group.description.TargetGroupArn),
  });
  const attributes = (group: TargetGroupState) => ({
    Attributes: [...group.attributes].map(([Key, Value]) => ({ Key, Value })),
  });
  return {
    CreateTargetGroup: ({ Tags: _, ...input }: CreateTargetGroupInput) => {
      if ([...state.targetGroups.values()].some(({ description }) => description.TargetGroupName === input.Name)) {
        const message = `A target group with the same name '${input.Name}' exists, but with different settings`;
        throw new AwsError('DuplicateTargetGroupName', message);
      }
      const { Name, ...settings } = input;
      const isHttp = (input.Protocol ?? 'HTTP').startsWith('HTTP');
      const TargetGroupArn = state.arn(`targetgroup/${Name}/${state.world.random.hex(16)}`);
      const group: TargetGroupState = {
        description: {
          ...COMMON_DEFAULTS,
          ...(isHttp ? HTTP_DEFAULTS : TCP_DEFAULTS),
          HealthCheckProtocol: isHttp ? 'HTTP' : 'TCP',
          TargetType: 'instance',
          ...(isHttp ? { ProtocolVersion: 'HTTP1' } : {}),
          IpAddressType: 'ipv4',
          ...defined(settings),
          TargetGroupName: Name,
          TargetGroupArn,
        },
        attributes: new Map(Object.entries(ATTRIBUTE_DEFAULTS)),
        targets: new Map(),
      };
      state.targetGroups.set(TargetGroupArn, group);
      return { TargetGroups: [describe(group)] };
    },
    ModifyTargetGroup: ({ TargetGroupArn, ...changes }: ModifyTargetGroupInput) => {
      const group = state.targetGroup(TargetGroupArn);
      Object.assign(group.description, defined(changes));
      return { TargetGroups: [describe(group)] };
    },
    ModifyTargetGroupAttributes: ({ TargetGroupArn, Attributes }: ModifyTargetGroupAttributesInput) => {
      const group = state.targetGroup(TargetGroupArn);
      for (const { Key, Value } of Attributes ?? []) group.attributes.set(Key ?? '', Value ?? '');
      return attributes(group);
    },
    DescribeTargetGroupAttributes: ({ TargetGroupArn }: DescribeTargetGroupAttributesInput) => (
      attributes(state.targetGroup(TargetGroupArn))
    ),
    DescribeTargetGroups: ({ TargetGroupArns, Names, LoadBalancerArn }: DescribeTargetGroupsInput) => {
      const all = [...state.targetGroups.values()].map(describe);
      if (TargetGroupArns?.length) return { TargetGroups: TargetGroupArns.map((arn) => describe(state.targetGroup(arn))) };
      if (Names?.length) {
        const named = (name: string) => all.find((one) => one.TargetGroupName === name) ?? describe(state.targetGroup(undefined));
        return { TargetGroups: Names.map(named) };
      }
      return { TargetGroups: LoadBalancerArn ? all.filter((one) => one.LoadBalancerArns?.includes(LoadBalancerArn)) : all };
    },
    DeleteTargetGroup: ({ TargetGroupArn }: DeleteTargetGroupInput) => {
      const group = state.targetGroups.get(TargetGroupArn ?? '');
      if (!group) return {}; // as ELB does: the deletion of a deleted target group succeeds
      if (loadBalancersOf(state, group.description.TargetGroupArn).length) {
        throw new AwsError('ResourceInUse', `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`);
      }
      for (const target of group.targets.values()) target.timer?.cancel();
      state.targetGroups.delete(group.description.TargetGroupArn);
      return {};
    },
  };
}

/** Without the members that are undefined, so that defaults and earlier values stay. */
function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}
