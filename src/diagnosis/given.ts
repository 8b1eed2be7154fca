import { Given } from './model';
import { ContainerDefinition, Frame, TaskDefinition } from '../facts/model';

/** Characters of a value that a text can quote and nobody takes for something else. */
const SHORTEST = 8;

/**
 * Environment variables and options of log drivers in both task definitions, from which redaction learns what an application can quote.
 * Not those whose value is a name in the frame, which texts need: a service is often the user of its own database.
 */
export function givenIn({ taskDefinition, previousTaskDefinition, service }: Frame): readonly Given[] {
  const definitions = [taskDefinition, previousTaskDefinition];
  const names = new Set([service?.serviceName, service?.clusterArn?.split('/').pop(), ...definitions.flatMap(namesIn)]);
  const all = definitions.flatMap((definition) => definition?.containerDefinitions ?? []).flatMap(ofContainer);
  const telling = all.filter(({ value }) => value.length >= SHORTEST && !names.has(value));
  return [...new Map(telling.map((one) => [`${one.name}=${one.value}`, one])).values()];
}

function ofContainer({ environment, logConfiguration, firelensConfiguration }: ContainerDefinition): readonly Given[] {
  const options = Object.entries({ ...logConfiguration?.options, ...firelensConfiguration?.options });
  const all = [...environment ?? [], ...options.map(([name, value]) => ({ name, value }))];
  return all.map(({ name = '', value = '' }) => ({ name, value: `${value}` }));
}

function namesIn(definition: TaskDefinition | null | undefined): readonly (string | undefined)[] {
  return [definition?.family, ...(definition?.containerDefinitions ?? []).flatMap(({ name, image }) => [name, image])];
}
