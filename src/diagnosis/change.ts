import { isOpaque, nameOfSecret } from './text';

/** One difference between two task definitions. */
export interface Change {
  /** For people: names, never values that can be secrets. */
  readonly text: string;
  /**
   * The member of the task definition or of a container definition, in AWS's name: `environment`, `memory`, `image`,
   * `linuxParameters.initProcessEnabled`.
   */
  readonly field: string;
  /** Absent: it is of the whole task. */
  readonly container?: string;
  /** Name of the variable, secret or volume, or the path or port, that changed. */
  readonly subject?: string;
  /** The name that it has now. */
  readonly renamed?: string;
  /** Names of the secrets or parameters behind it. */
  readonly names?: readonly string[];
  /** The image that ran before, by its digest, if another one is behind the same tag now. */
  readonly before?: string;
}

export type Fields = { readonly [name: string]: unknown };

/** `field`, if it is there, is a member of the member that changed. */
export type Part = Omit<Change, 'field'> & Partial<Pick<Change, 'field'>>;

/** What ECS takes if a member is absent (Amazon ECS API Reference, ContainerDefinition). */
export const UNSET: Fields = { essential: true };

/**
 * One part for each item that was added, removed or changed.
 * @param told the values of what changed are shown: they are no secrets
 */
export function keyed(kind: string, a: readonly Fields[], b: readonly Fields[], key: string, told = false): readonly Part[] {
  const byKey = (items: readonly Fields[]) => new Map(items.map((item) => [textOf(item[key]), item]));
  const [before, after] = [byKey(a), byKey(b)];
  const part = (subject: string, verb: string): Part => ({ text: `${kind} ${subject} ${verb}`, subject });
  const come = new Set(OF_VARIABLES.test(kind) ? [...after.keys()].filter((name) => !before.has(name)) : []);
  const gone = [...before].flatMap(([name, item]): readonly Part[] => {
    if (after.has(name)) return [];
    const renamed = [...come].find((other) => isRename([name, item], [other, after.get(other) ?? {}]));
    if (renamed) come.delete(renamed);
    return [renamed ? { ...part(name, `renamed to ${renamed}`), renamed } : part(name, 'removed')];
  });
  return [
    ...gone,
    ...[...after].flatMap(([name, item]) => {
      const old = before.get(name);
      if (!old) return gone.some(({ renamed }) => renamed === name) ? [] : [part(name, 'added')];
      const what = told ? scalars(old, item) : '';
      return isSame(old, item) ? [] : [part(name, `changed${what}`)];
    }),
  ];
}

const OF_VARIABLES = /^(?:environment|secret)$/;
/** A value that several variables have by chance: `true`, `8080`, `prod`. */
const COMMON_VALUE = /^.{0,7}$/;

/** The same value, or the same name with words before or after it: SECRET_KEY_BASE, RAILS_SECRET_KEY_BASE. */
function isRename([old, was]: readonly [string, Fields], [now, is]: readonly [string, Fields]): boolean {
  const contains = (long: string, short: string) => short.includes('_') && `_${long}_`.includes(`_${short}_`);
  const [before, after] = [was, is].map(({ value, valueFrom }) => textOf(value ?? valueFrom));
  return contains(now, old) || contains(old, now) || (before === after && !COMMON_VALUE.test(before));
}

/** Members whose values are no secrets: a limit, a kernel parameter. */
export function valued(
  what: string, a: readonly Fields[], b: readonly Fields[], key: string, shown: (item: Fields) => string,
): readonly Part[] {
  const valueOf = (items: readonly Fields[], name: string | undefined) => {
    const item = items.find((one) => textOf(one[key]) === name);
    return item ? shown(item) : 'none';
  };
  return keyed(what, a, b, key).map(({ subject }) => (
    { text: `${what} ${subject} ${valueOf(a, subject)} -> ${valueOf(b, subject)}`, subject }
  ));
}

/** The words of a list: `no-new-privileges`; `none` if it is empty. */
export function wordsOf(value: unknown): string {
  return (Array.isArray(value) ? value.map(textOf).join(', ') : '') || 'none';
}

/** ` (command, startPeriod)`: the members that differ; empty if one of the two is absent. */
export function within(a: unknown, b: unknown): string {
  const [x, y] = [fields(a), fields(b)];
  if (isUnset(a) || isUnset(b)) return isUnset(a) ? ' added' : ' removed';
  const names = [...new Set([...Object.keys(x), ...Object.keys(y)])].filter((name) => !isSame(x[name], y[name], name));
  return ` (${names.join(', ')})`;
}

/** Values that are shown. */
const MOST_SCALARS = 3;

/** ` (readOnly none -> true)`: what differs, without the lists and objects around it. Of what can be a secret, only the name is shown. */
export function scalars(a: unknown, b: unknown): string {
  const found = differing(a, b);
  const more = found.length > MOST_SCALARS ? ', ...' : '';
  return found.length ? ` (${found.slice(0, MOST_SCALARS).join(', ')}${more})` : '';
}

/** The same, one text each. */
export function differing(a: unknown, b: unknown, name = ''): readonly string[] {
  if (isSame(a, b, name)) return [];
  const isList = Array.isArray(a ?? b);
  const [x, y] = [fields(a), fields(b)];
  const values = Object.values({ ...x, ...y });
  // What is in both lists has another place, no other value.
  if (isList && !values.some((value) => typeof value === 'object')) {
    const only = (some: Fields, others: Fields) => wordsOf(Object.values(some).filter((one) => !Object.values(others).includes(one)));
    return [`${name} ${only(x, y)} -> ${only(y, x)}`.trim()];
  }
  if (values.length) return Object.keys({ ...x, ...y }).flatMap((key) => differing(x[key], y[key], isList ? name : key));
  const [old, now] = [a, b].map((value) => textOf(value).replace(/^arn:(?:[^:]*:){4}/, '') || 'none');
  return [nameOfSecret.test(old + now) || isOpaque.test(old + now) ? name : `${name} ${old} -> ${now}`];
}

/** ECS returns an empty list, an empty object, 0 or false for a member that nobody has set. */
export function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isUnset);
}

/** @param member whose default applies if it is absent */
export function isSame(a: unknown, b: unknown, member = ''): boolean {
  return canonical(a ?? UNSET[member]) === canonical(b ?? UNSET[member]);
}

/** One text for values that mean the same: the members of an object are sorted, and those that nobody has set are left out. */
function canonical(value: unknown): string {
  if (isUnset(value)) return '';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(fields(value)).filter(([, member]) => !isUnset(member));
  return `{${members.map(([key, member]) => [key, canonical(member)].join(':')).sort().join()}}`;
}

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

export function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
