import { readdirSync, readFileSync, statSync } from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const SRC = path.join(ROOT, 'src');

interface Room {
  /** What the room is for. */
  readonly is: string;
  /** Rooms, folders and files of src that it may import, besides itself. */
  readonly may: readonly string[];
}

/** Folder or file of src -> its arrows. ESLint (`.projenrc.ts`) and the table in CONTRIBUTING are made from the same file. */
const ROOMS = JSON.parse(readFileSync(path.join(ROOT, 'scripts', 'arrows.json'), 'utf8')) as { readonly [room: string]: Room };

interface Import {
  /** Both relative to src, without `.ts`. */
  readonly file: string;
  /** As in src, or the name of a package. */
  readonly target: string;
  /** The target is a file of src; a package can have the name of a room (`constructs`). */
  readonly ours: boolean;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return filesUnder(file);
    return file.endsWith('.ts') && !file.endsWith('.d.ts') ? [file] : [];
  });
}

/** Specifiers of import, export … from, import() and require. */
function specifiers(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/(?:^|[\s;}])(?:from\s*|import\s*\(?\s*|require\s*\(\s*)['"]([^'"]+)['"]/g)].map(([, specifier]) => specifier);
}

const FILES = filesUnder(SRC).map((file) => path.relative(SRC, file).replace(/\.ts$/, ''));

/** `causes` and `causes/index` are one file. */
function resolved(file: string): string {
  return FILES.includes(file) || !FILES.includes(`${file}/index`) ? file : `${file}/index`;
}

function imports(): Import[] {
  return filesUnder(SRC).flatMap((file) => specifiers(readFileSync(file, 'utf8')).map((specifier) => {
    const ours = specifier.startsWith('.');
    const target = ours ? resolved(path.relative(SRC, path.resolve(path.dirname(file), specifier)) || 'index') : specifier;
    return { file: path.relative(SRC, file).replace(/\.ts$/, ''), target, ours };
  }));
}

const partOf = (file: string) => file.split('/')[0];
const isWithin = (target: string, allowed: string) => target === allowed || target.startsWith(`${allowed}/`);
const show = ({ file, target }: Import) => `${file} imports ${target}`;
/** The innermost room that a file is in. */
const roomOf = (file: string) => Object.keys(ROOMS).filter((room) => isWithin(file, room)).sort((a, b) => b.length - a.length)[0];

const ALL = imports();
const packages = ALL.filter(({ ours }) => !ours);

/** The first way round along arrows back to its beginning, if there is one. */
function circle(arrows: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (one: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(one)) return [...way.slice(way.indexOf(one)), one];
    if (done.has(one)) return undefined;
    for (const next of arrows.get(one) ?? []) {
      const found = walk(next, [...way, one]);
      if (found) return found;
    }
    done.add(one);
    return undefined;
  };
  return [...arrows.keys()].map((one) => walk(one, [])).find(Boolean);
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
  expect(parts.filter((part) => !(part in ROOMS))).toEqual([]);
});

test('rooms import only along the arrows of scripts/arrows.json', () => {
  const against = ALL.filter(({ file, target, ours }) => ours && roomOf(target) !== roomOf(file)
    && !ROOMS[roomOf(file)].may.some((allowed) => isWithin(target, allowed)));
  expect(against.map(show)).toEqual([]);
});

test('no import leads back to where it came from, types included', () => {
  const targetsOf = (file: string) => ALL.filter((i) => i.ours && i.file === file).map((i) => i.target);
  expect(circle(new Map(FILES.map((file) => [file, targetsOf(file)])))).toBeUndefined();
});

test('no arrows of scripts/arrows.json lead back to the room where they began', () => {
  const allowed = ([room, { may }]: [string, Room]) => [room, may.map(roomOf).filter((other) => other !== room)] as const;
  expect(circle(new Map(Object.entries(ROOMS).map(allowed)))).toBeUndefined();
  expect(circle(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]]))).toEqual(['b', 'c', 'b']);
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

/**
 * Files that the way from a text of AWS to ours does not lead through: the forms of rules and tables, questions about the frame (`read`),
 * the look-up in the tables, and what reads the lines of a container's log, which are no texts of AWS.
 */
const BESIDE_THE_WAY: readonly string[] = [
  'diagnosis/causes/kit', 'diagnosis/classify/index', 'diagnosis/classify/table', 'diagnosis/model', 'diagnosis/text',
  'diagnosis/read/index', 'diagnosis/read/memo', 'diagnosis/read/listening', 'diagnosis/read/logline',
  'diagnosis/causes/remedy', 'diagnosis/causes/application/missing',
];

/** The file and all files of `diagnosis` that it uses, directly or through another. */
function wayFrom(file: string): readonly string[] {
  const found = new Set<string>();
  const walk = (from: string) => {
    if (!isWithin(from, 'diagnosis') || BESIDE_THE_WAY.includes(from) || found.has(from)) return;
    found.add(from);
    ALL.filter((i) => i.ours && i.file === from).forEach(({ target }) => walk(target));
  };
  walk(file);
  return [...found];
}

const AWS_TABLE = 'diagnosis/classify/aws-texts';

test('the way from a text of AWS to ours is three files at most: the table, the rule and one helper', () => {
  const rules = FILES.filter((file) => /^diagnosis\/causes\/.+\/rule$/.test(file));
  const ways = rules.map((rule) => [...new Set([...wayFrom(AWS_TABLE), ...wayFrom(rule)])]);
  expect(ways.filter((way) => way.length > 3)
    .map((way) => `${way.join(', ')}: make the helpers one file, or move questions about the frame to diagnosis/read`)).toEqual([]);
  expect(ways.filter((way) => way.length === 3).length).toBeGreaterThan(10);
});

test('one table has the texts of AWS: two would make the way longer', () => {
  const hasRows = (file: string) => /: (readonly (Row|LogRow)\[\]|Section) = [[{]/.test(readFileSync(path.join(SRC, `${file}.ts`), 'utf8'));
  const withRows = FILES.filter((file) => isWithin(file, 'diagnosis/classify') && hasRows(file));
  expect(withRows).toEqual([AWS_TABLE, 'diagnosis/classify/log-texts']);
});

/** Named imports and re-exports of a source, with their specifiers: `[['./model', 'Rule'], ...]`. */
function names(source: string): readonly (readonly [specifier: string, name: string])[] {
  return [...source.matchAll(/^(?:import|export) (?:type )?(?:\w+, )?\{([^}]*)\} from '(\.[^']+)'/gm)]
    .flatMap(([, list, specifier]) => list.split(',').map((item) => [specifier, item.trim().replace(/^type /, '').split(' ')[0]] as const));
}

/** The file and, if it is an index, the files all of whose exports it passes on. */
function passedOn(file: string): readonly string[] {
  const source = FILES.includes(file) ? readFileSync(path.join(SRC, `${file}.ts`), 'utf8') : '';
  return [file, ...[...source.matchAll(/^export \* from '([^']+)'/gm)].map(([, target]) => path.join(path.dirname(file), target))];
}

/** Names that the bundles take from outside (`.projenrc.ts`, `cli/main`). */
const ENTRIES = [
  'cli/actions actions', 'cli/check/actions check', 'facts/aws/network networkApi', 'runtime/watcher.lambda handler', 'facts/aws/lambda-credentials defaultProvider',
  ...['bindV4', 'bindUint8ArrayBlobAdapter', 'parseRfc7231DateTime'].map((name) => `facts/aws/no-fallbacks ${name}`),
  ...[
    'CloudFormationClient', 'CloudWatchLogsClient', 'ECSClient', 'ElasticLoadBalancingV2Client', 'SFNClient', 'command', '_ep0', 'writeRequestBody',
  ].map((name) => `facts/aws/plain-client ${name}`),
];

test('every export has a reader in another file of src or test', () => {
  const readers = [...filesUnder(SRC), ...filesUnder(__dirname)];
  const read = new Set(readers.flatMap((reader) => names(readFileSync(reader, 'utf8')).flatMap(([specifier, name]) => {
    const target = resolved(path.relative(SRC, path.resolve(path.dirname(reader), specifier)) || 'index');
    return passedOn(target).map((file) => `${file} ${name}`);
  })));
  const declared = FILES.flatMap((file) => [
    ...readFileSync(path.join(SRC, `${file}.ts`), 'utf8')
      .matchAll(/^export (?:async )?(?:abstract )?(?:const|function\*?|class|interface|type|enum) (\w+)/gm),
  ].map(([, name]) => `${file} ${name}`));
  expect(declared.length).toBeGreaterThan(500);
  expect(declared.filter((one) => !read.has(one) && !ENTRIES.includes(one)).map((one) => `${one}: take \`export\` off`)).toEqual([]);
});
