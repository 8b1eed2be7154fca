/** What a value is: a text, a time as ISO 8601 text, a list of one kind, an object with these members, or a map (`'*'`: each member). */
export type AnyShape = 'text' | 'time' | 'number' | 'flag' | 'any' | readonly [AnyShape] | { readonly [member: string]: AnyShape };

type Known<T> = keyof { readonly [K in keyof T as string extends K ? never : K]: true };

/** The shape of a type. It names every member, so the compiler finds a member that has none. */
export type Shape<T> = unknown extends T ? 'any' : ShapeOf<NonNullable<T>>;

type ShapeOf<V> = V extends string ? 'text' | 'time'
  : V extends number ? 'number'
    : V extends boolean ? 'flag'
      : V extends readonly (infer Item)[] ? readonly [Shape<Item>]
        : [Known<V>] extends [never] ? { readonly '*': Shape<V[keyof V]> }
          : { readonly [K in Known<V>]-?: K extends keyof V ? Shape<V[K]> : never };

/** A value of another kind than its shape. `item`: it is in a list. */
export interface Misfit {
  /** `services[0].events` */
  readonly path: string;
  /** `a list` */
  readonly expected: string;
  readonly value: unknown;
  /** It is, or should be, more than one value; or it is an item of a list, which cannot be left out unnoticed. */
  readonly structure: boolean;
}

/**
 * The value without what does not fit, the same object if all fits. A member may be absent or null: "not looked at". Members without a
 * shape stay. `onMisfit` is called for each value that is left out, and may throw.
 */
export function fitting(shape: AnyShape, value: unknown, onMisfit: (misfit: Misfit) => void, path = ''): unknown {
  return fit(shape, value, path, false, onMisfit);
}

type Report = (misfit: Misfit) => void;

function fit(shape: AnyShape, value: unknown, path: string, isItem: boolean, onMisfit: Report): unknown {
  if (shape === 'any') return value;
  if (typeof shape === 'string') {
    if (SCALARS[shape].is(value)) return value;
    return leftOut({ path, expected: SCALARS[shape].name, value, structure: isItem || isStructure(value) }, onMisfit);
  }
  if (isListShape(shape)) {
    if (!Array.isArray(value)) return leftOut({ path, expected: 'a list', value, structure: true }, onMisfit);
    return ofItems(shape[0], value, path, onMisfit);
  }
  if (!isObject(value)) return leftOut({ path, expected: 'an object', value, structure: true }, onMisfit);
  return ofMembers(shape, value, path, onMisfit);
}

const SCALARS = {
  text: { name: 'a text', is: (value: unknown) => typeof value === 'string' },
  time: { name: 'a time as ISO 8601 text', is: (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value)) },
  number: { name: 'a number', is: (value: unknown) => typeof value === 'number' && Number.isFinite(value) },
  flag: { name: 'true or false', is: (value: unknown) => typeof value === 'boolean' },
};

function ofItems(shape: AnyShape, items: readonly unknown[], path: string, onMisfit: Report): readonly unknown[] {
  let isSame = true;
  const fitted = items.flatMap((item, i) => {
    const one = fit(shape, item, `${path}[${i}]`, true, onMisfit);
    isSame &&= one === item;
    return one === undefined ? [] : [one];
  });
  return isSame ? items : fitted;
}

function ofMembers(shape: { readonly [member: string]: AnyShape }, value: Members, path: string, onMisfit: Report): Members {
  const each = Object.hasOwn(shape, '*') ? shape['*'] : undefined;
  const names = each ? Object.keys(value) : Object.keys(shape).filter((name) => Object.hasOwn(value, name));
  const changed = new Map<string, unknown>();
  for (const name of names) {
    const member = value[name];
    if (member === undefined || member === null) continue;
    const at = each ? `${path}["${name}"]` : [path, name].filter(Boolean).join('.');
    const one = fit(each ?? shape[name], member, at, false, onMisfit);
    if (one !== member) changed.set(name, one);
  }
  if (!changed.size) return value;
  const rest = Object.entries(value).map(([name, member]) => [name, changed.has(name) ? changed.get(name) : member] as const);
  return Object.fromEntries(rest.filter(([, member]) => member !== undefined));
}

function leftOut(misfit: Misfit, onMisfit: Report): undefined {
  onMisfit(misfit);
  return undefined;
}

type Members = { readonly [member: string]: unknown };

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStructure(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isListShape(shape: AnyShape): shape is readonly [AnyShape] {
  return Array.isArray(shape);
}

/** `a list`, `"1"`: for a message about a value. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (typeof value === 'object' ? 'an object' : JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
