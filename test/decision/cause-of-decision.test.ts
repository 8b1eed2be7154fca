import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { cause, diagnosis, frame, running, service, steps } from './frames';
import { failedWith, withCause } from '../../src/decision/cause-of-decision';
import { Decision } from '../../src/decision/model';
import { deploymentNotProgressing } from '../../src/diagnosis/causes/deployment/deployment-not-progressing/rule';
import { diagnose } from '../../src/diagnosis/engine';
import { renderFull } from '../../src/presentation/terminal';
import { CAUSES } from '../diagnosis/fixtures';

const FAIL: Decision & { readonly kind: 'fail' } = { kind: 'fail', because: 'nothing has moved for 15 min', release: 'the image' };

/** A quiet deployment, and the decision to fail it. */
function withoutProgress() {
  const old = { id: 'ecs-svc/1', status: 'ACTIVE', desiredCount: 2, runningCount: 2, taskDefinition: 'arn:aws:ecs:eu-west-1:1:task-definition/web:6' };
  const deployments = [{ ...service().deployments![0], pendingCount: 0 }, old];
  const quiet = (seconds: number) => frame(seconds, { service: service({ deployments }), tasks: [running(1)] });
  const found = diagnose(quiet(910));
  const { last } = steps([[quiet(10), found], [quiet(910), found]]);
  return { found, last, reported: failedWith(found, { ...FAIL, ...last, kind: 'fail' }) };
}

test('no progress reads as a cause of its own', () => {
  const { found, last, reported } = withoutProgress();
  expect(found.causes).toEqual([]);
  expect(renderFull(reported, { because: last.because })).toBe([
    'nothing has moved for 15 min, since 10:00:10 UTC; waiting for ECS to start 1 task (1 of... [deployment-not-progressing]',
    'in full: nothing has moved for 15 min, since 10:00:10 UTC; waiting for ECS to start 1 task (1 of 2 run)',
    'awaited: capacity, quota or permission: see the next event of the service',
    'impact: 2 of 2 tasks of web:6 still run',
    'fix: see the events and the tasks of the service; the options stuckAfter and timeout of the diagnosis limit the wait',
    'why now: nothing has moved for 15 min, since 10:00:10 UTC; waiting for ECS to start 1 task (1 of 2 run)',
    'docs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html',
  ].join('\n'));
});

test('it reads as expected.txt (npm run generate rewrites it: read the difference)', () => {
  const { reported } = withoutProgress();
  expect(reported.causes).toMatchObject([{ id: deploymentNotProgressing.id, certainty: 'possible', symptomOnly: true }]);
  const text = `--- stuck\n${renderFull(reported)}\n`;
  const golden = join(CAUSES, deploymentNotProgressing.family, deploymentNotProgressing.id, 'expected.txt');
  if (process.env.UPDATE) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});

test('a cause that was found stays; a wait that has lasted too long is a failure, with what would have ended it', () => {
  const known = diagnosis([cause()]);
  expect([withCause(known, 'over'), failedWith(known, FAIL)]).toEqual([known, known]);
  const [top] = failedWith(diagnosis([cause({ id: 'deployment-stuck-pending', waiting: true, facts: ['one'] })]), FAIL).causes;
  expect(top).toMatchObject({ id: 'deployment-stuck-pending', waiting: false, facts: ['one', 'awaited: the image'] });
});
