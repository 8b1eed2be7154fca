import { NormalizedSchema } from '@smithy/core/schema';

/**
 * The operation schemas that ship inside the SDK clients (exports such as `DescribeServices$`) drive all parsing and all
 * serialising, so that a member that AWS does not have cannot pass in either direction. Required members and enumerations are
 * not in these schemas and therefore not checked.
 */
export interface OperationSchema {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

/** A member or type that is not in the operation schema. */
export class SchemaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaError';
  }
}

type SchemaSource = Parameters<typeof NormalizedSchema.of>[0];

/** First element of the tuple that describes an operation. */
const OPERATION = 9;

export function operationsOf(client: object): ReadonlyMap<string, OperationSchema> {
  const operations = new Map<string, OperationSchema>();
  for (const value of Object.values(client)) {
    if (!Array.isArray(value) || value[0] !== OPERATION) continue;
    const [, , name, , input, output] = value as [number, string, string, unknown, SchemaSource, SchemaSource];
    operations.set(name, { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) });
  }
  return operations;
}

/** What a value of a schema is. `value`: anything that no other kind has, such as a union of the untyped. */
type Shape =
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, NormalizedSchema> }
  | { readonly kind: 'list' | 'map'; readonly item: NormalizedSchema }
  | { readonly kind: 'document' | 'timestamp' | 'blob' | 'boolean' | 'number' | 'string' | 'value' };

/** An answer has thousands of values, and the SDK's schema works each question out anew. */
const shapes = new WeakMap<NormalizedSchema, Shape>();

export function shapeOf(schema: NormalizedSchema): Shape {
  let shape = shapes.get(schema);
  if (!shape) shapes.set(schema, shape = readShape(schema));
  return shape;
}

function readShape(schema: NormalizedSchema): Shape {
  if (schema.isDocumentSchema()) return { kind: 'document' };
  if (schema.isStructSchema()) return { kind: 'structure', members: new Map(schema.structIterator()) };
  if (schema.isListSchema()) return { kind: 'list', item: schema.getValueSchema() };
  if (schema.isMapSchema()) return { kind: 'map', item: schema.getValueSchema() };
  if (schema.isTimestampSchema()) return { kind: 'timestamp' };
  if (schema.isBlobSchema()) return { kind: 'blob' };
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isNumericSchema()) return { kind: 'number' };
  if (schema.isStringSchema()) return { kind: 'string' };
  return { kind: 'value' };
}

/** How one wire format converts leaf values; `convert` handles the structures around them. */
export interface Leaves {
  timestamp(value: unknown, path: string): unknown;
  blob(value: unknown, path: string): unknown;
  number(value: unknown, path: string): unknown;
  boolean(value: unknown, path: string): unknown;
}

/** Walks `value` along the schema; throws `SchemaError` on a member that the schema lacks or a value of another kind. */
export function convert(schema: NormalizedSchema, value: unknown, leaves: Leaves, path: string): unknown {
  if (value === null || value === undefined) return undefined;
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'structure': return convertStruct(schema, shape.members, object(value, path), leaves, path);
    case 'list':
      if (!Array.isArray(value)) throw new SchemaError(`${path} must be a list`);
      return value.map((v, i) => convert(shape.item, v, leaves, `${path}[${i}]`));
    case 'map':
      return Object.fromEntries(Object.entries(object(value, path)).map(([k, v]) => [k, convert(shape.item, v, leaves, `${path}.${k}`)]));
    case 'timestamp':
    case 'blob':
    case 'boolean':
    case 'number':
      return leaves[shape.kind](value, path);
    case 'string':
      if (typeof value !== 'string') throw new SchemaError(`${path} must be a string, not ${typeof value}`);
      return value;
    default:
      return value;
  }
}

function convertStruct(
  schema: NormalizedSchema, members: ReadonlyMap<string, NormalizedSchema>, value: Record<string, unknown>, leaves: Leaves, path: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, v] of Object.entries(value)) {
    const member = members.get(name);
    if (!member) throw new SchemaError(`${path} has no member "${name}" (${schema.getName() ?? 'structure'})`);
    const converted = convert(member, v, leaves, `${path}.${name}`);
    if (converted !== undefined) result[name] = converted;
  }
  return result;
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) {
    throw new SchemaError(`${path} must be an object`);
  }
  return value as Record<string, unknown>;
}

export function expectType(value: unknown, type: 'number' | 'boolean', path: string): unknown {
  if (typeof value !== type) throw new SchemaError(`${path} must be a ${type}, not ${typeof value}`);
  return value;
}

export function expectDate(value: unknown, path: string): Date {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw new SchemaError(`${path} must be a Date`);
  return value;
}
