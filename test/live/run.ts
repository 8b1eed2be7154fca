import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { failureOf } from './aws';
import { createBase } from './base';
import { Found, look, otherRun, removeAll } from './before';
import { Choice, Outside } from './choice';
import { cleanUpRun } from './cleanup';
import { Kit, Surroundings } from './kit';
import { LiveTest, verdictOf } from './model';
import { Base } from './network';
import { regionsLike } from './partition';
import { linesOf } from './remains';
import { Report, TestReport, THE_LAB } from './report';
import { interruptible, Interrupted } from './time';

export interface Result {
  readonly report: Report;
  readonly exitCode: number;
}

/** As those of `ecs-why`. */
export const EXIT = { ok: 0, failed: 1, usage: 2, credentials: 4, interrupted: 130 } as const;

/** Runs tests one after the other, and removes all that they have made. */
export async function run(choice: Choice, outside: Outside): Promise<Result> {
  const { aws, say, isLab, commit } = outside;
  const report = (region: string, tests: readonly TestReport[], leftBehind: readonly string[] = []): Report => ({
    report: 1,
    on: isLab ? THE_LAB : 'live AWS',
    date: new Date(outside.time.now()).toISOString(),
    region,
    ...commit && { commit },
    tests,
    leftBehind,
  });
  const nothing = (verdict: string) => choice.tests.map((test) => reportOf(test, verdict));
  let region = 'no Region';
  let found: Found;
  try {
    region = await aws.region();
    found = await look(choice, outside);
  } catch (error) {
    const { isCredentials, line } = failureOf(error);
    const tests = nothing(`not run: ${line}`);
    tests.forEach((test) => announce(say, test));
    if (!tests.length) say(line);
    return { report: report(region, tests), exitCode: isCredentials ? EXIT.credentials : EXIT.failed };
  }
  const other = choice.tests.length ? otherRun(found, outside.time) : undefined;
  if (other) {
    const tests = nothing(`not run: ${other}`);
    tests.forEach((test) => announce(say, test));
    return { report: report(region, tests), exitCode: EXIT.failed };
  }
  if (!await mayBegin(choice, outside, region, found)) {
    say('nothing was done');
    return { report: report(region, nothing('not run: not confirmed')), exitCode: EXIT.ok };
  }
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  try {
    const stuck = await removeAll(outside, found);
    if (stuck.length || !choice.tests.length) {
      stuck.forEach((line) => say(`left behind: ${line}`));
      if (stuck.length) nothing('not run: leftovers of an earlier run could not be removed').forEach((test) => announce(say, test));
      return { report: report(region, nothing('not run'), stuck), exitCode: stuck.length ? EXIT.failed : EXIT.ok };
    }
    const leftBehind: string[] = [];
    const tests = await runTests(choice, outside, {
      ...outside,
      time: interruptible(outside.time, outside.signal),
      cleanUpTime: outside.time,
      region,
      folder,
      regions: choice.regions,
      leave: (line) => leftBehind.push(line),
    });
    say('clean up');
    leftBehind.push(...await cleanUpRun(outside));
    leftBehind.forEach((line) => say(`left behind: ${line}; npm run live -- --clean --regions ${line.split(':')[0]} tries again`));
    return { report: report(region, tests, leftBehind), exitCode: exitCodeOf(tests, leftBehind, outside.signal) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function mayBegin({ tests, network }: Choice, { ask, say }: Outside, region: string, { remains }: Found): Promise<boolean> {
  const lines = remains.flatMap(linesOf);
  for (const line of lines) say(`of an earlier run, to be removed${tests.length ? ' first' : ''}: ${line}`);
  if (!tests.length) return !lines.length || ask('Remove them?');
  const minutes = BASE_MINUTES + tests.reduce((sum, test) => sum + test.minutes, 0);
  const dollars = tests.reduce((sum, test) => sum + test.dollars, 0);
  for (const { id } of tests.filter(({ isLong }) => isLong)) say(`${id} may take longer than the others (npm run live -- --list)`);
  const where = network ? `in ${network.vpc}` : 'with a VPC of its own';
  const removal = lines.length ? 'Remove what is listed above, then run' : 'Run';
  return ask(`${removal} ${tests.map(({ id }) => id).join(' ')} in ${region}, ${where}: `
    + `about ${minutes} minutes, at most $${dollars.toFixed(2)}?`);
}

/** For the stack that all tests share, and its removal. */
const BASE_MINUTES = 4;

async function runTests({ tests, network }: Choice, outside: Outside, around: Surroundings): Promise<readonly TestReport[]> {
  const done: TestReport[] = [];
  const add = (test: TestReport) => {
    done.push(test);
    announce(outside.say, test);
  };
  const isInOthers = tests.some((test) => test.isInOtherRegions);
  let base: Base | undefined;
  let failure: string | undefined;
  for (const test of tests) {
    if (outside.signal.aborted) failure = 'not run: interrupted';
    if (outside.isLab && test.notInLab) {
      add(reportOf(test, `not in the lab: ${test.notInLab}`));
      continue;
    }
    if (failure === undefined && !base) {
      try {
        base = await createBase(new Kit(around), network, isInOthers ? around.regions ?? regionsLike(around.region) : []);
      } catch (error) {
        failure = reasonOf(error);
      }
    }
    add(base && failure === undefined ? await runOne(test, new Kit(around, base), outside) : reportOf(test, failure ?? ''));
  }
  return done;
}

async function runOne(test: LiveTest, kit: Kit, outside: Outside): Promise<TestReport> {
  outside.say(`${test.id} ${test.title}`);
  try {
    const { findings, recording } = await test.perform(kit);
    const verdict = verdictOf(findings);
    const lost = verdict === 'fail' ? await kit.lost() : undefined;
    if (lost !== undefined) return reportOf(test, `not run to its end: somebody else has deleted ${lost}`);
    return { ...reportOf(test, verdict), findings, recording };
  } catch (error) {
    return reportOf(test, reasonOf(error));
  } finally {
    // What is still there after that is found at the end, by its tag.
    if (!outside.signal.aborted) await cleanUpRun(outside, test.id.toLowerCase());
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Interrupted ? 'not run to its end: interrupted' : `not run to its end: ${failureOf(error).line}`;
}

const reportOf = ({ id, title }: LiveTest, verdict: string): TestReport => ({ id, title, verdict, findings: [] });

function announce(say: Outside['say'], { id, verdict, findings }: TestReport): void {
  say(`${id}: ${verdict}`);
  for (const { question, outcome, answer } of findings) say(`  ${outcome.padEnd(7)} ${question}: ${answer}`);
}

function exitCodeOf(tests: readonly TestReport[], leftBehind: readonly string[], signal: AbortSignal): number {
  if (signal.aborted) return EXIT.interrupted;
  const isBad = ({ verdict }: TestReport) => verdict === 'fail' || verdict.startsWith('not run');
  return leftBehind.length || tests.some(isBad) ? EXIT.failed : EXIT.ok;
}
