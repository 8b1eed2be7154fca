import { Handler, Properties, STACK_TYPE } from '../model';
import { changedKeys } from '../template';
import { customResource } from './custom';
import { ecsCluster, ecsService, ecsTaskDefinition } from './ecs';
import { listener, listenerRule, loadBalancer, targetGroup } from './elb';
import { lambdaFunction } from './lambda';
import { logGroup } from './logs';
import { otherResource } from './other';
import { stateMachine } from './states';

const HANDLERS: { readonly [type: string]: Handler } = {
  'AWS::ECS::Cluster': ecsCluster,
  'AWS::ECS::TaskDefinition': ecsTaskDefinition,
  'AWS::ECS::Service': ecsService,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer,
  'AWS::ElasticLoadBalancingV2::TargetGroup': targetGroup,
  'AWS::ElasticLoadBalancingV2::Listener': listener,
  'AWS::ElasticLoadBalancingV2::ListenerRule': listenerRule,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::StepFunctions::StateMachine': stateMachine,
};

export function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** `nestedStack` is the engine's own: a stack within a stack. */
export function handlerFor(type: string, nestedStack: Handler): Handler {
  if (type === STACK_TYPE) return nestedStack;
  return isCustom(type) ? customResource : HANDLERS[type] ?? otherResource;
}

export function needsReplacement(handler: Handler, before: Properties, after: Properties): boolean {
  const changed = changedKeys(before, after);
  const rule = handler.replacement ?? [];
  return 'allBut' in rule ? changed.some((k) => !rule.allBut.includes(k)) : changed.some((k) => rule.includes(k));
}
