/** The name that a person may have meant; undefined: it is one of them, or like none. */
export function likeOneOf(typed: string, names: readonly string[]): string | undefined {
  if (names.includes(typed)) return undefined;
  return names.find((name) => typed.length > 3 && edits(typed.toLowerCase(), name) <= (name.length > 5 ? 2 : 1));
}

/** Letters that are missing, too many, wrong, or swapped with their neighbour. */
function edits(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const other = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, other, isSwapped ? rows[i - 2][j - 2] + 1 : Infinity);
    }
  }
  return rows[a.length][b.length];
}
