import { AwsError, callFake } from '../../world';
import { Handler, HandlerRequest } from '../model';
import { call, callIfThere } from './calls';
import { creation, deletion, POLL_MS, RESOURCE_MS } from './timing';

export const stateMachine: Handler = {
  replacement: ['StateMachineName', 'StateMachineType'],
  nameProperty: 'StateMachineName',
  async create(request) {
    const { clock } = request.around;
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    const name = String(request.properties.StateMachineName ?? generatedName(request));
    const { stateMachineArn } = await call<{ stateMachineArn: string }>(request, 'states', 'CreateStateMachine', {
      name, definition: definitionOf(request), roleArn: String(request.properties.RoleArn), encryptionConfiguration: encryptionOf(request),
    });
    request.initiated(stateMachineArn);
    await clock.sleep(creation(request.type).ms - RESOURCE_MS / 2, request.signal);
    return { physicalId: stateMachineArn, attributes: { Arn: stateMachineArn, Name: name } };
  },
  async update(request) {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
    await call(request, 'states', 'UpdateStateMachine', {
      stateMachineArn: request.physicalId, definition: definitionOf(request), encryptionConfiguration: encryptionOf(request),
    });
    return { physicalId: String(request.physicalId), attributes: request.attributes };
  },
  async delete(request) {
    const { clock, world } = request.around;
    const [untilGone, after] = deletion(world);
    await clock.sleep(untilGone, request.signal);
    await callIfThere(request, 'states', 'DeleteStateMachine', { stateMachineArn: request.physicalId });
    await clock.sleep(after, request.signal);
    // DELETING lasts until the last execution has come to its next transition.
    for (;;) {
      try {
        await callFake(world, 'states', 'DescribeStateMachine', { stateMachineArn: request.physicalId });
      } catch (error) {
        if (error instanceof AwsError) return;
        throw error;
      }
      await clock.sleep(POLL_MS, request.signal);
    }
  },
};

/**
 * [capture] without the name of the stack: `processinggeostoredatasetversioncreation65D71092-W9Bi3T8DiGui` (linz/geostore#2300). In 2018
 * longer logical ids were cut (serverless-operations/serverless-step-functions#100).
 */
function generatedName({ logicalId, around }: HandlerRequest): string {
  return `${logicalId.slice(0, 67)}-${around.world.random.hex(12)}`;
}

function encryptionOf({ properties }: HandlerRequest) {
  const { Type, KmsKeyId } = (properties.EncryptionConfiguration ?? { Type: 'AWS_OWNED_KEY' }) as { Type: string; KmsKeyId?: string };
  return { type: Type, kmsKeyId: KmsKeyId };
}

function definitionOf(request: HandlerRequest): string {
  const { DefinitionString, Definition, DefinitionSubstitutions } = request.properties;
  const text = DefinitionString === undefined ? JSON.stringify(Definition) : String(DefinitionString);
  const substitutions = DefinitionSubstitutions as { [name: string]: unknown } | undefined;
  return Object.entries(substitutions ?? {}).reduce((t, [name, value]) => t.split(`\${${name}}`).join(String(value)), text);
}
