import { NormalizedSchema } from '@smithy/core/schema';

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

/** Replaces the reader of values of `@smithy/core`. Times are RFC 3339 (Smithy, AWS Query protocol, timestamp). */
export class FromStringShapeDeserializer {
  public setSerdeContext(): void {
    // nothing of the client changes the form
  }

  public read(of: Parameters<typeof NormalizedSchema.of>[0], value: string): string | number | boolean | Date {
    const schema = NormalizedSchema.of(of);
    if (schema.isTimestampSchema()) return new Date(value);
    if (schema.isBooleanSchema()) return value.toLowerCase() === 'true';
    return schema.isNumericSchema() ? Number(value) : value;
  }
}
