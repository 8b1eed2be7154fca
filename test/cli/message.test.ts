import { showDiagnosis, Terminal } from '../../src/cli/output/terminal';
import { countsOf } from '../../src/cli/service-state';
import { DEFAULT_OPTIONS } from '../../src/contract';
import { newHistory } from '../../src/decision/model';
import { step } from '../../src/decision/step';
import { awaited } from '../../src/diagnosis/awaited';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';
import { renderHtml } from '../../src/presentation/html';
import { timelineOf } from '../../src/presentation/page/timeline';
import { renderFull } from '../../src/presentation/terminal';

/** A recording made by hand: no operation, one frame, five minutes after the deployment began. */
const crashed: Frame = {
  at: '2026-11-23T10:05:00Z',
  service: { serviceName: 'web', desiredCount: 2, deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', desiredCount: 2, createdAt: '2026-11-23T10:00:00Z', rolloutState: 'IN_PROGRESS' }] },
  tasks: ['aaaaaaaa', 'bbbbbbbb'].map((id) => ({
    taskArn: `x/${id}`, startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', createdAt: '2026-11-23T10:00:10Z', stoppedAt: '2026-11-23T10:01:00Z',
    containers: [{ name: 'app', exitCode: 1 }],
  })),
  logs: { app: { aaaaaaaa: [{ message: 'starting' }], bbbbbbbb: [{ message: 'starting' }, { message: 'Error: ORDERS_TABLE is not <set>' }, { message: '    at f (a.js:1:2)' }] } },
};
const terminal = (over: Partial<Terminal>): Terminal => ({
  tty: false, color: false, columns: () => 100, rows: () => 40, out: () => undefined, err: () => undefined, ...over,
});

describe('the log line that gave the cause away is marked', () => {
  const diagnosis = diagnose(crashed);
  test('on a terminal, also without colours', () => {
    expect(showDiagnosis(diagnosis, undefined, terminal({ tty: true }))).toContain('\nlog (app): starting\nlog (app) > Error: ORDERS_TABLE is not <set>\nlog (app):     at f (a.js:1:2)\n');
    expect(showDiagnosis(diagnosis, undefined, terminal({ tty: true, color: true }))).toContain('\u001b[1mlog (app) > Error: ORDERS_TABLE is not <set>\u001b[22m');
  });
  test('not in a pipe, which has the text of the JSON', () => expect(showDiagnosis(diagnosis, undefined, terminal({}))).toBe(renderFull(diagnosis)));
  test('on the page, with the indentation of its stack', () => {
    const page = renderHtml([{ name: 'web', frame: crashed, timeline: timelineOf([crashed]), diagnosis, lines: [] }]);
    expect(page).toContain('starting\n<mark>Error: ORDERS_TABLE is not &lt;set&gt;</mark>\n    at f (a.js:1:2)</pre>');
  });
});

describe('a recording made by hand', () => {
  test('the age of the deployment counts from its own beginning', () => {
    const input = { frame: crashed, diagnosis: diagnose(crashed), now: crashed.at, options: DEFAULT_OPTIONS };
    const { decision } = step({ ...input, history: newHistory(crashed.at) });
    expect(decision).toMatchObject({ kind: 'fail', because: expect.stringMatching(/, 5 min after the deployment started$/) });
  });
  test('the counts and what is awaited agree, if no task was read', () => {
    const [deployment] = crashed.service?.deployments ?? [];
    const deployments = [{ ...deployment, pendingCount: 2, runningCount: 0 }];
    const starting: Frame = { ...crashed, tasks: [], service: { ...crashed.service, deployments } };
    expect([countsOf(starting).pending, awaited(starting).what]).toEqual([2, '2 tasks in PENDING to run']);
  });
});

test('what could not be read is said without a cause, too, whatever the reason', () => {
  const unread: Frame = { ...crashed, tasks: [], unavailable: [{ what: 'service deployment', error: 'SyntaxError', message: 'Unexpected token <' }] };
  expect(showDiagnosis(diagnose(unread), undefined, terminal({}))).toBe(
    'the deployment has been in progress for 5 min, waiting for ECS to start 2 tasks (0 of 2 run)\n'
      + 'awaited: capacity, quota or permission: see the next event of the service\nnot readable: service deployment: SyntaxError: Unexpected token <',
  );
});
