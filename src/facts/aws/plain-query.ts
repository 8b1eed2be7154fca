import { parseXML } from '@aws-sdk/xml-builder';
import { getValueFromTextNode } from '@smithy/core/client';

/*
 * Parts of the SDK for the AWS Query protocol (CloudFormation, Elastic Load Balancing), in the form that the watcher needs
 * (scripts/bundle-watcher.mjs): the SDK's come with what only protocols of headers and paths have.
 */

/**
 * In place of the serializer of `@aws-sdk/core`: the inputs of the watcher are texts, numbers and lists of texts; lists are numbered from 1
 * (Smithy, AWS Query protocol, collections).
 */
export class QueryShapeSerializer {
  private body = '';

  public write(_schema: unknown, input: { readonly [member: string]: string | number | readonly string[] | undefined }): void {
    this.body = '';
    for (const [name, value] of Object.entries(input)) {
      if (Array.isArray(value) && value.length) value.forEach((one: string, i) => { this.add(`${name}.member.${i + 1}`, one); });
      else if (value !== undefined && value !== null) this.add(name, String(value));
    }
  }

  public flush(): string {
    return this.body;
  }

  private add(name: string, value: string): void {
    this.body += `&${name}=${encodeURIComponent(value).replace(/[!'()*]/g, inHexadecimal)}`;
  }
}

/** Signs that RFC 3986 reserves and JavaScript leaves as they are. */
function inHexadecimal(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** What XML is read into: texts, and elements by their names. */
type Read = string | { readonly [name: string]: Read } | readonly Read[];

/**
 * A schema as a client of the SDK has it (`@smithy/types`, static schemas): the number of a kind of values, with 64 more for a list of
 * them; a list, `[1, namespace, name, traits, schema]`; a structure, `[3, namespace, name, traits, members, schemas]`; any other one with
 * traits, `[0, namespace, name, traits, schema]` or `[schema, traits]`; or what gives a schema.
 */
export type Schema = number | (() => Schema) | readonly unknown[];

const NUMBER = 1;
const FLAG = 2;
const TIMES = [4, 5, 6, 7];
const DOCUMENT = 15;
const LIST = 64;

/**
 * Replaces the reader of XML of `@aws-sdk/core`. The answers that the watcher reads are structures and lists of `member` (Smithy, AWS Query
 * protocol, XML shape serialization); there are no maps, unions or flattened lists.
 */
export class XmlShapeDeserializer {
  public read(schema: Schema, bytes: Uint8Array, key?: string): unknown {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const [root] = Object.values(parseXML(text) as { readonly [name: string]: { readonly [name: string]: Read } });
    const content = getValueFromTextNode(root) as typeof root;
    return read(schema, key === undefined ? content : content[key]);
  }
}

function read(schema: Schema, value: Read | undefined): unknown {
  if (typeof schema === 'function') return read(schema(), value);
  if (value === undefined || schema === DOCUMENT) return value;
  if (typeof schema === 'number') return schema >= LIST ? listOf(schema - LIST, value) : valueOf(schema, String(value));
  const [kind, , , , inner, schemas] = schema;
  if (typeof kind !== 'number' || schema.length === 2) return read(kind as Schema, value);
  if (kind === 0) return read(inner as Schema, value);
  if (kind === 1) return listOf(inner as Schema, value);
  return Object.fromEntries((inner as readonly string[]).flatMap((name, i) => {
    const member = (value as { readonly [name: string]: Read | undefined })[name];
    return member === undefined ? [] : [[name, read((schemas as readonly Schema[])[i], member)]];
  }));
}

function listOf(schema: Schema, value: Read): readonly unknown[] {
  const members = (value as { readonly member?: Read }).member ?? [];
  return [members].flat().map((one) => read(schema, one as Read));
}

/** Times are RFC 3339 (Smithy, AWS Query protocol, timestamp). */
function valueOf(kind: number, text: string): string | number | boolean | Date {
  if (TIMES.includes(kind)) return new Date(text);
  if (kind === FLAG) return text.toLowerCase() === 'true';
  return kind === NUMBER ? Number(text) : text;
}
