import { EventLog, TEXT } from './events';
import { HandlerRequest, Properties, Resource, Stack, Surroundings } from './model';
import { originPath } from './origin';

export type Verb = 'CREATE' | 'UPDATE' | 'DELETE';

interface RequestDetails {
  readonly around: Surroundings;
  readonly stack: Stack;
  readonly events: EventLog;
  readonly verb: Verb;
  readonly resource: Resource;
  readonly oldProperties: Properties;
  readonly signal: AbortSignal;
  /** The resource whose events show what happens: in a replacement, not the one that the handler makes. */
  readonly shown: Resource;
  /** The stack is rolling back. */
  readonly rollback: boolean;
}

export function handlerRequest(details: RequestDetails): HandlerRequest {
  const { around, stack, events, verb, resource, oldProperties, signal, shown, rollback } = details;
  const { logicalId, type, properties, physicalId, attributes } = resource;
  return {
    around,
    stack,
    logicalId,
    type,
    properties,
    oldProperties,
    physicalId,
    attributes,
    context: { origin: { stackName: stack.name, logicalId, path: originPath(stack, resource), operation: stack.operation, rollback } },
    signal,
    initiated: (newPhysicalId, newAttributes) => {
      if (verb === 'DELETE' || signal.aborted) return;
      if (newAttributes) shown.attributes = newAttributes;
      events.initiated(shown, verb, newPhysicalId);
    },
    consistencyCheck: () => {
      if (verb !== 'DELETE' && !signal.aborted) events.resource(shown, `${verb}_IN_PROGRESS`, TEXT.consistency, 'CONFIGURATION_COMPLETE');
    },
  };
}
