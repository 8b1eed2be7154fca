import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const FILE = 'assets/THIRD-PARTY-LICENSES';
const ALLOWED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'Python-2.0'];

interface Section {
  readonly packages: readonly string[];
  readonly licence: string;
  readonly text: string;
}

/** `npm run bundle` writes it. */
const [ofPackages, ofPatterns] = readFileSync(join(ROOT, FILE), 'utf8').split(/^={80}\n/m);
const sections = ofPackages.split(/^-{80}\n/m).slice(1).map((section): Section => {
  const [head, ...text] = section.split('\n\n');
  const lines = head.split('\n');
  return { packages: lines.slice(0, -1), licence: lines[lines.length - 1].replace('Licence: ', ''), text: text.join('\n\n') };
});
const listed = sections.flatMap(({ packages }) => packages);

function inBundles(): string[] {
  const folder = join(ROOT, 'node_modules', '.cache', 'bundles');
  const inputs = readdirSync(folder).flatMap((name): string[] => {
    const { outputs }: { outputs: { [file: string]: { inputs: object } } } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  });
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []));
  return [...folders].map((one) => {
    const { name, version } = JSON.parse(readFileSync(join(ROOT, one, 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
}

describe('the licences of what the bundles contain', () => {
  test('each package is listed, once', () => {
    expect(inBundles().length).toBeGreaterThan(50);
    expect(listed).toEqual(expect.arrayContaining([...new Set(inBundles())]));
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('code that a published package contains is listed, too', () => {
    expect(listed.map((each) => each.split(' ')[0])).toEqual(expect.arrayContaining(['jsep', '@jsep-plugin/assignment', '@jsep-plugin/regex']));
  });

  test('each has a permissive licence, and its text', () => {
    expect(sections.map(({ licence }) => licence).filter((licence) => !ALLOWED.includes(licence))).toEqual([]);
    for (const { packages, text } of sections) expect({ packages, long: text.length > 500 }).toEqual({ packages, long: true });
  });

  test('a notice is passed on', () => {
    expect(sections.find(({ packages }) => packages.some((each) => each.startsWith('asl-validator ')))?.text).toMatch(/^NOTICE\n\nCopyright 2017/);
  });

  test('the notices of the pattern sets that the table of secret shapes was made from', () => {
    expect(ofPatterns.trim()).toBe(readFileSync(join(ROOT, 'NOTICE-secret-patterns.txt'), 'utf8').trim());
    for (const name of ['gitleaks', 'Nosey Parker', 'kingfisher']) expect(ofPatterns).toMatch(new RegExp(name, 'i'));
    expect(ofPatterns).toContain('MIT License');
    expect(ofPatterns).toContain('Apache License');
  });

  test('the package that is published has them', () => {
    const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    }));
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['LICENSE', FILE, 'assets/watcher/index.js', 'assets/ecs-why/actions.js']));
  });
});

test.each([
  ['another licence', { license: 'GPL-3.0-only' }, true, 'evil 1.0.0: licence GPL-3.0-only is not allowed in a bundle'],
  ['a licence that asks for more beside one that is allowed', { license: 'MIT AND GPL-3.0-only' }, true, 'evil 1.0.0: licence MIT AND GPL-3.0-only is not allowed in a bundle'],
  ['no licence', {}, true, 'evil 1.0.0: licence undefined is not allowed in a bundle'],
  ['no text', { license: 'MIT' }, false, 'evil 1.0.0: no text of its licence'],
  ['one of two licences that is allowed', { license: '(GPL-3.0-only OR MIT)' }, true, ''],
])('bundling ends at a package with %s', (_, about, hasText, message) => {
  const root = mkdtempSync(join(tmpdir(), 'licences-'));
  try {
    for (const folder of ['assets', 'node_modules/evil', 'node_modules/.cache/bundles']) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'node_modules/evil/package.json'), JSON.stringify({ name: 'evil', version: '1.0.0', ...about }));
    if (hasText) writeFileSync(join(root, 'node_modules/evil/LICENSE'), 'Text of the licence');
    writeFileSync(join(root, 'node_modules/.cache/bundles/one.json'), JSON.stringify({ outputs: { 'a.js': { inputs: { 'node_modules/evil/index.js': {} } } } }));
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/licences.mjs'), root], { encoding: 'utf8' });
    expect({ status, stderr: stderr.trim() }).toEqual({ status: message ? 1 : 0, stderr: message });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
