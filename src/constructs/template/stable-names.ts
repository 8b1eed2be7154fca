import { createHash } from 'crypto';

/** The same for the same text, in every synthesis; for ids and names that must not change. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
