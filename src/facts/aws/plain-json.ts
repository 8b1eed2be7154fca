/**
 * Replaces the JSON serializer of `@smithy/core` in the watcher's bundle (scripts/bundle-watcher.mjs). The SDK's writes each kind of value
 * byte by byte, as the schema says. The inputs of the watcher are texts, numbers, flags, lists of texts and one time, and JSON.stringify
 * writes the same for them.
 */
export class JsonShapeSerializer2 {
  private body = '';

  public setSerdeContext(): void {
    // nothing of the client changes the JSON
  }

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
