import { Token } from 'aws-cdk-lib';
import { ValidationError } from './validation-error';

/**
 * Whether a construct path is one of those that the patterns name, or lies below one. `*` stands for any characters within one
 * construct id, `**` for any number of ids.
 */
export function matchesPath(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => toRegExp(pattern).test(path));
}

/** @throws ValidationError */
export function checkPatterns(where: string, option: string, patterns: unknown) {
  if (patterns === undefined) return;
  const must = (what: string, got: unknown) => new ValidationError(where, `${option} must ${what}, got ${JSON.stringify(got)}`);
  if (!Array.isArray(patterns) || Token.isUnresolved(patterns)) throw must('be a list of construct paths', patterns);
  if (!patterns.length) throw must('have at least one construct path (leave it out to set no limit)', patterns);
  for (const pattern of patterns) {
    if (typeof pattern !== 'string' || !pattern || Token.isUnresolved(pattern)) throw must('hold construct paths, such as "Shop/Api" or "*/Worker"', pattern);
    if (pattern.startsWith('/') || pattern.endsWith('/')) throw must('hold construct paths without a slash at the start or end', pattern);
  }
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*\*|\*|[.+?^${}()|[\]\\]/g, (found) => {
    if (found === '**/') return '(?:.*/)?';
    if (found === '**') return '.*';
    return found === '*' ? '[^/]*' : `\\${found}`;
  });
  return new RegExp(`^${source}(?:/|$)`);
}
