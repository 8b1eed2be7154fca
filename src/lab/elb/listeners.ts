import type {
  Action, CreateListenerInput, CreateRuleInput, DeleteListenerInput, DeleteRuleInput, DescribeListenersInput, DescribeRulesInput,
  ModifyListenerInput, ModifyRuleInput, Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../world';
import { ElbState, ListenerState } from './model';
import { forwardedTo } from './routing';

export function listenerOperations(state: ElbState, routingChanged: () => void) {
  const { random } = state.world;
  /** Every listener has a default rule, shown by DescribeRules beside the others. */
  const defaultRule = ({ description }: ListenerState): Rule => ({
    RuleArn: description.ListenerArn.replace(':listener/', ':listener-rule/') + '/0000000000000000',
    Priority: 'default',
    Conditions: [],
    Actions: description.DefaultActions,
    IsDefault: true,
  });
  const mustExist = (actions: readonly Action[] | undefined) => forwardedTo(actions).forEach((arn) => state.targetGroup(arn));
  return {
    CreateListener: ({ Tags: _, ...input }: CreateListenerInput) => {
      const balancer = state.loadBalancer(input.LoadBalancerArn);
      mustExist(input.DefaultActions);
      const taken = [...state.listeners.values()]
        .some(({ description }) => description.LoadBalancerArn === input.LoadBalancerArn && description.Port === input.Port);
      if (taken) throw new AwsError('DuplicateListener', 'A listener already exists on this port for this load balancer');
      const ListenerArn = `${balancer.LoadBalancerArn.replace(':loadbalancer/', ':listener/')}/${random.hex(16)}`;
      const listener: ListenerState = { description: { ...input, ListenerArn }, rules: new Map() };
      state.listeners.set(ListenerArn, listener);
      routingChanged();
      return { Listeners: [listener.description] };
    },
    ModifyListener: ({ ListenerArn, ...changes }: ModifyListenerInput) => {
      const listener = state.listener(ListenerArn);
      mustExist(changes.DefaultActions);
      Object.assign(listener.description, changes);
      routingChanged();
      return { Listeners: [listener.description] };
    },
    DescribeListeners: ({ ListenerArns, LoadBalancerArn }: DescribeListenersInput) => {
      if (ListenerArns?.length) return { Listeners: ListenerArns.map((arn) => state.listener(arn).description) };
      const { LoadBalancerArn: balancer } = state.loadBalancer(LoadBalancerArn);
      const all = [...state.listeners.values()].map(({ description }) => description);
      return { Listeners: all.filter((one) => one.LoadBalancerArn === balancer) };
    },
    DeleteListener: ({ ListenerArn }: DeleteListenerInput) => {
      state.listeners.delete(state.listener(ListenerArn).description.ListenerArn);
      routingChanged();
      return {};
    },
    CreateRule: ({ ListenerArn, Conditions, Priority, Actions, Transforms }: CreateRuleInput) => {
      const listener = state.listener(ListenerArn);
      mustExist(Actions);
      if ([...listener.rules.values()].some((one) => one.Priority === String(Priority))) {
        throw new AwsError('PriorityInUse', `Priority '${Priority}' is currently in use`);
      }
      const RuleArn = `${listener.description.ListenerArn.replace(':listener/', ':listener-rule/')}/${random.hex(16)}`;
      const rule = { RuleArn, Priority: String(Priority), Conditions, Actions, Transforms, IsDefault: false };
      listener.rules.set(RuleArn, rule);
      routingChanged();
      return { Rules: [rule] };
    },
    ModifyRule: ({ RuleArn, ...changes }: ModifyRuleInput) => {
      const [, rule] = state.rule(RuleArn);
      mustExist(changes.Actions);
      if (changes.Conditions) rule.Conditions = changes.Conditions;
      if (changes.Actions) rule.Actions = changes.Actions;
      routingChanged();
      return { Rules: [rule] };
    },
    DescribeRules: ({ ListenerArn, RuleArns }: DescribeRulesInput) => {
      if (RuleArns?.length) return { Rules: RuleArns.map((arn) => state.rule(arn)[1]) };
      const listener = state.listener(ListenerArn);
      return { Rules: [...listener.rules.values(), defaultRule(listener)] };
    },
    DeleteRule: ({ RuleArn }: DeleteRuleInput) => {
      const [listener, rule] = state.rule(RuleArn);
      listener.rules.delete(rule.RuleArn);
      routingChanged();
      return {};
    },
  };
}
