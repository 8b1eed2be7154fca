import type { NormalizedSchema } from '@smithy/core/schema';
import { escapeXml, numbered, PARSE, SERIALISE, Tree, treeOf } from './query';
import { convert, OperationSchema, SchemaError, shapeOf } from './schema';

/**
 * ec2Query (Smithy specification, AWS EC2 Query protocol): as awsQuery, but lists have no `member` in their names, names of members begin
 * with a capital letter or are those of `ec2QueryName`, and the answer has no element for the result: its names are those of `xmlName`.
 */
export function parseEc2(operation: OperationSchema, form: URLSearchParams): unknown {
  const path = `${operation.name} input`;
  return convert(operation.input, untangle(operation.input, treeOf(operation, form), path), PARSE, path) ?? {};
}

function untangle(schema: NormalizedSchema, node: Tree | string, path: string): unknown {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'list':
      if (typeof node === 'string') throw new SchemaError(`${path} must be a list`);
      return numbered(node).map((value, i) => untangle(shape.item, value, `${path}.${i + 1}`));
    case 'structure': {
      if (typeof node === 'string') throw new SchemaError(`${path} must be a structure`);
      const members = new Map([...shape.members].map(([name, member]) => [queryName(name, member), { name, member }]));
      return Object.fromEntries(Object.entries(node).map(([key, value]) => {
        const found = members.get(key);
        return found ? [found.name, untangle(found.member, value, `${path}.${found.name}`)] : [key, value];
      }));
    }
    default:
      return node;
  }
}

interface Names {
  readonly ec2QueryName?: string;
  readonly xmlName?: string;
}

function queryName(name: string, member: NormalizedSchema): string {
  const { ec2QueryName, xmlName }: Names = member.getMergedTraits();
  return ec2QueryName ?? capital(xmlName ?? name);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function serialiseEc2(operation: OperationSchema, output: unknown, namespace: string, requestId: string): string {
  const value = convert(operation.output, output ?? {}, SERIALISE, `${operation.name} output`) ?? {};
  return `<${operation.name}Response xmlns="${namespace}"><requestId>${requestId}</requestId>${xml(operation.output, value)}`
    + `</${operation.name}Response>`;
}

function xml(schema: NormalizedSchema, value: unknown): string {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'structure': return Object.entries(value as object).map(([name, one]) => {
      const member = shape.members.get(name)!;
      return element((member.getMergedTraits() as Names).xmlName ?? name, xml(member, one));
    }).join('');
    case 'list': {
      const name = (shape.item.getMergedTraits() as Names).xmlName ?? 'item';
      return (value as readonly unknown[]).map((one) => element(name, xml(shape.item, one))).join('');
    }
    case 'map': throw new SchemaError('the lab plays no map of Amazon EC2');
    default: return escapeXml(String(value));
  }
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** Amazon EC2 API Reference, "Error response structure". */
export function ec2Error(code: string, message: string, requestId: string): string {
  const error = element('Error', element('Code', escapeXml(code)) + element('Message', escapeXml(message)));
  return element('Response', element('Errors', error) + element('RequestID', requestId));
}
