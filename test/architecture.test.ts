import { readdirSync, readFileSync, statSync } from 'fs';
import * as path from 'path';

const SRC = path.join(__dirname, '..', 'src');

/** Folder (or file) of src -> what it may import from src, besides itself. `.projenrc.ts` gives ESLint the same arrows. */
const ARROWS: { readonly [part: string]: readonly string[] } = {
  index: ['constructs'],
  contract: [],
  constructs: ['contract'],
  facts: [],
  // The pure parts know what facts look like, not where they come from.
  diagnosis: ['facts/model', 'facts/operation', 'facts/unavailable', 'contract'],
  decision: ['diagnosis', 'facts/model', 'facts/operation', 'facts/supplement', 'facts/unavailable', 'contract'],
  presentation: ['diagnosis', 'facts/model', 'facts/operation', 'contract'],
  runtime: ['contract', 'facts', 'diagnosis', 'decision', 'presentation'],
  cli: ['facts', 'diagnosis', 'decision', 'presentation', 'contract', 'lab', 'demo'],
  lab: [],
  demo: ['index', 'lab/world'],
};

interface Import {
  /** Both relative to src, without `.ts`. */
  readonly file: string;
  /** As in src, or the name of a package. */
  readonly target: string;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesUnder(file) : file.endsWith('.ts') && !file.endsWith('.d.ts') ? [file] : [];
  });
}

/** Specifiers of import, export … from, import() and require. */
function specifiers(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/(?:^|[\s;}])(?:from\s*|import\s*\(?\s*|require\s*\(\s*)['"]([^'"]+)['"]/g)].map(([, specifier]) => specifier);
}

function imports(): Import[] {
  return filesUnder(SRC).flatMap((file) => specifiers(readFileSync(file, 'utf8')).map((specifier) => {
    const target = specifier.startsWith('.') ? path.relative(SRC, path.resolve(path.dirname(file), specifier)) || 'index' : specifier;
    return { file: path.relative(SRC, file).replace(/\.ts$/, ''), target };
  }));
}

const partOf = (file: string) => file.split('/')[0];
const isWithin = (target: string, allowed: string) => target === allowed || target.startsWith(`${allowed}/`);
const show = ({ file, target }: Import) => `${file} imports ${target}`;

const ALL = imports();
const packages = ALL.filter(({ target }) => !isOurs(target));

function isOurs(target: string) {
  return partOf(target) in ARROWS;
}

test('imports are found in every form', () => {
  expect(specifiers(`
    import { a } from 'one';
    import type { b } from "two";
    export * from './three';
    const four = require('four');
    const five = await import('five');
    import 'six';
    import {
      c,
    } from 'seven';
    // import { d } from 'eight';
    /* import { e } from 'nine'; */
  `)).toEqual(['one', 'two', './three', 'four', 'five', 'six', 'seven']);
  expect(ALL.map(show)).toContain('index imports constructs/diagnosed-fargate-service');
});

test('every part of src has its arrows', () => {
  const parts = readdirSync(SRC).map((name) => name.replace(/\.ts$/, ''));
  expect(parts.filter((part) => !(part in ARROWS))).toEqual([]);
});

test('parts import only along the arrows', () => {
  const against = ALL.filter(({ file, target }) => isOurs(target) && partOf(target) !== partOf(file)
    && !ARROWS[partOf(file)].some((allowed) => isWithin(target, allowed)));
  expect(against.map(show)).toEqual([]);
});

test('only the constructs and the demo app use aws-cdk-lib', () => {
  const cdk = packages.filter(({ target }) => isWithin(target, 'aws-cdk-lib') || target === 'constructs');
  expect(cdk.filter(({ file }) => !['constructs', 'demo'].includes(partOf(file))).map(show)).toEqual([]);
  expect(cdk.length).toBeGreaterThan(0);
});

test('only facts/aws uses SDK clients; the lab reads their schemas', () => {
  const sdk = packages.filter(({ target }) => /^@(aws-sdk|smithy)\//.test(target));
  expect(sdk.filter(({ file }) => !isWithin(file, 'facts/aws') && !isWithin(file, 'lab')).map(show)).toEqual([]);
});

test('the constructs bring no package but their peers', () => {
  const brought = packages.filter(({ file }) => ['constructs', 'index', 'contract'].includes(partOf(file)));
  const allowed = ['aws-cdk-lib', 'constructs', 'crypto', 'fs', 'path'];
  expect(brought.filter(({ target }) => !allowed.some((name) => isWithin(target, name))).map(show)).toEqual([]);
});

test('a rule knows no other rule', () => {
  const cause = (file: string) => /^diagnosis\/causes\/([^/]+\/[^/]+)\/rule$/.exec(file)?.[1];
  expect(ALL.filter(({ file, target }) => cause(file) && cause(target)).map(show)).toEqual([]);
});

/** Room of diagnosis -> rooms that it may import, besides itself: what reads a frame knows no cause, and what recognises knows no wording. */
const DIAGNOSIS: { readonly [room: string]: readonly string[] } = {
  text: [],
  model: [],
  read: ['text', 'model'],
  classify: ['read', 'text', 'model'],
  causes: ['classify', 'read', 'text', 'model'],
};

test('in diagnosis: read, then classify, then causes', () => {
  const room = (file: string) => /^diagnosis\/([^/]+)/.exec(file)?.[1] ?? '';
  const against = ALL.filter(({ file, target }) => room(file) in DIAGNOSIS && room(target) && room(target) !== room(file) && !DIAGNOSIS[room(file)].includes(room(target)));
  expect(against.map(show)).toEqual([]);
  const ids = ALL.filter(({ file, target }) => isWithin(file, 'diagnosis/read') && target === 'contract');
  expect(ids.map((one) => `${show(one)}: what names a cause goes to src/diagnosis/classify`)).toEqual([]);
});

test('in diagnosis nothing runs in a circle', () => {
  const files = new Set(ALL.map(({ file }) => file));
  const resolve = (target: string) => (files.has(target) ? target : `${target}/index`);
  const next = new Map<string, readonly string[]>([...files].filter((file) => isWithin(file, 'diagnosis'))
    .map((file) => [file, ALL.filter((one) => one.file === file).map(({ target }) => resolve(target)).filter((target) => isWithin(target, 'diagnosis'))]));
  const done = new Set<string>();
  const circle = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    const found = done.has(file) ? undefined : (next.get(file) ?? []).map((target) => circle(target, [...way, file])).find(Boolean);
    done.add(file);
    return found;
  };
  expect([...next.keys()].map((file) => circle(file, [])?.join(' -> ')).filter(Boolean)).toEqual([]);
});
