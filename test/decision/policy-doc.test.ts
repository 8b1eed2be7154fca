import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CAUSE_IDS } from '../../src/contract';
import { BY_CAUSE, PATIENT_WHILE_SCALING, TOLERANCE, Tolerance } from '../../src/decision/policy';
import { rules } from '../../src/diagnosis/causes';
import { duration } from '../../src/diagnosis/text';

const DOC = join(__dirname, '../../docs/how-it-works.md');
const BEGIN = '<!-- policy -->\n', END = '<!-- /policy -->';

function table(): string {
  const heals = { never: 'cannot heal by itself', maybe: 'may heal', likely: 'usually heals' };
  const tasks = ({ failedTasks, notBeforeMs }: Tolerance) => [
    failedTasks === Infinity ? 'never' : failedTasks === 'threshold' ? '`failureThreshold` tasks (2)' : failedTasks === 1 ? 'the first task' : `${failedTasks} tasks`,
    notBeforeMs > 0 && `after ${duration(notBeforeMs)} at the earliest, and while none is healthy`,
  ].filter(Boolean).join(', ');
  const lasting = ({ withoutTasksMs }: Tolerance) => (withoutTasksMs === Infinity ? 'never' : duration(withoutTasksMs));
  const members = (retry: string) => rules.filter((r) => r.retry === retry && !r.waiting && !BY_CAUSE[r.id]).map((r) => `\`${r.id}\``).join(', ');
  return [
    '| a cause that | fails the deployment at | without any stopped task (placement, quota, role): after | causes |',
    '|---|---|---|---|',
    ...(['never', 'maybe', 'likely'] as const).map((retry) => `| ${heals[retry]} | ${tasks(TOLERANCE[retry])} | ${lasting(TOLERANCE[retry])} | ${members(retry)} |`),
    ...Object.entries(BY_CAUSE).map(([id, tolerance]) => `| is \`${id}\` | ${tasks(tolerance)} | ${lasting(tolerance)} | |`),
    `| is a wait | never by itself | never by itself | ${rules.filter((r) => r.waiting).map((r) => `\`${r.id}\``).join(', ')} |`,
    '',
    `Patient while a capacity provider scales: ${[...PATIENT_WHILE_SCALING].map((id) => `\`${id}\``).join(', ')}.`,
    '',
  ].join('\n');
}

test('docs/how-it-works.md shows the policy as it is (UPDATE=1 writes it)', () => {
  const text = readFileSync(DOC, 'utf8');
  const [head, rest] = text.split(BEGIN);
  const tail = rest.slice(rest.indexOf(END));
  if (process.env.UPDATE) writeFileSync(DOC, `${head}${BEGIN}${table()}${tail}`);
  expect(readFileSync(DOC, 'utf8')).toBe(`${head}${BEGIN}${table()}${tail}`);
});

test('every override of a class is of a cause that exists', () => {
  const ids: readonly string[] = CAUSE_IDS;
  expect([...Object.keys(BY_CAUSE), ...PATIENT_WHILE_SCALING].filter((id) => !ids.includes(id))).toEqual([]);
});
