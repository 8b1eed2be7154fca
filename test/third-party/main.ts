import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { parseArgs } from 'util';
import { readApp, UsageError } from './app';
import { printed } from './print';
import { tryOut } from './try-out';

const USAGE = `npm run test:third-party -- FOLDER [--app COMMAND] [-c KEY=VALUE ...]

Synthesizes the app in FOLDER as it is and with DiagnoseDeployments on the app and on each stage, and compares the templates.
COMMAND is used in place of "app" in FOLDER/cdk.json, -c adds to its context. Everything is written to a temporary directory.
Exit codes: 0 nothing but documented changes, 1 problems, 2 wrong use or an app that does not synthesize as it is.`;

interface Manifest {
  readonly peerDependencies: { readonly 'aws-cdk-lib': string };
}

function main(): number {
  const { values, positionals } = given();
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (positionals.length !== 1) throw new UsageError(USAGE);
  // this bundle is two folders below the root
  const manifest: Manifest = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  const floor = manifest.peerDependencies['aws-cdk-lib'].replace('^', '');
  // npm runs scripts in the folder of the package
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), positionals[0]);
  const app = readApp(folder, { command: values.app, context: Object.fromEntries(values.context.map(keyAndValue)) }, positionals[0]);
  const out = mkdtempSync(join(tmpdir(), 'third-party-'));
  let hasProblems = false;
  try {
    const result = tryOut({ app, out, hook: join(__dirname, 'hook.probe.js'), floor });
    hasProblems = result.problems.length > 0;
    if (!hasProblems && !result.services.length) throw new UsageError('no AWS::ECS::Service in these templates: wrong folder or context?');
    console.log(printed(result));
    if (hasProblems) console.log(`both cloud assemblies: ${out}`);
  } finally {
    if (!hasProblems) rmSync(out, { recursive: true, force: true });
  }
  return hasProblems ? 1 : 0;
}

function given() {
  try {
    return parseArgs({
      options: { app: { type: 'string' }, context: { type: 'string', short: 'c', multiple: true, default: [] }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function keyAndValue(text: string): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`-c ${text} is not of the form KEY=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 2;
}
