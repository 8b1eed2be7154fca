import { mkdirSync, readdirSync, symlinkSync } from 'fs';
import { join } from 'path';
import { build } from 'esbuild';

/** The package as it is installed, file by file, so that importing it costs what it costs its users. Gives its folder. */
export async function builtPackage(root: string): Promise<string> {
  const folder = join(__dirname, 'package');
  const sources = join(root, 'src');
  const all = readdirSync(sources, { recursive: true }) as string[];
  // What index.ts reaches: the constructs, and the files beside them.
  const library = all.filter((name) => /^(constructs\/.*|[\w-]+)\.ts$/.test(name)).map((name) => join(sources, name));
  await build({
    entryPoints: library,
    outbase: sources,
    outdir: join(folder, 'lib'),
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  linkAssets(root, folder);
  return join(folder, 'lib');
}

function linkAssets(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  try {
    symlinkSync(join(root, 'assets'), join(folder, 'assets'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
