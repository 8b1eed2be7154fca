import { nameInFix } from '../../../text';
import { guide, Hit, quoted, stated } from '../../kit';

export const serviceDefinitionInvalid = stated({
  id: 'service-definition-invalid',
  family: 'configuration',
  title: 'ECS refused the service definition',
  stage: 'service',
  retry: 'never',
  docs: guide('service_definition_parameters'),
  // a new service can come before the listener; in an update somebody has taken the listener away
  retryOf: (hit) => (NO_LISTENER.test(hit.text) && !isUpdate(hit) ? 'maybe' : undefined),
  headline: (hit) => `ECS refused the service: ${quoted(detail(hit.text))}`,
  fix: (hit) => fixFor(hit),
});

function detail(text: string): string {
  return text.replace(/^resource handler returned message: "?/i, '').replace(/^invalid request provided: /i, '')
    .replace(/ ?\((service|requesttoken): .*$/i, '')
    .replace(/^.{0,40}the values specified for (?=\w+ do not)|(?<=')\. remove the value.*$/gi, '');
}

const NO_LISTENER = /does not have an associated load balancer/i;

function isUpdate({ text, frame }: Hit): boolean {
  return /updateservice/i.test(text) || /^UPDATE_/.test(frame.operation?.resourceStatus ?? '');
}

type Fix = string | ((hit: Hit, found: RegExpExecArray) => string);

/** Words of a refusal, and what lifts it. The first that match decide. */
const FIXES: readonly (readonly [words: RegExp, fix: Fix])[] = [
  [/associated load balancer/i, (hit) => (isUpdate(hit)
    ? 'let a listener or a listener rule forward to the target group again: listener.addTargetGroups(...)'
    : 'let the service wait for the listener: service.node.addDependency(listener), or attach the target group to a listener first')],
  // Amazon ECS API Reference, ServiceRegistry
  [/values specified for (\w+) do not require a value for '(\w+)'/i, (_hit, [, list, member]) => (
    `leave ${member} out of ${list}`
    + (/port/i.test(member)
      ? ': a Cloud Map service with A records takes none; or give it SRV records (cloudMapOptions.dnsRecordType)' : ''))],
  [/is already used by .{0,120}namespace/i,
    'free the Service Connect name in this namespace: another service has it, usually the one that this change replaces;'
    + ' give the new service another discoveryName, or deploy once without serviceConnectConfiguration'],
  [/operating system/i, ({ frame }) => (
    `the task definition is for ${frame.taskDefinition?.runtimePlatform?.operatingSystemFamily ?? 'another operating system'}, and a`
    + ' feature of the service needs Linux, mostly Service Connect: leave serviceConnectConfiguration out of this service')],
  [/cannot specify an IAM role/i, 'remove the property Role of the service: ECS uses its service-linked role here'],
  [/target type/i, 'set targetType: TargetType.IP in the ApplicationTargetGroup of a service with awsvpc network mode'],
  // an Application Load Balancer takes addresses of another VPC with the zone "all", which ECS does not send (RegisterTargets)
  [/zone for IP address .{0,60}must be 'all'/i,
    'put load balancer and target group into the VPC of the tasks, or the service into theirs (vpcSubnets)'],
  [/force a new deployment/i,
    'force one: forceNewDeployment: { enabled: true, nonce } of the service (aws-cdk-lib 2.259 and newer; before:'
    + ' addPropertyOverride(\'ForceNewDeployment\', { EnableForceNewDeployment: true, ForceNewDeploymentNonce }) on the CfnService)'],
  [/task ?definition.{0,120}\binactive\b/i,
    'let CloudFormation register a new revision: change the task definition in the app; something else (a deploy tool, a clean-up)'
    + ' has deregistered this one and will do so again'],
  [/both a launch type and (?:a )?capacity provider strategy/i,
    'take LaunchType out of the service: capacityProviderStrategies names its capacity already'
    + ' (Amazon ECS API Reference, CreateService: only one of the two is allowed)'],
  // Amazon ECS API Reference, PutClusterCapacityProviders
  [/capacity provider\b.{0,80}(?:not associated|not found)/i,
    'associate it with the cluster first: cluster.enableFargateCapacityProviders(), or cluster.addAsgCapacityProvider(...) for instances'],
  [/container (\S{1,255}) (?:does not exist in the task|did not have a container port)/i, (_hit, [, name]) => (
    `correct container ${nameInFix(name)} and its port in the load balancers of the service, or add it to the task definition`)],
  [/network ?configuration (?:is not valid|must be provided)/i,
    'give the service vpcSubnets and securityGroups if networkMode of the task definition is awsvpc, and only then'],
  [/compute strategy|launch type|compatib/i,
    'match compatibility / networkMode of the task definition with the launch type and capacity providers of the service'],
];

function fixFor(hit: Hit): string {
  for (const [words, fix] of FIXES) {
    const found = words.exec(hit.text);
    if (found) return typeof fix === 'string' ? fix : fix(hit, found);
  }
  return 'correct the property that the message names, in the service or the task definition';
}
