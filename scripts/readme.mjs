/*
 * README shows real output: the demo prints every block between `<!-- output: WHAT of SCENARIO -->` and `<!-- end -->`.
 *   node scripts/readme.mjs          rewrites the blocks
 *   node scripts/readme.mjs --check  fails if one is stale
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'README.md');
const ecsWhy = (...args) => execFileSync(process.execPath, [join(root, 'assets/ecs-why/ecs-why.js'), ...args], {
  encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' },
});
const cache = new Map();
const once = (key, make) => cache.get(key) ?? cache.set(key, make()).get(key);
const json = (scenario) => once(`json ${scenario}`, () => JSON.parse(ecsWhy('demo', '--json', scenario)));

const WHAT = {
  baseline: (scenario) => event(json(scenario).baseline.firstFailure),
  diagnosed: (scenario) => event(json(scenario).diagnosed.firstFailure),
  // of all scenarios, in one screen
  summary: () => once('summary', () => ecsWhy('demo').split(/^(?=In short)/m)[1]).trimEnd(),
  demo: (scenario) => once(`demo ${scenario}`, () => ecsWhy('demo', scenario)).trimEnd(),
};
const withoutHash = (logicalId) => logicalId.replace(/[0-9A-F]{8}$/, '');
const event = ({ logicalId, seconds, reason }) => `${withoutHash(logicalId)}  FAILED  after ${Math.round(seconds)} s\n${reason}`;

const before = readFileSync(file, 'utf8');
const after = before.replace(/(<!-- output: (\w+) of ([\w-]+) -->\n```\n)[^]*?(```\n<!-- end -->)/g,
  (_, head, what, scenario, tail) => `${head}${WHAT[what](scenario)}\n${tail}`);
if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error('README.md shows other output than the demo prints; rewrite it with: node scripts/readme.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, after);
}
