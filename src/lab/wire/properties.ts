import type { NormalizedSchema } from '@smithy/core/schema';
import { SchemaError, shapeOf } from './schema';
import { wireService } from './services';

/**
 * Properties of a CloudFormation resource as input of an API operation: CloudFormation writes `ContainerDefinitions` where ECS's
 * API writes `containerDefinitions` (and `EFSVolumeConfiguration` for `efsVolumeConfiguration`), and converts scalars to the type
 * that the API wants. Keys of maps (log options, labels) stay as they are.
 * @throws SchemaError for a property without a counterpart in the operation
 */
export function propertiesToInput(service: string, operation: string, properties: object): Record<string, unknown> {
  const schema = wireService(service).schemas.get(operation);
  if (!schema) throw new SchemaError(`${service} has no operation "${operation}"`);
  return toInput(schema.input, properties, operation) as Record<string, unknown>;
}

function toInput(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (value === undefined || value === null) return value;
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'structure': return structureToInput(shape.members, value, path);
    case 'list': return [value].flat().map((v, i) => toInput(shape.item, v, `${path}[${i}]`));
    case 'map': return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toInput(shape.item, v, `${path}.${k}`)]));
    case 'number': return Number(value);
    case 'boolean': return value === true || value === 'true';
    case 'string': return typeof value === 'object' ? JSON.stringify(value) : String(value);
    default: return value;
  }
}

function structureToInput(members: ReadonlyMap<string, NormalizedSchema>, value: object, path: string): Record<string, unknown> {
  const byName = new Map([...members].map(([name, member]) => [name.toLowerCase(), { name, member }]));
  return Object.fromEntries(Object.entries(value).map(([key, v]) => {
    const found = byName.get(key.toLowerCase());
    if (!found) throw new SchemaError(`${path}: extraneous key [${key}] is not permitted`);
    return [found.name, toInput(found.member, v, `${path}.${key}`)];
  }));
}
