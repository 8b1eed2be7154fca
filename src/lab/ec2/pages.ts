import { AwsError } from '../world';

interface Filter {
  readonly Name?: string;
  readonly Values?: readonly string[];
}

/** What each filter of an operation compares (Amazon EC2 API Reference). */
export type Filters<T> = { readonly [name: string]: (item: T) => readonly (string | boolean | undefined)[] };

/** Filters are joined by AND, the values of one by OR; `*` is any text and `?` any character (EC2 User Guide, "Filtering"). */
export function filtered<T>(items: readonly T[], known: Filters<T>, filters: readonly Filter[] = []): readonly T[] {
  return filters.reduce((left, { Name: name = '', Values: values = [] }) => {
    const valuesOf = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!valuesOf) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    const patterns = values.map(patternOf);
    return left.filter((item) => valuesOf(item).some((value) => patterns.some((pattern) => pattern.test(String(value ?? '')))));
  }, items);
}

function patternOf(value: string): RegExp {
  const text = value.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${text}$`);
}

interface PageRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Least and most of `MaxResults`; without it, all items come on one page. */
export function page<T>(
  items: readonly T[], { MaxResults: size, NextToken: token }: PageRequest, most = 1000,
): { items: T[]; NextToken?: string } {
  if (size !== undefined && (size < 5 || size > most)) {
    const message = `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and ${most}.`;
    throw new AwsError('InvalidParameterValue', message);
  }
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(from)) throw new AwsError('InvalidNextToken', 'The token is invalid');
  const to = size === undefined ? items.length : from + size;
  return { items: items.slice(from, to), ...(to < items.length && { NextToken: Buffer.from(String(to)).toString('base64') }) };
}

/** Items named by id: AWS answers with an error if one of them is not there. */
export function named<T>(
  items: readonly T[], ids: readonly string[] | undefined, idOf: (item: T) => string | undefined, code: string,
): readonly T[] {
  if (!ids?.length) return items;
  const missing = ids.find((id) => !items.some((item) => idOf(item) === id));
  if (missing !== undefined) throw new AwsError(code, `The ID '${missing}' does not exist`);
  return items.filter((item) => ids.includes(idOf(item) ?? ''));
}
