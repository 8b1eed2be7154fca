import { parseXML } from '@aws-sdk/xml-builder';
import { getValueFromTextNode } from '@smithy/core/client';
import { NormalizedSchema } from '@smithy/core/schema';

type Schema = Parameters<typeof NormalizedSchema.of>[0];

/*
 * Parts of the SDK for the AWS Query protocol (CloudFormation, Elastic Load Balancing), in the form that the watcher needs
 * (scripts/bundle-watcher.mjs): the SDK's come with what only protocols of headers and paths have.
 */

/**
 * Replaces the serializer of `@aws-sdk/core`. The inputs of the watcher are texts, numbers and lists of texts; lists are numbered from 1
 * (Smithy, AWS Query protocol, collections).
 */
export class QueryShapeSerializer {
  private body = '';

  public setSerdeContext(): void {
    // nothing of the client changes the form
  }

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
 * Replaces the reader of XML of `@aws-sdk/core`. The answers that the watcher reads are structures and lists of `member` (Smithy, AWS Query
 * protocol, XML shape serialization); there are no maps, unions or flattened lists.
 */
export class XmlShapeDeserializer {
  public setSerdeContext(): void {
    // nothing of the client changes the form
  }

  public read(schema: Schema, bytes: Uint8Array, key?: string): unknown {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    const [root] = Object.values(parseXML(text) as { readonly [name: string]: { readonly [name: string]: Read } });
    const content = getValueFromTextNode(root) as typeof root;
    return this.readSchema(schema, key === undefined ? content : content[key]);
  }

  public readSchema(of: Schema, value: Read | undefined): unknown {
    const schema = NormalizedSchema.of(of);
    if (value === undefined || schema.isDocumentSchema()) return value;
    if (schema.isListSchema()) {
      const members = (value as { readonly member?: Read }).member ?? [];
      return [members].flat().map((one) => this.readSchema(schema.getValueSchema(), one as Read));
    }
    if (schema.isStructSchema()) {
      return Object.fromEntries([...schema.structIterator()].flatMap(([name, member]) => {
        const inner = (value as { readonly [name: string]: Read | undefined })[name];
        return inner === undefined ? [] : [[name, this.readSchema(member, inner)]];
      }));
    }
    return valueOf(schema, String(value));
  }
}

/** Times are RFC 3339 (Smithy, AWS Query protocol, timestamp). */
function valueOf(schema: NormalizedSchema, text: string): string | number | boolean | Date {
  if (schema.isTimestampSchema()) return new Date(text);
  if (schema.isBooleanSchema()) return text.toLowerCase() === 'true';
  return schema.isNumericSchema() ? Number(text) : text;
}
