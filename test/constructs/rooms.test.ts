import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const CONSTRUCTS = path.join(__dirname, '..', '..', 'src', 'constructs');

/** Folder of src/constructs -> folders that it may use, besides itself. The public constructs (`.`) are above all of them. */
const ARROWS: { readonly [folder: string]: readonly string[] } = {
  '.': ['check', 'watcher', 'service', 'template'],
  'watcher': ['check', 'service', 'template'],
  'service': ['template'],
  'check': [],
  'template': [],
};

/** Public types without behaviour, which every folder may use. */
const PLAIN = ['cause-policy.ts', 'deployment-watcher-props.ts', 'diagnosis-options.ts'];

const FILES = (readdirSync(CONSTRUCTS, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts')).sort();

/** Files of this folder that a file imports; those of types count, too. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(CONSTRUCTS, file), 'utf8'));
  const targets = importedFiles.filter(({ fileName }) => fileName.startsWith('.')).map(({ fileName }) => `${path.join(path.dirname(file), fileName)}.ts`);
  return targets.filter((target) => !target.startsWith('..'));
}

test('imports are found', () => {
  expect(importsOf('deployment-watcher.ts')).toEqual(expect.arrayContaining(['check/check-watcher.ts', 'deployment-watcher-props.ts', 'watcher/configured.ts']));
  expect(FILES.flatMap(importsOf).filter((target) => !FILES.includes(target))).toEqual([]);
});

test.each(FILES)('%s imports along the arrows', (file) => {
  const from = path.dirname(file);
  const isAllowed = (target: string) => PLAIN.includes(target) || [from, ...ARROWS[from]].includes(path.dirname(target));
  const against = importsOf(file).filter((target) => !isAllowed(target));
  expect(against).toEqual([]);
});

test('the plain types use nothing but each other', () => {
  expect(PLAIN.flatMap(importsOf).filter((target) => !PLAIN.includes(target))).toEqual([]);
});

test('no file imports itself, along whatever way', () => {
  const reachable = (file: string, seen = new Set<string>()): Set<string> => {
    for (const next of importsOf(file).filter((target) => !seen.has(target))) reachable(next, seen.add(next));
    return seen;
  };
  expect(FILES.filter((file) => reachable(file).has(file))).toEqual([]);
});
