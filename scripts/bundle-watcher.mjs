/**
 * Bundles the watcher Lambda into assets/watcher/index.js, as small as it gets: Lambda reads the whole of it at each cold start, and a
 * test limits its size.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { minifySync } from '@swc/core';
import { build } from 'esbuild';

const OUT = 'assets/watcher/index.js';
const METAFILE = 'node_modules/.cache/bundles/watcher.json';

/** The clients read one member of their package.json, their version (for the user agent); esbuild takes in all of it. */
const versionsOnly = {
  name: 'versions-only',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** The commands that the watcher sends: src/facts/aws has the only imports of clients. */
const COMMANDS = [...new Set(readFileSync('src/facts/aws/clients.ts', 'utf8').match(/\b[A-Z]\w+Command\b/g))];

/** The errors that these commands are declared to throw, by the declarations of the client. */
function errorsOf(client) {
  const files = COMMANDS.map((command) => join(client, 'dist-types', 'commands', `${command}.d.ts`)).filter((file) => existsSync(file));
  const errors = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)].map(([, error]) => error));
  if (!errors.length) throw new Error(`${client} declares no error of ${COMMANDS.join(', ')}`);
  return new Set(errors);
}

/**
 * The clients have schemas of all their operations and errors. esbuild drops what nothing refers to, with two exceptions: it must take a
 * computed key for a call (`{ [_xN]: "Tag" }`), and a registration of an error is one. So keys are written as what they are, and of the
 * errors only those are registered that a command of the watcher can get; any other becomes the error of the service, with its own code as
 * its name (@smithy/core, TypeRegistry; @aws-sdk/core, getErrorSchemaOrThrowBaseException).
 */
const schemasOfCommands = {
  name: 'schemas-of-commands',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const texts = new Map([...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]));
      const errors = errorsOf(join(path, '..', '..', '..'));
      const contents = source
        .replace(/\[(_\w+)\]: /g, (key, name) => (texts.has(name) ? `${texts.get(name)}: ` : key))
        .replace(/^n0_registry\.registerError\((\w+)\$, \1\);$/gm, (call, error) => (errors.has(error) ? call : ''));
      return { contents, loader: 'js' };
    });
  },
};

/** Modules that the SDK imports for cases that the watcher does not have; `NO_FALLBACKS` says why. */
const FALLBACKS = /^\.\.?\/(?:[\w./-]+\/)?(?:AdaptiveRetryStrategy|Sha256Js|getInstanceMetadataRegion)$/;
const NO_FALLBACKS = resolve('src/facts/aws/no-fallbacks.ts');

const withoutFallbacks = {
  name: 'without-fallbacks',
  setup({ onResolve }) {
    onResolve({ filter: FALLBACKS }, ({ importer }) => (/@smithy[\\/]core[\\/]/.test(importer) ? { path: NO_FALLBACKS } : undefined));
  },
};

const { metafile, warnings } = await build({
  entryPoints: ['src/runtime/watcher.lambda.ts'],
  outfile: OUT,
  bundle: true,
  platform: 'node',
  // the function runs on Node 22; the lab plays it on the oldest Node that starts anything of the package
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  alias: {
    '@aws-sdk/credential-provider-node': './src/facts/aws/lambda-credentials.ts',
    '@smithy/core/event-streams': './src/facts/aws/no-event-streams.ts',
  },
  plugins: [versionsOnly, schemasOfCommands, withoutFallbacks],
});
if (warnings.length) process.exit(1);

// A second minifier finds five percent more. Node wraps the file in a function, so nobody else sees its outermost names.
const { code } = minifySync(readFileSync(OUT, 'utf8'), {
  compress: { toplevel: true, passes: 2, ecma: 2020 }, mangle: { topLevel: true }, module: false, format: { comments: false },
});
writeFileSync(OUT, code);
mkdirSync('node_modules/.cache/bundles', { recursive: true });
writeFileSync(METAFILE, JSON.stringify(metafile));
