/*
 * Builds the packages of each language with jsii-pacmak, synthesizes the app of examples/<language> with the built package, and compares
 * the templates: they must be the same but for the hashes of assets. Works in a directory of its own. Needs the tool chains of the
 * languages: npm, python3 with venv, a JDK with Maven, Go.
 *   node scripts/languages.mjs [--quick] [--compiled] [typescript|python|java|go ...]
 * --quick: TypeScript and Python. --compiled, only with it: takes what `npx projen compile` has just made. Closes with the line
 * `N passed, N failed`.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from './languages-run.mjs';
import { synthesizers } from './languages-synth.mjs';
import { copyPackage, GO_CDK_FLOOR, packageGo } from './package-go.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const quick = args.includes('--quick');
const compiled = args.includes('--compiled');
if (compiled && !quick) throw new Error('--compiled needs --quick: package managers of other languages keep a version that they know');
const named = args.filter((arg) => !arg.startsWith('-'));
const unknown = named.filter((name) => !(name in synthesizers));
if (unknown.length) throw new Error(`There is no example in ${unknown.join(', ')}; there are ${Object.keys(synthesizers).join(', ')}`);
// TypeScript is what the others are compared with.
const unnamed = quick ? ['typescript', 'python'] : Object.keys(synthesizers);
const languages = named.length ? [...new Set(['typescript', ...named])] : unnamed;

const home = mkdtempSync(join(tmpdir(), 'languages-'));
const run = runner();
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** What the tests run on, the floor of the peer range; for Go its own floor. */
const cdkVersion = (language) => language === 'go' ? GO_CDK_FLOOR : devDependencies['aws-cdk-lib'];

/** Its version is new each time: package managers keep what they know, but for files that are installed by their name. */
const version = compiled ? JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version : `0.0.${Math.floor(Date.now() / 1000)}`;

const TARGETS = { typescript: 'js', python: 'python', java: 'java' };

function compile() {
  const directory = join(home, 'package');
  const manifest = copyPackage(directory, { version });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  if (compiled) for (const part of ['lib', '.jsii']) cpSync(join(root, part), join(directory, part), { recursive: true });
  else run(directory, join(root, 'node_modules/.bin/jsii'), '--silence-warnings=reserved-word');
  return { directory, manifest };
}

function pack({ directory }, language) {
  const dist = join(home, 'dist');
  if (language === 'go') return dirname(packageGo({ directory: join(home, 'package-go'), dist, version, run }));
  // The two of the quick form in one run, which reads the packages of the peers once.
  const targets = ['typescript', 'python'].includes(language) && languages.includes('python') ? ['js', 'python'] : [TARGETS[language]];
  if (!existsSync(join(dist, targets[0]))) {
    const packing = ['--outdir', dist, '--pack-command', 'npm pack --ignore-scripts'];
    run(directory, join(root, 'node_modules/.bin/jsii-pacmak'), '--targets', ...targets, ...packing);
  }
  return join(dist, TARGETS[language]);
}

/** Nothing of a template depends on the language but the hash of what is in an asset. */
function template(language, out) {
  const text = readFileSync(join(out, 'Shop.template.json'), 'utf8').replace(/[0-9a-f]{64}/g, '<hash>');
  const diagnoses = text.match(/"Custom::EcsDeploymentDiagnosis"/g)?.length ?? 0;
  if (diagnoses !== 4) throw new Error(`the template of ${language} has ${diagnoses} diagnoses, not 4`);
  return text;
}

/** The first line in which two texts differ. */
function difference(expected, got) {
  const [before, after] = [expected.split('\n'), got.split('\n')];
  const at = before.findIndex((line, i) => line !== after[i]);
  return `line ${at + 1}: ${before[at]?.trim()} | ${after[at]?.trim()}`;
}

const packages = new Map();
const templates = new Map();

/** Template of the app in a language, with a version of aws-cdk-lib. */
function synthesize(built, language, cdk) {
  const key = `${language}-${cdk}`;
  if (templates.has(key)) return templates.get(key);
  const [app, out] = [join(home, 'app', key), join(home, 'out', key)];
  if (!packages.has(language)) packages.set(language, pack(built, language));
  cpSync(join(root, 'examples', language), app, { recursive: true });
  const versions = { 'aws-cdk-lib': cdk, 'constructs': devDependencies.constructs };
  synthesizers[language]({ app, out, dist: packages.get(language), root, versions, manifest: built.manifest, run });
  templates.set(key, template(language, out));
  return templates.get(key);
}

let passed = 0, failed = 0;
try {
  const built = compile();
  for (const language of languages) {
    const start = Date.now();
    const cdk = cdkVersion(language);
    try {
      const got = synthesize(built, language, cdk);
      const expected = synthesize(built, 'typescript', cdk);
      if (got !== expected) throw new Error(`its template is not that of TypeScript, ${difference(expected, got)}`);
      passed++;
      const resources = Object.keys(JSON.parse(got).Resources).length;
      const same = language === 'typescript' ? '' : ', the template that of TypeScript';
      const seconds = Math.round((Date.now() - start) / 1000);
      const what = `package built, app synthesized with aws-cdk-lib ${cdk}, ${resources} resources${same}`;
      console.log(`ok    ${language}: ${what} (${seconds} s)`);
    } catch (error) {
      failed++;
      console.log(`not ok ${language}: ${error instanceof Error ? error.message : error}`);
    }
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
