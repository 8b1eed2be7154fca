/**
 * Bundles the watcher Lambda into assets/watcher/index.js, as small as it gets: Lambda reads the whole of it at each cold start, and a
 * test limits its size.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { resolve } from 'path';
import { minifySync } from '@swc/core';
import { build } from 'esbuild';
import ts from 'typescript';

const OUT = 'assets/watcher/index.js';
const METAFILE = 'node_modules/.cache/bundles/watcher.json';

/** src/facts/aws/plain-json.ts reads and writes JSON without the schemas of inputs and outputs. The other clients get XML. */
const isInJson = (path) => /client-(?:ecs|cloudwatch-logs|sfn)[\\/]/.test(path);

/** Operations without the schemas that nothing reads, which esbuild then drops: those of inputs, and of what is in JSON. */
function withoutUnread(source, path) {
  let operations = 0;
  const contents = source.replace(/^(export var \w+\$ = \[9, n0, \w+,\s[^[\]]*?), \(\) => [\w$.]+, (\(\) => [\w$.]+)\s*\];$/gm, (_, begin, output) => {
    operations++;
    return `${begin}, 0, ${isInJson(path) ? 0 : output}];`;
  });
  if (!operations) throw new Error('the schemas of a client have no operations in the form that is known');
  return contents;
}

/** Each word of our own sources, but those that only play AWS or run outside the function. */
const OUR_WORDS = new Set(['facts', 'decision', 'diagnosis', 'presentation', 'runtime'].flatMap((folder) =>
  readdirSync(`src/${folder}`, { recursive: true }).filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(`src/${folder}/${file}`, 'utf8').match(/\w+/g) ?? [])));

const STRUCTURE = /^(export var \w+\$ = \[3, n0, \w+,\s+0,\s+)\[([^[\]]*)\],\s+\[(.*)\](?:, (\d+))?\s*\];$/gm;

/** The members of structures that our sources name: nobody can read another one by its name. The first ones are required. */
function withReadMembers(source, texts) {
  return source.replace(STRUCTURE, (_, begin, names, types, required = 0) => {
    const members = names.split(', ');
    const kinds = types.split(/, (?![^[]*\]|[^{]*\})/);
    if (kinds.length !== members.length) throw new Error(`a schema has ${members.length} members of ${kinds.length} types: ${begin}`);
    const isRead = members.map((name) => !texts.has(name) || OUR_WORDS.has(JSON.parse(texts.get(name))));
    const read = (list) => `[${list.filter((_one, i) => isRead[i]).join(', ')}]`;
    return `${begin}${read(members)}, ${read(kinds)}, ${isRead.slice(0, required).filter(Boolean).length}];`;
  });
}

/**
 * The clients have schemas of all their operations and errors. esbuild drops what nothing refers to, with two exceptions: it must take a
 * computed key for a call (`{ [_xN]: "Tag" }`), and a registration of an error is one. So keys are written as what they are, and no error
 * is registered: any error becomes that of the service, with its own code as its name (@smithy/core, TypeRegistry; @aws-sdk/core,
 * getErrorSchemaOrThrowBaseException).
 */
const schemasOfCommands = {
  name: 'schemas-of-commands',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const texts = new Map([...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]));
      const used = withoutUnread(source, path);
      const contents = (isInJson(path) ? used : withReadMembers(used, texts))
        .replace(/\[(_\w+)\]: /g, (key, name) => (texts.has(name) ? `${texts.get(name)}: ` : key))
        .replace(/^(?:const \w+_registry = new TypeRegistry\(\w+\)|\w+_registry\.registerError\(\w+\$, \w+\)|export const errorTypeRegistries = [^;]*);$/gm, '');
      return { contents, loader: 'js' };
    });
  },
};

/** Modules of the SDK that the watcher has in a smaller form: each of ours says why that is enough. */
const REPLACED = [
  [/^\.\/(?:date-utils|util-endpoints\/aws|util-stream\/blob\/Uint8ArrayBlobAdapter|uuid\/v4)$/, 'no-fallbacks'],
  [/^\.\/write-request-body$/, 'plain-client'],
  [/^\.\.?\/(?:CloudFormationClient|CloudWatchLogsClient|ECSClient|ElasticLoadBalancingV2Client|SFNClient|commandBuilder)$/, 'plain-client'],
];

const smallerForms = {
  name: 'smaller-forms',
  setup({ onResolve }) {
    for (const [filter, ours] of REPLACED) {
      const path = resolve(`src/facts/aws/${ours}.ts`);
      onResolve({ filter }, ({ importer }) => (/node_modules[\\/]@(?:smithy|aws-sdk)[\\/]/.test(importer) ? { path } : undefined));
    }
  },
};

/**
 * Methods that no command of the watcher comes to: nobody asks with `instanceof` for an error of the SDK, and its logger drops what is said
 * about slow sockets.
 */
const UNCALLED = [
  ['smithy-client/exceptions', 'static (?:isInstance|\\[Symbol\\.hasInstance\\])', ''],
  ['dist-es/node-http-handler', 'static checkSocketUsage', 'static checkSocketUsage() {}'],
];

const withoutUncalled = {
  name: 'without-uncalled',
  setup({ onLoad }) {
    for (const [file, methods, instead] of UNCALLED) {
      const end = file.replaceAll('/', String.raw`[\\/]`);
      onLoad({ filter: new RegExp(String.raw`node_modules[\\/].*${end}\.js$`) }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        const rest = source.replace(new RegExp(String.raw`^ {4}(?:async )?(?:${methods})\([^]*?^ {4}\}$`, 'gm'), '');
        if (rest === source) throw new Error(`${file} has no methods of the names that are known`);
        return { contents: rest.replace(/^export class .*$/m, (begin) => `${begin}\n    ${instead}`), loader: 'js' };
      });
    }
  },
};

/**
 * The table of partitions has each Region with a description, which no rule for endpoints reads. A Region stays only if the patterns of the
 * partitions do not find its partition.
 */
const partitionsByPattern = {
  name: 'partitions-by-pattern',
  setup({ onLoad }) {
    onLoad({ filter: /util-endpoints[\\/]lib[\\/]aws[\\/]partitions\.js$/ }, ({ path }) => {
      const { partitions } = JSON.parse(readFileSync(path, 'utf8').match(/^export const partitionsInfo = (\{[^]*\});\s*$/)[1]);
      const ofPattern = (region) => partitions.find(({ regionRegex }) => new RegExp(regionRegex).test(region)) ?? partitions.find(({ id }) => id === 'aws');
      const kept = partitions.map(({ id, outputs, regionRegex, regions }) => ({
        id, outputs, regionRegex,
        regions: Object.fromEntries(Object.keys(regions).filter((region) => ofPattern(region).id !== id).map((region) => [region, {}])),
      }));
      return { contents: `export const partitionsInfo = ${JSON.stringify({ partitions: kept })};`, loader: 'js' };
    });
  },
};

/** Functions of the language that need no `this`, and that are written many times. Not those that a test may replace. */
const OFTEN = [
  'String.raw', 'Array.isArray', 'Object.entries', 'Object.values', 'Object.keys', 'Object.fromEntries', 'Object.assign',
  'JSON.stringify', 'Symbol.for', 'Math.max', 'Math.min', 'Date.parse',
];
const nameOf = (one) => one.replace('.', '_');

/**
 * Without the methods of classes whose names are nowhere else in the bundle, as the name of a member or in a text: nobody can call them. A
 * minifier keeps them all, because it does not know who else has the object. What begins with `_` is called by Node.js (its streams), and
 * the others below by the language, without their names.
 */
const BY_LANGUAGE = /^(?:_|(?:toJSON|toString|toLocaleString|valueOf|then|next|return|throw)$)/;
function withoutUnnamed(code) {
  const words = new Map();
  for (const [word] of code.matchAll(/[\w$]+/g)) words.set(word, (words.get(word) ?? 0) + 1);
  const unnamed = [];
  const visit = (node) => {
    const { name } = node;
    if (ts.isMethodDeclaration(node) && ts.isClassLike(node.parent) && ts.isIdentifier(name) && words.get(name.text) === 1
      && !BY_LANGUAGE.test(name.text)) {
      unnamed.push(node);
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(ts.createSourceFile(OUT, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
  const rest = unnamed.reduceRight((text, { pos, end }) => text.slice(0, pos) + text.slice(end), code);
  return unnamed.length ? withoutUnnamed(rest) : rest;
}

const { metafile, warnings } = await build({
  entryPoints: ['src/runtime/watcher.lambda.ts'],
  outfile: OUT,
  bundle: true,
  platform: 'node',
  // the function runs on Node 22; the lab plays it on the oldest Node that starts anything of the package
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // names and white space are left to the second minifier
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // the SDK loads it late, for operations that the watcher does not call
  external: ['@smithy/core/event-streams'],
  // one name for each, which the second minifier makes short
  define: Object.fromEntries(OFTEN.map((one) => [one, nameOf(one)])),
  banner: { js: OFTEN.map((one) => `const ${nameOf(one)} = ${one};`).join('') },
  plugins: [schemasOfCommands, smallerForms, withoutUncalled, partitionsByPattern],
});
if (warnings.length) process.exit(1);

// A second minifier finds five percent more. Node.js wraps a CommonJS module in a function, so what is declared at its top is local:
// nobody else can use it or see its name. `unsafe_arrows`: function expressions without `this` become arrow functions, which nobody can
// call with `new`; here only classes are called so.
const { code } = minifySync(withoutUnnamed(readFileSync(OUT, 'utf8')), {
  compress: { toplevel: true, passes: 6, unsafe_arrows: true, ecma: 2020 },
  mangle: { toplevel: true },
  module: false,
  format: { comments: false },
});
writeFileSync(OUT, code);
mkdirSync('node_modules/.cache/bundles', { recursive: true });
writeFileSync(METAFILE, JSON.stringify(metafile));
