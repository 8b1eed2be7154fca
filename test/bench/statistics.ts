/**
 * The smallest value that so many of all values do not exceed (nearest rank): always one that was measured. NaN of nothing.
 * @param share 0..1; 0.5 is the median
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the line through the points that leaves the least squares; of logarithms it is the exponent of growth. */
export function slope(xs: readonly number[], ys: readonly number[]): number {
  const [x0, y0] = [mean(xs), mean(ys)];
  const sum = (term: (i: number) => number) => xs.reduce((total, _, i) => total + term(i), 0);
  return sum((i) => (xs[i] - x0) * (ys[i] - y0)) / sum((i) => (xs[i] - x0) ** 2);
}
