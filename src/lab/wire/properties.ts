import type { NormalizedSchema } from '@smithy/core/schema';
import { membersOf, SchemaError } from './schema';
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
  if (value === undefined || value === null || schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) {
    const members = new Map([...membersOf(schema)].map(([name, member]) => [name.toLowerCase(), { name, member }]));
    return Object.fromEntries(Object.entries(value).map(([key, v]) => {
      const found = members.get(key.toLowerCase());
      if (!found) throw new SchemaError(`${path}: extraneous key [${key}] is not permitted`);
      return [found.name, toInput(found.member, v, `${path}.${key}`)];
    }));
  }
  if (schema.isListSchema()) return [value].flat().map((v, i) => toInput(schema.getValueSchema(), v, `${path}[${i}]`));
  if (schema.isMapSchema()) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toInput(schema.getValueSchema(), v, `${path}.${k}`)]));
  }
  if (schema.isNumericSchema()) return Number(value);
  if (schema.isBooleanSchema()) return value === true || value === 'true';
  if (schema.isStringSchema()) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  return value;
}
