import { convert, expectDate, expectType, Leaves, OperationSchema, SchemaError } from './schema';

/** awsJson1.0 and 1.1 (Smithy specification, AWS JSON protocols): timestamps are seconds since the epoch, blobs base64. */
const PARSE: Leaves = {
  timestamp: (value, path) => new Date((expectType(value, 'number', path) as number) * 1000),
  blob: (value) => Buffer.from(String(value), 'base64'),
  number: (value, path) => expectType(value, 'number', path),
  boolean: (value, path) => expectType(value, 'boolean', path),
};

const SERIALISE: Leaves = {
  timestamp: (value, path) => expectDate(value, path).getTime() / 1000,
  blob: (value) => Buffer.from(value as Uint8Array).toString('base64'),
  number: (value, path) => expectType(value, 'number', path),
  boolean: (value, path) => expectType(value, 'boolean', path),
};

export function parseJson(operation: OperationSchema, body: string): unknown {
  let value: unknown;
  try {
    value = body === '' ? {} : JSON.parse(body);
  } catch {
    throw new SchemaError(`${operation.name} input is not JSON`);
  }
  return convert(operation.input, value, PARSE, `${operation.name} input`) ?? {};
}

export function serialiseJson(operation: OperationSchema, output: unknown): string {
  return JSON.stringify(convert(operation.output, output ?? {}, SERIALISE, `${operation.name} output`) ?? {});
}
