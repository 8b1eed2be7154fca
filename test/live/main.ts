import { randomInt } from 'crypto';
import { accessSync, constants, mkdirSync, writeFileSync } from 'fs';
import { createInterface } from 'node:readline/promises';
import { join } from 'path';
import { Aws } from './aws';
import { endFromOutside } from './ending';
import { listing, Options, readOptions, USAGE, UsageError } from './options';
import { Report, toJson, toMarkdown } from './report';
import { EXIT, run } from './run';
import { TESTS } from './tests';
import { REAL_TIME } from './time';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), TESTS);
  if (options.todo === 'help' || options.todo === 'list') {
    console.log(options.todo === 'help' ? USAGE : listing(TESTS));
    return EXIT.ok;
  }
  if (options.todo === 'run') prepare(options.out);
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const abort = new AbortController();
  endFromOutside(process, [process.stdout, process.stderr], {
    abort: () => abort.abort(),
    leave: () => {
      console.error('left without clean-up: npm run live -- --clean removes what is there');
      process.exit(EXIT.interrupted);
    },
    warn: (line) => console.error(line),
    now: () => performance.now(),
  });
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const { report, exitCode } = await run(options, {
    aws: new Aws(region),
    time: REAL_TIME,
    signal: abort.signal,
    say: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
    ask: (question) => ask(question, options, abort.signal),
    // Letters and digits; two runs that begin in the same second differ, too.
    run: `${Math.floor(Date.now() / 1000).toString(36)}${randomInt(36, 36 ** 2).toString(36)}`,
    isLab: process.env.LIVE_ON_LAB === '1',
    commit: process.env.LIVE_COMMIT,
  });
  if (report.tests.some(({ findings }) => findings.length)) write(report, options.out);
  return exitCode;
}

/** Before anything is made: a report that cannot be written is lost. @throws UsageError */
function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`no report can be written into ${folder}: ${messageOf(error)}`);
  }
}

function write(report: Report, folder: string): void {
  try {
    writeFileSync(join(folder, 'live-report.json'), toJson(report));
    writeFileSync(join(folder, 'live-report.md'), toMarkdown(report));
    console.log(`${join(folder, 'live-report.md')} and live-report.json are redacted, for an issue`);
  } catch (error) {
    console.error(`the report is not in ${folder} (${messageOf(error)}); it is:\n${toMarkdown(report)}`);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function ask(question: string, { yes }: Options, signal: AbortSignal): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    console.error(`${question} Without a terminal, --yes is needed.`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const abort = new AbortController();
  const end = () => abort.abort();
  terminal.on('SIGINT', end).on('close', end);
  signal.addEventListener('abort', end);
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, abort)).trim());
  } catch (error) {
    if (abort.signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}

main().then((code) => { process.exitCode = code; }, (error: unknown) => {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
});
