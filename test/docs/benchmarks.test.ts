import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'benchmarks.md'), 'utf8');

test('charts and figures in README.md and docs/benchmarks.md come from docs/benchmarks/figures.json (npm run bench:charts)', () => {
  const { stderr, status } = spawnSync(process.execPath, [join(root, 'scripts', 'bench-charts.mjs'), '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('the figures are those of the full run', () => {
  const { quick } = JSON.parse(readFileSync(join(root, 'docs', 'benchmarks', 'figures.json'), 'utf8'));
  expect(quick).toBe(false);
});

test('the page shows charts that exist', () => {
  const shown = [...page.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file]) => file);
  expect(shown.length).toBeGreaterThan(3);
  for (const file of shown) expect([file, existsSync(join(root, 'docs', file))]).toEqual([file, true]);
});

test.each(['README.md', 'docs/benchmarks.md'])('%s has a place for the figures', (file) => {
  expect(readFileSync(join(root, file), 'utf8')).toMatch(/<!-- figures: npm run bench:charts -->\n[^]*<!-- \/figures -->/);
});
