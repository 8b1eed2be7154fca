import { Given } from './model';
import { Frame, TaskDefinition } from '../facts/model';

/** Characters of a value that a text can quote and nobody takes for something else. */
const SHORTEST = 8;

/**
 * Environment variables of both task definitions, from which redaction learns what an application can quote.
 * Not those whose value is a name in the frame, which texts need: a service is often the user of its own database.
 */
export function givenIn({ taskDefinition, previousTaskDefinition, service }: Frame): readonly Given[] {
  const definitions = [taskDefinition, previousTaskDefinition];
  const names = new Set([service?.serviceName, service?.clusterArn?.split('/').pop(), ...definitions.flatMap(namesIn)]);
  const all = definitions.flatMap((definition) => definition?.containerDefinitions ?? []).flatMap(({ environment }) => environment ?? []);
  const telling = all.flatMap(({ name, value }) => (
    name && value && value.length >= SHORTEST && !names.has(value) ? [{ name, value }] : []));
  return [...new Map(telling.map((one) => [`${one.name}=${one.value}`, one])).values()];
}

function namesIn(definition: TaskDefinition | null | undefined): readonly (string | undefined)[] {
  return [definition?.family, ...(definition?.containerDefinitions ?? []).flatMap(({ name, image }) => [name, image])];
}
