/**
 * Replaces the JSON serializer of `@smithy/core` in the watcher's bundle (scripts/bundle-watcher.mjs). The SDK's writes each kind of value
 * byte by byte, as the schema says. The inputs of the watcher are texts, numbers, flags, lists of texts and one time, and JSON.stringify
 * writes the same for them.
 */
export class JsonShapeSerializer2 {
  private body = '';

  public write(_schema: unknown, input: object): void {
    this.body = JSON.stringify(input, asInAws);
  }

  public flush(): string {
    return this.body;
  }
}

/** A member that is null is absent. A time is in seconds since the epoch (Smithy, AWS JSON 1.1 protocol, timestamp). */
function asInAws(this: { readonly [member: string]: unknown }, member: string, value: unknown): unknown {
  const given = this[member];
  return given instanceof Date ? given.getTime() / 1000 : value ?? undefined;
}

/** Members of the answers that are times, in seconds since the epoch: by their schemas these, and no others, have such a name. */
export const TIME = /At$|^startDate$/;

/** An answer of AWS is at most thirteen levels deep. What is deeper is no answer of AWS, and a call a level would end the stack. */
const DEEPEST = 50;

/**
 * Replaces the JSON deserializer of `@smithy/core` in the watcher's bundle: the schemas of all answers are a tenth of it. What they tell is
 * which members are times; any other value is what JSON says. A member that is null is absent.
 */
export class JsonShapeDeserializer2 {
  public read(_schema: unknown, data: Uint8Array | string): unknown {
    const text = typeof data === 'string' ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
    return text ? read(JSON.parse(text), '', 0) : {};
  }
}

function read(value: unknown, member: string, depth: number): unknown {
  if (typeof value === 'number' && TIME.test(member)) return new Date(Math.round(value * 1000));
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((one) => read(one, '', depth + 1));
  const members = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  return Object.fromEntries(members.map(([name, one]) => [name, read(one, name, depth + 1)]));
}
