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
    .replace(/ ?\((service|requesttoken): .*$/i, '');
}

const NO_LISTENER = /does not have an associated load balancer/i;

function isUpdate({ text, frame }: Hit): boolean {
  return /updateservice/i.test(text) || /^UPDATE_/.test(frame.operation?.resourceStatus ?? '');
}

function fixFor(hit: Hit): string {
  const { text } = hit;
  if (/associated load balancer/i.test(text)) {
    return isUpdate(hit)
      ? 'let a listener or a listener rule forward to the target group again: listener.addTargetGroups(...)'
      : 'let the service wait for the listener: service.node.addDependency(listener), or attach the target group to a listener first';
  }
  if (/is already used by .{0,120}namespace/i.test(text)) {
    return 'free the Service Connect name in this namespace: another service has it, usually the one that this change replaces;'
      + ' give the new service another discoveryName, or deploy once without serviceConnectConfiguration';
  }
  if (/operating system/i.test(text)) {
    const family = hit.frame.taskDefinition?.runtimePlatform?.operatingSystemFamily;
    return `the task definition is for ${family ?? 'another operating system'}, and a feature of the service needs Linux,`
      + ' mostly Service Connect: leave serviceConnectConfiguration out of this service';
  }
  if (/cannot specify an IAM role/i.test(text)) return 'remove the property Role of the service: ECS uses its service-linked role here';
  if (/target type/i.test(text)) return 'set targetType: TargetType.IP in the ApplicationTargetGroup of a service with awsvpc network mode';
  if (/force a new deployment/i.test(text)) {
    return 'force one: forceNewDeployment: { enabled: true, nonce } of the service (aws-cdk-lib 2.259 and newer; before:'
      + ' addPropertyOverride(\'ForceNewDeployment\', { EnableForceNewDeployment: true, ForceNewDeploymentNonce }) on the CfnService)';
  }
  if (/task ?definition.{0,120}\binactive\b/i.test(text)) {
    return 'let CloudFormation register a new revision: change the task definition in the app; something else (a deploy tool, a clean-up)'
      + ' has deregistered this one and will do so again';
  }
  if (/both a launch type and (?:a )?capacity provider strategy/i.test(text)) {
    return 'take LaunchType out of the service: capacityProviderStrategies names its capacity already'
      + ' (Amazon ECS API Reference, CreateService: only one of the two is allowed)';
  }
  if (/compute strategy|launch type|compatib/i.test(text)) {
    return 'match compatibility / networkMode of the task definition with the launch type and capacity providers of the service';
  }
  return 'correct the property that the message names, in the service or the task definition';
}
