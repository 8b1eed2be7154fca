const REFUSED = new RegExp([
  'invalid request provided', 'invalidparameter', 'clientexception', 'incompatible with', 'not compatible with', 'does not have an associated load balancer',
  'target type .{1,40}(incompatible|not)', 'was not idempotent', 'no fargate configuration exists', 'must (contain|specify|have|be) ', 'is not (valid|supported) ', 'invalid value',
  'task ?definition .{0,60}(inactive|does not|not found|is invalid)', 'unsupportedfeature', 'platform ?version.{0,60}(not|unknown)', 'network configuration must', 'is not supported',
  'cpu .{0,40}memory .{0,60}not (valid|supported)', 'validation(exception| error)', 'does not support', 'already exists', 'not (a )?valid', 'unable to find .{0,40}(task definition|cluster)',
  'cluster ?not ?found', 'requires? (the )?(compatib|launch)', 'model validation failed', 'extraneous key', 'cannot be (used|specified|changed|updated|combined)',
].join('|'), 'i');

/** ECS or CloudFormation refused the parameters of a request. */
export function configurationFault(text: string): string | undefined {
  return REFUSED.test(text) ? 'service-definition-invalid' : undefined;
}
