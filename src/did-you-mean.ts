/** `; did you mean "x"?` if `word` is a likely misspelling of one of `words`, or names some of the words in it; else an empty text. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = misspelled(word, words) ?? words.find((candidate) => holdsAllParts(candidate, word));
  return meant ? `; did you mean "${meant}"?` : '';
}

function misspelled(word: string, words: readonly string[]): string | undefined {
  const scored = words.map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }));
  const [best] = scored.sort((a, b) => a.edits - b.edits);
  // With a third of the letters wrong it is still a misspelling; with more it is another word.
  return best && best.edits <= Math.max(1, word.length / 3) ? best.candidate : undefined;
}

/** `memory` and `of-memory` for `out-of-memory`. */
function holdsAllParts(candidate: string, word: string): boolean {
  const parts = candidate.toLowerCase().split('-');
  return word.toLowerCase().split('-').every((part) => parts.includes(part));
}

/** Levenshtein distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
