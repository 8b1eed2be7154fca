const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Logical ids that rendered JSON refers to by `Ref` and `Fn::GetAtt`, pseudo parameters not counted. */
export function targetsOf(value: unknown): string[] {
  const reference = asReference(value);
  if (reference) return reference.id.includes('::') ? [] : [reference.id];
  return isObject(value) ? Object.values(value).flatMap(targetsOf) : [];
}

/** A copy of rendered JSON in which `Fn::Sub` takes the place of each `Ref` and `Fn::GetAtt` to these logical ids. */
export function substituted<T>(value: T, ids: readonly string[]): T {
  return inSubs(value, ids) as T;
}

function inSubs(value: unknown, ids: readonly string[]): unknown {
  const reference = asReference(value);
  if (reference) return ids.includes(reference.id) ? inSub(reference) : value;
  if (Array.isArray(value)) return value.map((item) => inSubs(item, ids));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inSubs(inner, ids)])) : value;
}

function inSub({ id, attribute }: RenderedReference): object {
  const name = [id, ...attribute].join('.');
  return { 'Fn::Sub': `\${${name}}` };
}

interface RenderedReference {
  readonly id: string;
  /** Empty for a `Ref`. */
  readonly attribute: readonly string[];
}

/** The `Ref` or `Fn::GetAtt` that rendered JSON consists of. */
export function asReference(value: unknown): RenderedReference | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length !== 1) return undefined;
  const [[key, argument]] = entries;
  if (key === 'Ref' && typeof argument === 'string') return { id: argument, attribute: [] };
  if (key !== 'Fn::GetAtt') return undefined;
  const [id, ...attribute]: unknown[] = typeof argument === 'string' ? argument.split('.') : [argument].flat();
  // The name of an attribute may itself be a reference, for which `Fn::Sub` has no form.
  const isText = (text: unknown): text is string => typeof text === 'string';
  return isText(id) && attribute.every(isText) ? { id, attribute } : undefined;
}
