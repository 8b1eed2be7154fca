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

const membersBySchema = new WeakMap<object, ReadonlyMap<string, NormalizedSchema>>();

export function membersOf(schema: NormalizedSchema): ReadonlyMap<string, NormalizedSchema> {
  const key: unknown = schema.getSchema();
  const read = () => new Map(schema.structIterator());
  if (typeof key !== 'object' || key === null) return read();
  let members = membersBySchema.get(key);
  if (!members) membersBySchema.set(key, members = read());
  return members;
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
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) return convertStruct(schema, object(value, path), leaves, path);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new SchemaError(`${path} must be a list`);
    const item = schema.getValueSchema();
    return value.map((v, i) => convert(item, v, leaves, `${path}[${i}]`));
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    return Object.fromEntries(Object.entries(object(value, path)).map(([k, v]) => [k, convert(item, v, leaves, `${path}.${k}`)]));
  }
  if (schema.isTimestampSchema()) return leaves.timestamp(value, path);
  if (schema.isBlobSchema()) return leaves.blob(value, path);
  if (schema.isBooleanSchema()) return leaves.boolean(value, path);
  if (schema.isNumericSchema()) return leaves.number(value, path);
  if (schema.isStringSchema() && typeof value !== 'string') throw new SchemaError(`${path} must be a string, not ${typeof value}`);
  return value;
}

function convertStruct(schema: NormalizedSchema, value: Record<string, unknown>, leaves: Leaves, path: string): Record<string, unknown> {
  const members = membersOf(schema);
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
