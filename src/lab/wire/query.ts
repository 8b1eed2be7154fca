import type { NormalizedSchema } from '@smithy/core/schema';
import { convert, expectDate, expectType, Leaves, OperationSchema, SchemaError, shapeOf } from './schema';

/** awsQuery (Smithy specification, AWS Query protocol): form-encoded input with dotted names, XML output with `<member>` lists. */
export const PARSE: Leaves = {
  timestamp: (value) => new Date(String(value)),
  blob: (value) => Buffer.from(String(value), 'base64'),
  number: (value, path) => {
    const n = Number(value);
    if (Number.isNaN(n)) throw new SchemaError(`${path} must be a number`);
    return n;
  },
  boolean: (value, path) => {
    if (value !== 'true' && value !== 'false') throw new SchemaError(`${path} must be true or false`);
    return value === 'true';
  },
};

export const SERIALISE: Leaves = {
  timestamp: (value, path) => expectDate(value, path).toISOString(),
  blob: (value) => Buffer.from(value as Uint8Array).toString('base64'),
  number: (value, path) => expectType(value, 'number', path),
  boolean: (value, path) => expectType(value, 'boolean', path),
};

export type Tree = { [key: string]: Tree | string };

export function parseQuery(operation: OperationSchema, form: URLSearchParams): unknown {
  const tree = treeOf(operation, form);
  const path = `${operation.name} input`;
  return convert(operation.input, untangle(operation.input, tree, path), PARSE, path) ?? {};
}

/** Dotted names as a tree. */
export function treeOf(operation: OperationSchema, form: URLSearchParams): Tree {
  const tree: Tree = {};
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    const keys = name.split('.');
    let node = tree;
    for (const key of keys.slice(0, -1)) {
      const child = node[key] ??= {};
      if (typeof child === 'string') throw new SchemaError(`${operation.name} input: ${name} is both a value and a structure`);
      node = child;
    }
    node[keys[keys.length - 1]] = value;
  }
  return tree;
}

/** In dotted names, `member.N` is an item of a list and `entry.N.key` one of a map. Gives the plain value. */
function untangle(schema: NormalizedSchema, node: Tree | string, path: string): unknown {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'list': {
      if (node === '') return [];
      const items = typeof node === 'string' ? undefined : node.member;
      if (typeof items !== 'object') throw new SchemaError(`${path} must be a list`);
      return numbered(items).map((v, i) => untangle(shape.item, v, `${path}.${i + 1}`));
    }
    case 'map': {
      const entries = typeof node === 'string' ? undefined : node.entry;
      if (typeof entries !== 'object') throw new SchemaError(`${path} must be a map`);
      return Object.fromEntries(numbered(entries).map((e) => {
        const entry = e as Tree;
        return [String(entry.key), untangle(shape.item, entry.value, path)];
      }));
    }
    case 'structure':
      if (typeof node === 'string') throw new SchemaError(`${path} must be a structure`);
      return Object.fromEntries(Object.entries(node).map(([name, v]) => {
        const member = shape.members.get(name);
        return [name, member ? untangle(member, v, `${path}.${name}`) : v];
      }));
    default:
      return node;
  }
}

export function numbered(items: Tree): (Tree | string)[] {
  return Object.keys(items).sort((a, b) => Number(a) - Number(b)).map((k) => items[k]);
}

export function serialiseQuery(operation: OperationSchema, output: unknown, namespace: string, requestId: string): string {
  const value = convert(operation.output, output ?? {}, SERIALISE, `${operation.name} output`) as Record<string, unknown> | undefined;
  // An operation without output has a schema that is no structure.
  const result = shapeOf(operation.output).kind === 'structure' ? xml(operation.output, value ?? {}) : '';
  return `<${operation.name}Response xmlns="${namespace}"><${operation.name}Result>${result}</${operation.name}Result>`
    + `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`;
}

export function queryError(code: string, message: string, status: number, namespace: string, requestId: string): string {
  return `<ErrorResponse xmlns="${namespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escapeXml(code)}</Code>`
    + `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function xml(schema: NormalizedSchema, value: unknown): string {
  const shape = shapeOf(schema);
  const elements = (write: (name: string, v: unknown) => string) => (
    Object.entries(value as object).map(([name, v]) => write(name, v)).join('')
  );
  switch (shape.kind) {
    case 'structure': return elements((name, v) => `<${name}>${xml(shape.members.get(name)!, v)}</${name}>`);
    case 'list': return (value as unknown[]).map((v) => `<member>${xml(shape.item, v)}</member>`).join('');
    case 'map': return elements((key, v) => `<entry><key>${escapeXml(key)}</key><value>${xml(shape.item, v)}</value></entry>`);
    default: return escapeXml(String(value));
  }
}

/** Carriage returns become character references: an XML reader turns bare ones into line feeds. */
export function escapeXml(text: string): string {
  if (!/[&<>\r]/.test(text)) return text;
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');
}
