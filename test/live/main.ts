import { mkdirSync, writeFileSync } from 'fs';
import { createInterface } from 'node:readline/promises';
import { join } from 'path';
import { Aws } from './aws';
import { listing, Options, readOptions, USAGE, UsageError } from './options';
import { toJson, toMarkdown } from './report';
import { EXIT, run } from './run';
import { TESTS } from './tests';
import { REAL_TIME } from './time';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), TESTS);
  if (options.todo === 'help' || options.todo === 'list') {
    console.log(options.todo === 'help' ? USAGE : listing(TESTS));
    return EXIT.ok;
  }
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(abort));
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const { report, exitCode } = await run(options, {
    aws: new Aws(region),
    time: REAL_TIME,
    signal: abort.signal,
    say: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
    ask: (question) => ask(question, options),
    // Letters and digits, different in each second.
    run: Math.floor(Date.now() / 1000).toString(36),
    isLab: process.env.LIVE_ON_LAB === '1',
    commit: process.env.LIVE_COMMIT,
  });
  if (report.tests.some(({ findings }) => findings.length)) {
    mkdirSync(options.out, { recursive: true });
    writeFileSync(join(options.out, 'live-report.json'), toJson(report));
    writeFileSync(join(options.out, 'live-report.md'), toMarkdown(report));
    console.log(`${join(options.out, 'live-report.md')} and live-report.json are redacted, for an issue`);
  }
  return exitCode;
}

function stop(abort: AbortController): void {
  if (abort.signal.aborted) {
    console.error('left without clean-up: npm run live -- --clean removes what is there');
    process.exit(EXIT.interrupted);
  }
  console.error('interrupted: cleaning up, which takes some minutes (once more to leave it)');
  abort.abort();
}

async function ask(question: string, { yes }: Options): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    console.error(`${question} Without a terminal, --yes is needed.`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const abort = new AbortController();
  terminal.on('SIGINT', () => abort.abort());
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
