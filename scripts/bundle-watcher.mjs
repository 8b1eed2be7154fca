/**
 * Bundles the watcher Lambda into assets/watcher/index.js, as small as it gets: Lambda reads the whole of it at each cold start, and a
 * test limits its size.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
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
  plugins: [versionsOnly],
});
if (warnings.length) process.exit(1);

// A second minifier finds two percent more.
const { code } = minifySync(readFileSync(OUT, 'utf8'), { compress: true, mangle: true, module: false, format: { comments: false } });
writeFileSync(OUT, code);
mkdirSync('node_modules/.cache/bundles', { recursive: true });
writeFileSync(METAFILE, JSON.stringify(metafile));
