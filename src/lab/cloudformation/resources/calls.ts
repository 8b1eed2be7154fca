import { propertiesToInput } from '../../wire/properties';
import { SchemaError } from '../../wire/schema';
import { callFake, AwsError } from '../../world';
import { HandlerRequest, Properties, ResourceFailure } from '../model';

/** The names of the services in the texts of resource handlers. */
const SERVICE_NAMES: { readonly [service: string]: string } = {
  ecs: 'AmazonECS', elb: 'ElasticLoadBalancingV2', logs: 'CloudWatchLogs', states: 'Sfn',
};

/** HandlerErrorCode for an API error (CloudFormation CLI User Guide, handler error codes). */
function handlerErrorCode(error: AwsError): string {
  if (/NotFound|DoesNotExist/.test(error.code)) return 'NotFound';
  if (/AccessDenied/.test(error.code)) return 'AccessDenied';
  if (/Throttl/.test(error.code)) return 'Throttling';
  if (/AlreadyExists|Duplicate/.test(error.code)) return 'AlreadyExists';
  return error.status >= 500 ? 'ServiceInternalError' : 'InvalidRequest';
}

/** [reported] the form of a resource handler's message in the stack events. */
export function handlerFailure(request: HandlerRequest, message: string, code: string): ResourceFailure {
  const token = request.around.world.random.uuid();
  return new ResourceFailure(`Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${code})`);
}

/** Calls a fake as the resource handler does; its errors become the reason of the resource. */
export async function call<T>(request: HandlerRequest, service: string, operation: string, input: unknown): Promise<T> {
  try {
    return await callFake(request.around.world, service, operation, input, request.context) as T;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const requestId = request.around.world.random.uuid();
    const name = SERVICE_NAMES[service] ?? service;
    const message = `${error.message} (Service: ${name}; Status Code: ${error.status}; Error Code: ${error.code}; `
      + `Request ID: ${requestId}; Proxy: null)`;
    throw handlerFailure(request, message, handlerErrorCode(error));
  }
}

/** As `call`; a resource that is gone already is no error. */
export async function callIfThere(request: HandlerRequest, service: string, operation: string, input: unknown): Promise<void> {
  try {
    await callFake(request.around.world, service, operation, input, request.context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (!/NotFound|DoesNotExist|INACTIVE|NotActive/.test(error.code)) throw new ResourceFailure(error.message);
  }
}

/** Properties of the template as input of an operation. A mistake in the template makes the run worthless: it is a violation. */
export function inputOf(
  request: HandlerRequest, service: string, operation: string, properties: Properties, without: readonly string[] = [],
): Record<string, unknown> {
  try {
    return propertiesToInput(service, operation, Object.fromEntries(Object.entries(properties).filter(([k]) => !without.includes(k))));
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    request.around.violation(`${request.type} ${request.logicalId}: ${error.message}`);
    throw new ResourceFailure(`Properties validation failed for resource ${request.logicalId} with message: ${error.message}`);
  }
}
