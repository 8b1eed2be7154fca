import { AwsError } from '../../world';
import { Received } from '../answers';
import { Handler, HandlerRequest, ResourceFailure } from '../model';
import { isRecord } from '../template';

/** CloudFormation waits an hour unless ServiceTimeout is shorter (User Guide, custom resource request objects). */
const DEFAULT_TIMEOUT_SECONDS = 3600;
/** User Guide, custom resource response objects. */
const MAX_RESPONSE_BYTES = 4096;

/** Custom::* and AWS::CloudFormation::CustomResource: invokes the real function, which answers by HTTP. */
export const customResource: Handler = {
  async create(request) {
    const done = await ask(request, 'Create');
    request.initiated(done.physicalId);
    return done;
  },
  update(request) {
    if (request.properties.ServiceToken !== request.oldProperties.ServiceToken) {
      throw new ResourceFailure('Modifying service token is not allowed.');
    }
    return ask(request, 'Update');
  },
  async delete(request) {
    await ask(request, 'Delete');
  },
};

async function ask(request: HandlerRequest, type: 'Create' | 'Update' | 'Delete') {
  const { clock, world, answers } = request.around;
  const requestId = world.random.uuid();
  const timeoutSeconds = Number(request.properties.ServiceTimeout ?? DEFAULT_TIMEOUT_SECONDS);
  const physicalId = request.physicalId ?? inventedId(request);

  const received = await new Promise<Received>((resolve, reject) => {
    const desk = answers.ask({ requestId, stackId: request.stack.id, logicalId: request.logicalId }, (answer) => {
      timer.cancel();
      resolve(answer);
    });
    const giveUp = (error: Error) => {
      desk.close();
      timer.cancel();
      reject(error);
    };
    const timer = clock.after(timeoutSeconds * 1000, () => {
      giveUp(new ResourceFailure('CloudFormation did not receive a response from your Custom Resource.'));
    });
    request.signal.addEventListener('abort', () => giveUp(new Error('cancelled')), { once: true });
    try {
      request.around.functions.invokeAsync(String(request.properties.ServiceToken), {
        RequestType: type,
        ServiceToken: request.properties.ServiceToken,
        ResponseURL: desk.url,
        StackId: request.stack.id,
        RequestId: requestId,
        LogicalResourceId: request.logicalId,
        ...type !== 'Create' && { PhysicalResourceId: physicalId },
        ResourceType: request.type,
        ResourceProperties: asStrings(request.properties),
        ...type === 'Update' && { OldResourceProperties: asStrings(request.oldProperties) },
      });
    } catch (error) {
      giveUp(error instanceof AwsError ? new ResourceFailure(error.message) : error as Error);
    }
  });
  return judge(received, requestId, type === 'Create' ? undefined : physicalId);
}

function judge({ answer, bytes }: Received, requestId: string, knownId: string | undefined) {
  if (bytes > MAX_RESPONSE_BYTES) throw new ResourceFailure('Response object is too long.', knownId);
  if (!answer.PhysicalResourceId) throw new ResourceFailure('Invalid PhysicalResourceId', knownId);
  if (answer.Status !== 'SUCCESS') {
    throw new ResourceFailure(
      `Received response status [${answer.Status}] from custom resource. Message returned: ${answer.Reason} (RequestId: ${requestId})`,
      answer.PhysicalResourceId,
    );
  }
  return { physicalId: answer.PhysicalResourceId, attributes: answer.Data ?? {} };
}

/** [reported] the Delete of a cancelled create has an id that CloudFormation generates. */
function inventedId(request: HandlerRequest): string {
  return `${request.stack.name}-${request.logicalId}-${request.around.world.random.hex(12).toUpperCase()}`;
}

/** [reported] numbers and booleans reach the function as strings. */
export function asStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asStrings);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asStrings(v)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

