import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import { SETTLED_MS, TOLERANCE, Tolerance, usualTolerance } from '../../src/decision/policy';
import { rules } from '../../src/diagnosis/causes';
import { Rule, Traits } from '../../src/diagnosis/model';
import { duration } from '../../src/diagnosis/text';

const DOC = join(__dirname, '../../docs/how-it-works.md');
const BEGIN = '<!-- policy -->\n', END = '<!-- /policy -->';

/** Those that a frame can show and that are no waits. */
const judged = rules.filter((r) => !r.waiting && r.foundBy !== 'decision');
const ids = (list: readonly Rule[]) => list.map((r) => `\`${r.id}\``).join(', ');

/** What a cause is given that its class is not, apart from what the exceptions below the table show. undefined: nothing. */
function special(rule: Rule): Tolerance | undefined {
  const own = usualTolerance(rule), usual = TOLERANCE[rule.retry];
  const expected = rule.traits?.stoppedByEcs ? { ...usual, withoutTasksMs: Infinity } : usual;
  return isDeepStrictEqual(own, expected) ? undefined : own;
}

/** The causes that differ from their class, those with one tolerance together. */
function specials(): readonly (readonly [Tolerance, readonly Rule[]])[] {
  const groups = new Map<string, readonly [Tolerance, Rule[]]>();
  for (const rule of judged) {
    const own = special(rule);
    // JSON has no Infinity.
    const key = own && Object.values(own).join(' ');
    if (!own || !key) continue;
    groups.set(key, groups.get(key) ?? [own, []]);
    groups.get(key)?.[1].push(rule);
  }
  return [...groups.values()];
}

/** What each trait does, in the order of `Traits`. */
const TRAITS: readonly [words: string, has: (traits: Traits) => unknown][] = [
  ['A second failed task is needed if the role or its permissions are new', (t) => t.deniedToNewRoles],
  [`In an update that changes no role and no permission, only ${duration(SETTLED_MS)} are needed without a stopped task`, (t) => t.settledOnUpdate],
  ['If a capacity provider launches instances, only `stuckAfter` counts', (t) => t.needs === 'instances'],
  ['While ECS can stop old tasks of the service, only `stuckAfter` counts', (t) => t.freedByOldTasks],
  ['Never without a stopped task, because ECS stops such a task itself', (t) => t.stoppedByEcs],
  ['Late log lines are not waited for, because ECS itself names the cause', (t) => t.namedByEcs],
];

function table(): string {
  const heals = { never: 'cannot heal by itself', maybe: 'may heal', likely: 'usually heals' };
  const counted = (failedTasks: Tolerance['failedTasks']) => {
    if (failedTasks === Infinity) return 'never';
    if (failedTasks === 'threshold') return '`failureThreshold` tasks (2)';
    return failedTasks === 1 ? 'the first task' : `${failedTasks} tasks`;
  };
  const tasks = ({ failedTasks, notBeforeMs }: Tolerance) => [
    counted(failedTasks),
    notBeforeMs > 0 && `after ${duration(notBeforeMs)} at the earliest, and while none is healthy`,
  ].filter(Boolean).join(', ');
  const lasting = ({ withoutTasksMs }: Tolerance) => (withoutTasksMs === Infinity ? 'never' : duration(withoutTasksMs));
  const row = (kind: string, tolerance: Tolerance, members: string) => `| ${kind} | ${tasks(tolerance)} | ${lasting(tolerance)} | ${members} |`.replace(/ {2}/g, ' ');
  return [
    '| a cause that | fails the deployment at | without any stopped task (placement, quota, role): after | causes |',
    '|---|---|---|---|',
    ...(['never', 'maybe', 'likely'] as const).map((retry) => row(heals[retry], TOLERANCE[retry], ids(judged.filter((r) => r.retry === retry && !special(r))))),
    ...specials().map(([own, members]) => row('has its own patience', own, ids(members))),
    `| is a wait | never by itself | never by itself | ${ids(rules.filter((r) => r.waiting))} |`,
    '',
    'Exceptions:',
    '',
    ...TRAITS.map(([words, has]) => `* ${words}: ${ids(rules.filter((r) => has(r.traits ?? {})))}.`),
    '',
  ].join('\n');
}

test('docs/how-it-works.md shows the policy as it is (npm run generate writes it)', () => {
  const text = readFileSync(DOC, 'utf8');
  const [head, rest] = text.split(BEGIN);
  const fresh = `${head}${BEGIN}${table()}${rest.slice(rest.indexOf(END))}`;
  if (process.env.UPDATE) writeFileSync(DOC, fresh);
  const stale = 'the table in docs/how-it-works.md is out of date: run npm run generate and read the difference';
  expect(readFileSync(DOC, 'utf8') === fresh ? undefined : stale).toBeUndefined();
});

test('every trait of a cause is in the page', () => {
  const shown = TRAITS.map(([, has]) => has);
  const silent = rules.filter((r) => r.traits && !special(r) && !shown.some((has) => has(r.traits ?? {})));
  expect(silent.map((r) => `docs/how-it-works.md does not show the traits of ${r.id}: add a line to TRAITS in this test`)).toEqual([]);
});
