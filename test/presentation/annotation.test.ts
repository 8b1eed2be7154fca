import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';
import { annotations, jobSummary } from '../../src/presentation/annotation';
import { textSummary } from '../../src/presentation/workflow';

const frame: Frame = {
  at: '2026-11-23T10:01:00.000Z',
  service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 1, createdAt: '2026-11-23T10:00:00.000Z' }] },
  tasks: [{
    taskArn: 'a/1', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited',
    startedAt: '2026-11-23T10:00:20.000Z', stoppedAt: '2026-11-23T10:00:40.000Z', containers: [{ name: 'app', exitCode: 1 }],
  }],
  logs: { app: { 1: [{ timestamp: 1, message: 'Error: 100% <b>full</b>, ::stop:: ``` @everyone' }] } },
};

test('one line for the runner: line breaks, percent signs, colons and commas cannot end it early', () => {
  const [line, ...more] = annotations({ name: 'prod/web, 1:2', diagnosis: diagnose(frame) });
  expect(more).toEqual([]);
  expect(line).toMatch(/^::error title=prod\/web%2C 1%3A2%3A [^:,\n]+::[^\n]+$/);
  expect(line).toContain('100%25 <b>full</b>');
  expect(line).toContain('%0A');
});

test('the summary: text from a log is no Markdown and no HTML, and cannot end its fence', () => {
  const text = jobSummary({ name: 'prod/*web*', diagnosis: diagnose(frame) });
  const [head, body] = text.split('<details>');
  expect(head).toContain('### prod/&#42;web&#42;');
  expect(head).not.toMatch(/<b>|@everyone/);
  expect(body).toMatch(/\n````text\n[\s\S]*``` @everyone[\s\S]*\n````\n/);
});

test('healthy: nothing to annotate; a failure that nobody can explain: its verdict', () => {
  const settled = { ...frame, tasks: [], service: { ...frame.service, deployments: [{ ...frame.service!.deployments![0], rolloutState: 'COMPLETED', runningCount: 1 }] } };
  expect(annotations({ name: 'web', diagnosis: diagnose(settled) })).toEqual([]);
  const failed = { ...frame, tasks: [], service: { ...frame.service, deployments: [{ ...frame.service!.deployments![0], rolloutState: 'FAILED' }] } };
  expect(annotations({ name: 'web', diagnosis: diagnose(failed) })).toEqual([expect.stringMatching(/^::error title=web/)]);
});

test('healthy after failures: a warning and a summary that say what it recovered from', () => {
  const settled = { ...frame, tasks: [], service: { ...frame.service, deployments: [{ ...frame.service!.deployments![0], rolloutState: 'COMPLETED', runningCount: 1 }] } };
  const healthy = { name: 'web', diagnosis: diagnose(settled), recovered: diagnose(frame) };
  expect(annotations(healthy)).toEqual([expect.stringMatching(/^::warning title=web%3A recovered from%3A [^:]+ \[app-crashed\]::[^\n]+$/)]);
  const text = jobSummary(healthy);
  expect(text).toMatch(/\*\*the deployment is complete; it recovered from: .*app-crashed/);
  expect(text).not.toMatch(/no failure found|fix: /);
});

test('V17: a text of 1.4 million backticks gets a longer fence', () => {
  const text = textSummary('web', ['failed', `${'` '.repeat(1_400_000)}\`\`\`\``]);
  expect(text).toContain('\n`````text\n');
});
