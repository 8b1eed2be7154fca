/** `; did you mean "x"?` if a word is a likely misspelling of one of `words`, else an empty text. */
export function didYouMean(word: string, words: readonly string[]): string {
  const scored = words.map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }));
  const best = scored.sort((a, b) => a.edits - b.edits)[0];
  // With a third of the letters wrong it is still a misspelling; with more it is another word.
  return best && best.edits <= Math.max(1, word.length / 3) ? `; did you mean "${best.candidate}"?` : '';
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
