import { guide, quoted, stated } from '../../kit';

export const serviceDefinitionInvalid = stated({
  id: 'service-definition-invalid',
  family: 'configuration',
  title: 'ECS refused the service definition',
  stage: 'service',
  retry: 'never',
  docs: guide('service_definition_parameters'),
  retryOf: (hit) => (/does not have an associated load balancer/i.test(hit.text) ? 'maybe' : undefined),
  headline: (hit) => `ECS refused the service: ${quoted(detail(hit.text))}`,
  fix: (hit) => fixFor(hit.text),
});

function detail(text: string): string {
  return text.replace(/^resource handler returned message: "?/i, '').replace(/^invalid request provided: /i, '')
    .replace(/ ?\((service|requesttoken): .*$/i, '');
}

function fixFor(text: string): string {
  if (/associated load balancer/i.test(text)) {
    return 'let the service wait for the listener: service.node.addDependency(listener), or attach the target group to a listener first';
  }
  if (/is already used by .{0,120}namespace/i.test(text)) {
    return 'free the Service Connect name in this namespace: another service has it, usually the one that this change replaces;'
      + ' give the new service another discoveryName, or deploy once without serviceConnectConfiguration';
  }
  if (/cannot specify an IAM role/i.test(text)) return 'remove the property Role of the service: ECS uses its service-linked role here';
  if (/target type/i.test(text)) return 'set targetType: TargetType.IP in the ApplicationTargetGroup of a service with awsvpc network mode';
  if (/compute strategy|launch type|compatib/i.test(text)) {
    return 'match compatibility / networkMode of the task definition with the launch type and capacity providers of the service';
  }
  return 'correct the property that the message names, in the service or the task definition';
}
