import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Family, Outcome, Scenario } from './scenario';
import { assembly, lab as newLab, Version } from './shop';
import type { StackEvent } from '../../src/lab/cloudformation/model';
import type { Lab, OperationResult } from '../../src/lab/lab';

// Real child processes: on a busy machine one deployment may take seconds.
jest.setTimeout(120_000);

const DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis', SERVICE = 'AWS::ECS::Service';
const PLAIN: Version = {};

/** A test for each scenario, and one that its table in docs/lifecycles.md is what these tests saw. `UPDATE=1` writes it. */
export function playAll({ title, scenarios }: Family): void {
  const rows: string[] = [];
  test.each(scenarios.map((s) => [s.name, s] as const))('%s', async (_, scenario) => {
    const outcome = await play(scenario);
    rows.push(row(scenario, outcome));
    judge(scenario, outcome);
    await scenario.expect.also?.(outcome);
  });
  test(`docs/lifecycles.md: ${title}`, () => {
    // Only some of the tests were asked for: nothing to compare.
    if (rows.length < scenarios.length) return;
    const written = section(document(), title);
    if (process.env.UPDATE && !isFresh(written, rows)) writeFileSync(DOC, withSection(document(), title, rows));
    expect(isFresh(section(document(), title), rows) ? rows : section(document(), title)).toEqual(rows);
  });
}

/** @param pauseSeconds before the last operation */
export async function play(scenario: Scenario, pauseSeconds = 0): Promise<Outcome> {
  const { rules = [], deployments = [], versions = [PLAIN], rollback, express } = scenario;
  const name = versions[versions.length - 1].id ?? 'Api';
  const lab = await newLab(rules, { services: { [versions[0].nested ? 'Inner/Api' : name]: { rules, deployments } }, ...scenario.world });
  const { last } = scenario;
  const before = last ? versions : versions.slice(0, -1);
  for (const version of before) {
    const result = await lab.deploy({ assembly: assembly(version), ...rollback === false && { rollback } });
    if (rollback !== false && !last) expect(result.stackStatus).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
  }
  if (pauseSeconds) await lab.advance(pauseSeconds);
  const logged = lab.lambdaLogLines().length;
  scenario.meanwhile?.(lab);
  const deployLast = () => lab.deploy({
    assembly: assembly(versions[versions.length - 1]), ...rollback !== undefined && { rollback }, ...express && { express },
  });
  const result = last ? await last(lab) : await deployLast();
  const events = diagnosisEvents(lab, result);
  const end = events.find((e) => /_(COMPLETE|FAILED)$/.test(e.status));
  // Not what CloudFormation says when it calls the resource off.
  const reason = events.find((e) => e.status.endsWith('_FAILED') && /Message returned: /.test(e.reason ?? ''))?.reason ?? '';
  return {
    lab,
    result,
    reason: reason.replace(/^.*Message returned: /, '').replace(/ \(RequestId: [^)]*\)$/, ''),
    log: lab.lambdaLogLines().slice(logged).join('\n'),
    ...end && { verdict: Math.round((end.at - result.startedAt) / 100) / 10 },
  };
}

/** Includes the events of nested stacks, which the result does not list. Leaves out events of earlier operations that come a bit late. */
function diagnosisEvents(lab: Lab, { startedAt }: OperationResult): readonly StackEvent[] {
  return lab.engine.all().flatMap(({ events }) => {
    const before = new Set(events.filter((e) => e.at < startedAt).map((e) => e.operationId));
    return events.filter((e) => e.resourceType === DIAGNOSIS && e.at >= startedAt && !before.has(e.operationId));
  });
}

export function judge({ expect: expected }: Pick<Scenario, 'expect'>, outcome: Outcome): void {
  const { lab, result, reason, log, verdict } = outcome;
  expect(result.stackStatus).toBe(expected.status);
  const { firstFailure: first } = result;
  if (!expected.first) expect(first).toBeUndefined();
  else if (expected.first === 'diagnosis') expect(`${first?.resourceType} ${first?.reason}`).toMatch(DIAGNOSIS);
  else if (expected.first === 'either') expect([SERVICE, DIAGNOSIS]).toContain(first?.resourceType);
  else if (expected.first === 'service') expect(`${first?.resourceType} ${first?.reason}`).toMatch(SERVICE);
  else expect(first?.logicalId).toMatch(expected.first);
  if (expected.cause) expect(expected.first === 'diagnosis' ? reason.split('\n')[0] : log).toContain(`[${expected.cause}]`);
  if (expected.because) expect(why(reason, log)).toMatch(expected.because);
  for (const words of expected.says ?? []) expect(reason).toMatch(words);
  if (expected.log) expect(log).toMatch(expected.log);
  within(verdict, expected.verdict);
  if (expected.seconds) within(result.seconds, expected.seconds);
  doesNoHarm(lab, result, reason, log, expected.broken ?? false);
}

/** What holds in every life of a stack. */
function doesNoHarm(lab: Lab, result: OperationResult, reason: string, log: string, broken: boolean): void {
  expect(lab.violations).toEqual([]);
  // the CDK CLI hides events with this word
  expect(reason).not.toMatch(/cancell?ed/i);
  expect(log).not.toMatch(/fault in the diagnosis/);
  if (broken) return;
  expect(log).not.toMatch(/Task timed out|Runtime\.|stopped watching early/);
  for (const stack of lab.engine.all()) answersAtOnce(stack.events.filter((e) => e.at >= result.startedAt));
}

/** Whatever CloudFormation asks for once it rolls back or deletes is answered at once: an invocation, cold at worst, and its own second. */
function answersAtOnce(events: readonly StackEvent[]): void {
  const turned = events.findIndex((e) => e.resourceType === 'AWS::CloudFormation::Stack' && /ROLLBACK_IN_PROGRESS|^DELETE_IN_PROGRESS/.test(e.status));
  const later = turned < 0 ? [] : events.slice(turned).filter((e) => e.resourceType === DIAGNOSIS);
  for (const asked of later.filter((e) => e.status.endsWith('_IN_PROGRESS'))) {
    const answered = later.find((e) => e.at > asked.at && e.logicalId === asked.logicalId);
    expect(answered?.status).toMatch(/_COMPLETE$|_IN_PROGRESS$/);
    expect((answered?.at ?? Infinity) - asked.at).toBeLessThanOrEqual(3000);
  }
}

function within(value: number | undefined, range: readonly [number, number] | undefined): void {
  if (!range) return;
  expect(value ?? NaN).toBeGreaterThanOrEqual(range[0]);
  expect(value ?? NaN).toBeLessThanOrEqual(range[1]);
}

/** The decision in its own words, that of the last watch. */
function why(reason: string, log: string): string {
  const said = /why now: (.*)/.exec(reason)?.[1];
  return said ?? [...log.matchAll(/(?:why now:|finished watching:|not watched:) (.*)/g)].at(-1)?.[1] ?? '';
}

// ---- the table

const DOC = join(__dirname, '../../docs/lifecycles.md');
const HEAD = ['| scenario | what happens | stack status | fails first | seconds to verdict |', '|---|---|---|---|---|'];

function row(
  { name, happens, expect: { varies, verdict: bounds, first: expected } }: Scenario, { result, reason, verdict }: Outcome,
): string {
  const { firstFailure: first } = result;
  const cause = /\[([a-z-]+)\]/.exec(reason.split('\n')[0])?.[1];
  const who = expected === 'either' ? 'service or diagnosis' : failedFirst(first?.resourceType, cause);
  const cells = [name, happens, code(result.stackStatus), who, secondsText(verdict, varies && bounds)];
  return `| ${cells.join(' | ')} |`;
}

const code = (text: string) => `\`${text}\``;

function failedFirst(resourceType: string | undefined, cause: string | undefined): string {
  if (resourceType === undefined) return 'nobody';
  if (resourceType === DIAGNOSIS) return cause ? `diagnosis: ${code(cause)}` : 'diagnosis';
  return resourceType === SERVICE ? 'service' : code(resourceType);
}

function secondsText(verdict: number | undefined, bounds: readonly number[] | false | undefined): string {
  if (verdict === undefined) return '-';
  return bounds ? bounds.join('-') : String(Math.round(verdict));
}

/** A second or two of difference is no news: an id more or less in an answer moves an invocation by milliseconds. */
const NO_NEWS_SECONDS = 2;

function isFresh(written: readonly string[], seen: readonly string[]): boolean {
  const split = (line: string) => /^(.*\| )(\S+) \|$/.exec(line)?.slice(1) ?? [line, ''];
  return written.length === seen.length && written.every((line, i) => {
    const [a, b] = [split(line), split(seen[i])];
    return a[0] === b[0] && (a[1] === b[1] || Math.abs(Number(a[1]) - Number(b[1])) <= NO_NEWS_SECONDS);
  });
}

function document(): string {
  return existsSync(DOC) ? readFileSync(DOC, 'utf8') : '';
}

function section(text: string, title: string): readonly string[] {
  const lines = text.split('\n');
  const from = lines.indexOf(`## ${title}`);
  if (from < 0) return [];
  const rest = lines.slice(from + 1);
  const to = rest.findIndex((line) => line.startsWith('## '));
  return (to < 0 ? rest : rest.slice(0, to)).filter((line) => line.startsWith('| ') && line !== HEAD[0]);
}

function withSection(text: string, title: string, rows: readonly string[]): string {
  const parts = text.trimEnd().split(/\n(?=## )/);
  const mine = [`## ${title}`, '', ...HEAD, ...rows, ''].join('\n');
  const index = parts.findIndex((part) => part.startsWith(`## ${title}\n`));
  if (index >= 0) parts[index] = mine;
  else parts.push(mine);
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`;
}
