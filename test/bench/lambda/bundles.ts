import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { gzipSync } from 'zlib';
import { build } from 'esbuild';

/** What is loaded in the place of a function's code. */
export interface Bundles {
  readonly watcher: string;
  /** A handler that does nothing: what node itself takes. */
  readonly empty: string;
  /** The five clients of the watcher as a function usually has them: imported, made, and bundled with all their defaults. */
  readonly bareClients: string;
}

const CLIENTS = {
  CloudFormationClient: '@aws-sdk/client-cloudformation',
  CloudWatchLogsClient: '@aws-sdk/client-cloudwatch-logs',
  ECSClient: '@aws-sdk/client-ecs',
  ElasticLoadBalancingV2Client: '@aws-sdk/client-elastic-load-balancing-v2',
  SFNClient: '@aws-sdk/client-sfn',
};

export async function bundles(root: string): Promise<Bundles> {
  const [empty, bareClients] = ['empty.js', 'bare-clients.js'].map((name) => join(__dirname, name));
  writeFileSync(empty, 'exports.handler = async () => undefined;\n');
  const source = Object.entries(CLIENTS).map(([client, from]) => `import { ${client} } from '${from}';`).join('\n');
  const clients = Object.keys(CLIENTS).map((client) => `new ${client}({})`).join(', ');
  await build({
    stdin: { contents: `${source}\nexport const clients = [${clients}];\n`, resolveDir: root },
    outfile: bareClients,
    bundle: true,
    minify: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return { watcher: join(root, 'assets', 'watcher', 'index.js'), empty, bareClients };
}

export function sizesOf(file: string): { readonly rawKB: number; readonly gzipKB: number } {
  const code = readFileSync(file);
  return { rawKB: code.length / 1000, gzipKB: gzipSync(code, { level: 9 }).length / 1000 };
}
