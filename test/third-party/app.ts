import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { delimiter, dirname, join } from 'path';
import { Report, REPORT_VARIABLE } from './report';

/** An app that somebody else wrote, as the AWS CDK CLI runs it. */
export interface ForeignApp {
  readonly folder: string;
  readonly command: string;
  readonly context: { readonly [key: string]: unknown };
}

export class UsageError extends Error {}

/** What the command line adds. */
interface Given {
  /** In place of `app` in cdk.json. */
  readonly command?: string;
  readonly context: { readonly [key: string]: string };
}

/** @param typed the folder as the person has typed it, for errors */
export function readApp(folder: string, { command, context }: Given, typed = folder): ForeignApp {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${typed}`);
  if (!statSync(folder).isDirectory()) throw new UsageError(`${typed} is no folder`);
  const settings = readJson(join(folder, 'cdk.json'));
  const app = command ?? settings.app;
  if (typeof app !== 'string') {
    const what = existsSync(join(folder, 'cdk.json')) ? `${join(typed, 'cdk.json')} has no "app"` : `${typed} has no cdk.json`;
    throw new UsageError(`${what}: give the folder of the app, or its command with --app`);
  }
  if (existsSync(join(folder, app)) && statSync(join(folder, app)).isDirectory()) {
    throw new UsageError(`"app" is ${app}, a cloud assembly and no command: give the command with --app`);
  }
  return { folder, command: app, context: { ...settings.context ?? {}, ...readJson(join(folder, 'cdk.context.json')), ...context } };
}

function readJson(file: string): { readonly [key: string]: unknown } {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

export interface Synthesis {
  /** The cloud assembly; undefined if there is none. */
  readonly assembly?: string;
  /** Of the app with the hook. */
  readonly report?: Report;
  /** What the app printed. */
  readonly output: string;
}

/** Ten minutes: an app in Go or Java is compiled first. */
const LONGEST_MS = 600_000;

/**
 * Runs the app once. Only the app's own command may change its folder.
 *
 * @param out a new directory for everything that the run writes
 * @param hook file that is loaded into each Node process of the app; undefined: the app as it is
 */
export function synthesize({ folder, command, context }: ForeignApp, out: string, hook?: string): Synthesis {
  const [assembly, report, contextFile] = ['cdk.out', 'report.json', 'context.json'].map((name) => join(out, name));
  mkdirSync(out, { recursive: true });
  writeFileSync(contextFile, JSON.stringify({ ...context, ...OF_THE_CLI }));
  const env = {
    ...environment(folder),
    CDK_OUTDIR: assembly,
    // where the CLI puts a context that is too big for a variable
    CDK_CONTEXT_JSON: '{}',
    CONTEXT_OVERFLOW_LOCATION_ENV: contextFile,
    ...hook && { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(hook)}`.trim(), [REPORT_VARIABLE]: report },
  };
  const limits = { timeout: LONGEST_MS, maxBuffer: 100_000_000 };
  const { status, stdout, stderr, error } = spawnSync(command, { cwd: folder, env, shell: true, encoding: 'utf8', ...limits });
  const output = [stdout, stderr, error ? String(error) : ''].join('').trim();
  const isDone = status === 0 && existsSync(join(assembly, 'manifest.json'));
  return { output, assembly: isDone ? assembly : undefined, report: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined };
}

/** Context that the CLI adds. Without bundling: its results are the same in both syntheses, and it may need Docker. */
const OF_THE_CLI = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:bundling-stacks': [],
};

function environment(folder: string): NodeJS.ProcessEnv {
  // npm hands its own settings and tools to child processes
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/.test(name));
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  return {
    CDK_DEFAULT_ACCOUNT: '123456789012',
    CDK_DEFAULT_REGION: region,
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
    JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    ...Object.fromEntries(own),
    PATH: [...above(folder).map((each) => join(each, 'node_modules', '.bin')), process.env.PATH].join(delimiter),
  };
}

/** A folder and all folders around it. */
function above(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}
