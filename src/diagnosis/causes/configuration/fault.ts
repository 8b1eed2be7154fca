const REFUSED = new RegExp([
  'invalid request provided', '(create|update)service sdk error', 'invalidparameter', 'clientexception', 'incompatible with', 'not compatible with', 'does not have an associated load balancer',
  'target type .{1,40}(incompatible|not)', 'was not idempotent', 'no fargate configuration exists', 'must (contain|specify|have|be) ', 'is not (valid|supported) ', 'invalid value',
  'task ?definition .{0,60}(inactive|does not|not found|is invalid)', 'unsupportedfeature', 'platform ?version.{0,60}(not|unknown)', 'network configuration must', 'is not supported',
  'cpu .{0,40}memory .{0,60}not (valid|supported)', 'validation(exception| error)', 'does not support', 'already exists', 'not (a )?valid', 'unable to find .{0,40}(task definition|cluster)',
  'cluster ?not ?found', 'requires? (the )?(compatib|launch)', 'model validation failed', 'extraneous key', 'cannot be (used|specified|changed|updated|combined)',
].join('|'), 'i');

/** ECS or CloudFormation refused the parameters of a request. */
export function configurationFault(text: string): string | undefined {
  return REFUSED.test(text) ? 'service-definition-invalid' : undefined;
}

/** CloudFormation's own classes of what its handler met (CloudFormation CLI guide, handler error codes): where the words say nothing, these do. */
const BY_HANDLER_CODE: { readonly [code: string]: string } = {
  InvalidRequest: 'service-definition-invalid',
  AlreadyExists: 'service-definition-invalid',
  NotFound: 'service-definition-invalid',
  NotUpdatable: 'service-definition-invalid',
  AccessDenied: 'role-permission-denied',
  InvalidCredentials: 'role-permission-denied',
  UnauthorizedTaggingOperation: 'role-permission-denied',
  Throttling: 'throttled',
  NotStabilized: 'deployment-timeout-generic',
  ServiceInternalError: 'internal-error',
  InternalFailure: 'internal-error',
};

export function handlerFault(text: string): string | undefined {
  return BY_HANDLER_CODE[/HandlerErrorCode: ?(\w+)/i.exec(text)?.[1] ?? ''];
}
