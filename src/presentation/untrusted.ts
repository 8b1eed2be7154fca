/** Members with words of this library, and files that the person named. Everything else can have what somebody else wrote. */
const OURS: ReadonlySet<string> = new Set([
  'id', 'title', 'certainty', 'retry', 'docs', 'verdict', 'age', 'type', 'source', 'cause', 'decision', 'phase', 'outcome', 'untrusted',
  'file', 'hidden', 'leaf',
]);
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * The object, and in `untrusted` the paths of its members with texts of logs, of AWS or of recordings, or with names from them:
 * `causes[].evidence`. A program that reads such a text must treat it as data. An object without such a text has no
 * such member.
 */
export function withUntrusted<T extends object>(json: T): T {
  const untrusted = [...new Set(pathsIn(json, ''))];
  if (!untrusted.length && !('untrusted' in json)) return json;
  const entries = Object.entries(json).filter(([key]) => key !== 'untrusted');
  const place = Object.keys(json).indexOf('untrusted' in json ? 'untrusted' : 'text');
  const at = place < 0 ? entries.length : place;
  return Object.fromEntries([...entries.slice(0, at), ['untrusted', untrusted], ...entries.slice(at)]) as T;
}

function pathsIn(value: object, path: string): readonly string[] {
  // The status of a diagnosis is ours, that of a stack or a resource is AWS's.
  const isDiagnosis = 'verdict' in value || 'decision' in value;
  return Object.entries(value).flatMap(([key, member]) => {
    const isOurs = OURS.has(key) || (isDiagnosis && key === 'status');
    if (isOurs) return [];
    return pathsOf(member, path ? `${path}.${key}` : key);
  });
}

function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return value === '' || TIME.test(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) return pathsIn(value, path);
  return value.flatMap((item: unknown) => pathsOf(item, typeof item === 'string' ? path : `${path}[]`));
}
