import { Known, Made, plain } from '../known';

/** JSON of a template after its functions are resolved. A text with parts that are not known is a `Holey`. */
export type Value = string | number | boolean | null | undefined | Holey | readonly Value[] | { readonly [key: string]: Value };

export class Holey implements Known {
  readonly shape: string;
  readonly made: readonly Made[];
  readonly unknown?: string;

  constructor(shape: string, by: readonly Made[] = [], why?: string) {
    this.shape = shape;
    this.made = by;
    this.unknown = why;
  }
}

export function unknown(shape: string, why: string): Holey {
  return new Holey(`\${${shape}}`, [], why);
}

export function made(logicalId: string, type: string, attribute?: string): Holey {
  return new Holey(`\${${[logicalId, attribute].filter(Boolean).join('.')}}`, [{ logicalId, type }]);
}

export function isObject(value: unknown): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Holey);
}

/** The texts in a row: one text if all are known. */
export function joined(parts: readonly Value[], delimiter = ''): Value {
  const all = parts.map(knownOf);
  const shape = all.map((one) => one.shape).join(delimiter);
  if (!all.some((one) => one.made?.length || one.unknown !== undefined)) return shape;
  return new Holey(shape, all.flatMap((one) => one.made ?? []), all.find((one) => one.unknown !== undefined)?.unknown);
}

export function knownOf(value: Value): Known {
  if (value instanceof Holey) return value;
  if (typeof value === 'object' && value !== null) return unknown('...', 'it is not a text');
  return plain(String(value ?? ''));
}

/** Members of a resource or of an API answer: CloudFormation writes `ContainerDefinitions`, and ECS `containerDefinitions`. */
export class Members {
  private readonly byName: ReadonlyMap<string, Value>;

  constructor(readonly value: Value) {
    this.byName = new Map(isObject(value) ? Object.entries(value).map(([name, one]) => [name.toLowerCase(), one]) : []);
  }

  /** Whether it is there, and is a structure: members of anything else are not known. */
  get isThere(): boolean {
    return isObject(this.value);
  }

  get(name: string): Value {
    return this.byName.get(name.toLowerCase()) ?? undefined;
  }

  known(name: string): Known | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : knownOf(value);
  }

  /** undefined: absent, or not known. */
  text(name: string): string | undefined {
    const value = this.get(name);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  number(name: string): number | undefined {
    const value = Number(this.text(name) ?? NaN);
    return Number.isFinite(value) ? value : undefined;
  }

  members(name: string): Members {
    return new Members(this.get(name));
  }

  /** A value alone is a list of one, as CloudFormation takes it. */
  values(name: string): readonly Value[] {
    const value = this.get(name);
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as readonly Value[]).filter((one) => one !== undefined) : [value];
  }

  list(name: string): readonly Members[] {
    return this.values(name).map((one) => new Members(one));
  }

  texts(name: string): readonly Known[] {
    return this.values(name).map(knownOf);
  }

  map(name: string): { readonly [key: string]: Known } {
    const value = this.get(name);
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, knownOf(one)])) : {};
  }
}
