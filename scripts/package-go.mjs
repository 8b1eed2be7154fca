/*
 * Makes the Go module of the package.
 *
 * Go differs from the other languages: it links against one version of aws-cdk-lib, and its generated code names types where that version
 * has them. Modules of aws-cdk-lib before 2.241 do not compile with constructs 10.5.1 (`With` is ambiguous), later ones have moved types
 * that every construct has (`ResourceEnvironment`). So the module is generated from a copy of the package that is compiled with a newer
 * aws-cdk-lib than the floor for npm, and asks for no older one.
 *   node scripts/package-go.mjs   to dist/go, and builds it
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from './languages-run.mjs';

export const GO_CDK_FLOOR = '2.244.0';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tool = (name) => join(root, 'node_modules', '.bin', name);
const PARTS = ['src', 'assets', 'package.json', 'tsconfig.json', '.npmignore', 'README.md', 'LICENSE', 'API.md'];

/** A copy of the package, so that a build leaves the repository alone. Returns its package.json. */
export function copyPackage(directory, change = {}) {
  for (const part of PARTS) if (existsSync(join(root, part))) cpSync(join(root, part), join(directory, part), { recursive: true });
  const manifest = { ...JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')), ...change };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
  return manifest;
}

/** Generates the module in `dist`; returns its folder. */
export function packageGo({ directory, dist, version, run }) {
  const manifest = copyPackage(directory, { version });
  const { devDependencies: known } = manifest;
  const types = Object.entries(known).filter(([name]) => name.startsWith('@types/'));
  const installed = { ...Object.fromEntries(types), 'aws-cdk-lib': GO_CDK_FLOOR, 'constructs': known.constructs };
  manifest.peerDependencies['aws-cdk-lib'] = `^${GO_CDK_FLOOR}`;
  manifest.devDependencies = installed;
  writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
  run(directory, 'npm', 'install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts');
  run(directory, tool('jsii'), '--silence-warnings=reserved-word');
  run(directory, tool('jsii-pacmak'), '--target', 'go', '--outdir', dist, '--code-only', '--pack-command', 'npm pack --ignore-scripts');
  const module = join(dist, 'go', manifest.jsii.targets.go.packageName);
  const file = join(module, 'go.mod');
  // Pins of what aws-cdk-lib depends on, as npm happens to have installed it; its own Go module says what it needs.
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^.*\/\/ indirect\n/gm, ''));
  return module;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const home = mkdtempSync(join(tmpdir(), 'package-go-'));
  const run = runner();
  try {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const module = packageGo({ directory: join(home, 'package'), dist: join(root, 'dist'), version, run });
    run(module, 'go', 'mod', 'tidy');
    run(module, 'go', 'build', './...');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
