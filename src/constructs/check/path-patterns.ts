import { Token } from 'aws-cdk-lib';
import { ValidationError } from './validation-error';

/**
 * Whether a construct path, or the path of a construct around it, matches one of the patterns. `*` matches any characters within one
 * construct id, `**` any number of ids.
 */
export function matchesPath(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => toRegExp(pattern).test(path));
}

/** @throws ValidationError */
export function checkPatterns(where: string, option: string, patterns: unknown) {
  if (patterns === undefined) return;
  const must = (what: string, got: unknown, named = option) => (
    new ValidationError(where, `${named} must ${what}, got ${JSON.stringify(got)}`)
  );
  if (!Array.isArray(patterns) || Token.isUnresolved(patterns)) throw must('be a list of construct paths', patterns);
  if (!patterns.length) throw must('have at least one construct path (without the option, there is no limit)', patterns);
  for (const [index, pattern] of patterns.entries()) {
    const entry = `${option}[${index}]`;
    if (typeof pattern !== 'string' || !pattern || Token.isUnresolved(pattern)) {
      throw must('be a construct path, such as "Shop/Api" or "*/Worker"', pattern, entry);
    }
    if (pattern.startsWith('/') || pattern.endsWith('/')) {
      throw must('be a construct path without a slash at the start or end', pattern, entry);
    }
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
