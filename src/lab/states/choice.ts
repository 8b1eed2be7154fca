import { Json, StatesError } from './language';
import { mustRead, readPath } from './paths';

type Rule = { readonly [key: string]: Json };

const TESTS: { readonly [test: string]: (value: Json | undefined) => boolean } = {
  IsNull: (v) => v === null,
  IsString: (v) => typeof v === 'string',
  IsNumeric: (v) => typeof v === 'number',
  IsBoolean: (v) => typeof v === 'boolean',
  IsTimestamp: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\dT/.test(v) && !Number.isNaN(Date.parse(v)),
};

const COMPARISONS: { readonly [comparison: string]: (order: number) => boolean } = {
  Equals: (o) => o === 0,
  LessThan: (o) => o < 0,
  LessThanEquals: (o) => o <= 0,
  GreaterThan: (o) => o > 0,
  GreaterThanEquals: (o) => o >= 0,
};

/** Whether a choice rule matches (Amazon States Language, Choice state, data-test expressions). */
export function matches(rule: Rule, data: Json, context: Json): boolean {
  if (Array.isArray(rule.And)) return (rule.And as Rule[]).every((r) => matches(r, data, context));
  if (Array.isArray(rule.Or)) return (rule.Or as Rule[]).some((r) => matches(r, data, context));
  if (rule.Not !== undefined) return !matches(rule.Not as Rule, data, context);
  const variable = String(rule.Variable);
  const operator = Object.keys(rule).find((k) => !['Variable', 'Next', 'Comment', 'QueryLanguage'].includes(k)) ?? '';
  const expected = rule[operator];
  if (operator === 'IsPresent') return (readPath(variable, data, context) !== undefined) === expected;
  const value = mustRead(variable, data, context, 'Variable');
  if (TESTS[operator]) return TESTS[operator](value) === expected;
  if (operator === 'StringMatches') return typeof value === 'string' && glob(String(expected)).test(value);
  return compare(operator, value, expected, data, context);
}

function compare(operator: string, value: Json, expected: Json, data: Json, context: Json): boolean {
  const match = /^(String|Numeric|Boolean|Timestamp)(Equals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)(Path)?$/.exec(operator);
  if (!match) throw new StatesError('States.Runtime', `The lab does not play the comparison ${operator}`);
  const [, kind, comparison, path] = match;
  const other = path ? mustRead(String(expected), data, context, operator) : expected;
  const type = { String: 'string', Numeric: 'number', Boolean: 'boolean', Timestamp: 'string' }[kind];
  // A value of another type does not match; it is no error.
  if (typeof value !== type || typeof other !== type) return false;
  const [a, b] = kind === 'Timestamp' ? [Date.parse(String(value)), Date.parse(String(other))] : [value, other];
  return COMPARISONS[comparison](orderOf(a as number, b as number));
}

/** Of numbers, strings or booleans: negative if `a` comes first, 0 if they are equal. */
function orderOf(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function glob(pattern: string): RegExp {
  const parts = pattern.split(/(\\\*|\*)/).map((part) => {
    if (part === '*') return '.*';
    return part === '\\*' ? '\\*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}
