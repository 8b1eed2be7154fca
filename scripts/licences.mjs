/*
 * Writes assets/THIRD-PARTY-LICENSES: the licences and notices of all packages whose code is in a bundle, and of the pattern sets from
 * which the table of secret shapes was made. The tarball has the bundles,
 * and these licences ask for it. Reads what esbuild has written about each bundle (`--metafile`). A package with another licence than those
 * below, or without a text, ends the bundling.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An argument names another folder, for the test. */
const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const METAFILES = join(root, 'node_modules', '.cache', 'bundles');

/** They permit to pass the code on in another package, under conditions that this file meets. test/licences.test.ts has the same list. */
const ALLOWED = new Set([
  'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'Python-2.0',
]);

/** Packages whose published files contain the code of others: esbuild does not see these. */
const CONTAINS = { 'jsonpath-plus': ['jsep', '@jsep-plugin/assignment', '@jsep-plugin/regex'] };

/** Names as `(MIT OR CC0-1.0)`: one of the alternatives must be allowed, and each part that is joined by AND. */
function isAllowed(licence) {
  return String(licence).replace(/[()]/g, '').split(' OR ').some((one) => one.split(' AND ').every((part) => ALLOWED.has(part)));
}

/** Folders of the packages in the bundles, relative to the root. */
function folders() {
  const inputs = readdirSync(METAFILES).flatMap((file) => {
    const { outputs } = JSON.parse(readFileSync(join(METAFILES, file), 'utf8'));
    return Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  });
  const found = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []);
  const within = found.flatMap((folder) => (CONTAINS[folder.split('node_modules/').at(-1)] ?? []).map((name) => `node_modules/${name}`));
  return [...new Set([...found, ...within])];
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const files = readdirSync(join(root, folder)).sort();
  const text = (pattern) => files.filter((file) => pattern.test(file)).map((file) => readFileSync(join(root, folder, file), 'utf8').trim()).join('\n\n');
  // Some packages of the AWS SDK have no copy of the licence, which is the same text in all packages.
  const apache = () => (license === 'Apache-2.0' ? readFileSync(join(root, 'LICENSE'), 'utf8').trim() : '');
  return { id: `${name} ${version}`, license, text: text(/^(licen[cs]e|copying)/i) || apache(), notice: text(/^notice/i) };
}

const packages = [...new Map(folders().map(describe).map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
const refused = packages.filter(({ license, text }) => !isAllowed(license) || !text);
if (refused.length) {
  for (const { id, license, text } of refused) {
    const reason = text ? `licence ${license} is not allowed in a bundle` : 'no text of its licence';
    console.error(`${id}: ${reason}`);
  }
  process.exit(1);
}

const groups = new Map();
for (const one of packages) {
  const same = JSON.stringify([one.license, one.text, one.notice]);
  groups.set(same, [...groups.get(same) ?? [], one]);
}
const LINE = '-'.repeat(80);
const sections = [...groups.values()].map((group) => {
  const [{ license, text, notice }] = group;
  return [LINE, ...group.map(({ id }) => id), `Licence: ${license}`, '', ...notice ? ['NOTICE', '', notice, ''] : [], text, ''].join('\n');
});
/** What else a bundle contains that was made from the work of others; the test has a folder without it. */
const PATTERNS = join(root, 'NOTICE-secret-patterns.txt');
const patterns = existsSync(PATTERNS) ? ['='.repeat(80), readFileSync(PATTERNS, 'utf8').trim(), ''] : [];
writeFileSync(join(root, 'assets', 'THIRD-PARTY-LICENSES'), [
  'The bundles in this folder contain code of these packages, each under its own licence.', '', ...sections, ...patterns,
].join('\n'));
console.log(`${packages.length} packages in assets/THIRD-PARTY-LICENSES`);
