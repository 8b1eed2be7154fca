import * as fc from 'fast-check';
import { at, cause, crashed, diagnosis, frame, id, operation, options, service, task } from './frames';
import { healthyLife, heldForEver } from './lives';
import { History, newHistory } from '../../src/decision/model';
import { toleranceOf } from '../../src/decision/policy';
import { step } from '../../src/decision/step';
import { diagnose } from '../../src/diagnosis/engine';
import { Cause } from '../../src/diagnosis/model';
import { Frame, Task } from '../../src/facts/model';

// The same runs every time: a failure must be there again when somebody looks.
fc.configureGlobal({ seed: 20261123 });

const anyCause: fc.Arbitrary<Cause> = fc.record({
  id: fc.constantFrom('image-not-found', 'app-crashed', 'spot-interruption', 'unknown-generic', 'insufficient-cluster-capacity', 'circuit-breaker-generic'),
  stage: fc.constantFrom('placement', 'pull', 'run', 'health', 'deployment'),
  certainty: fc.constantFrom('certain', 'probable', 'possible'),
  retry: fc.constantFrom('never', 'maybe', 'likely'),
  symptomOnly: fc.boolean(),
  waiting: fc.boolean(),
  tasks: fc.array(fc.integer({ min: 1, max: 12 }).map(id), { maxLength: 12 }),
}).map((more) => cause(more));

const anyFrame: fc.Arbitrary<Frame> = fc.record({
  seconds: fc.integer({ min: 5, max: 4000 }),
  stackStatus: fc.constantFrom('CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', null),
  resourceStatus: fc.constantFrom('CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'CREATE_FAILED', null),
  pinned: fc.boolean(),
  service: fc.constantFrom(service(), null, undefined, service({ deployments: [] }), service({ deployments: [{ ...service().deployments![0], rolloutState: 'FAILED' }] })),
  tasks: fc.option(fc.array(fc.integer({ min: 1, max: 12 }).map((n) => crashed(n, 10 + n)), { maxLength: 12 }), { nil: undefined }),
  status: fc.constantFrom(undefined, 'IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'),
  unavailable: fc.constantFrom([], [{ what: 'tasks', error: 'ThrottlingException' }]),
}).map(({ seconds, stackStatus, resourceStatus, pinned, service: it, tasks, status, unavailable }) => frame(seconds, {
  operation: operation({ stackStatus, resourceStatus, ...(!pinned && { deploymentId: null }) }),
  service: it,
  unavailable,
  ...(tasks && { tasks }),
  ...(status && { serviceDeployment: { status } }),
}));

const anyHistory: fc.Arbitrary<History> = fc.record({
  failures: fc.dictionary(fc.constantFrom('image-not-found', 'app-crashed'), fc.array(fc.integer({ min: 1, max: 12 }).map((n) => id(n).slice(0, 8)), { maxLength: 5 })),
  healthy: fc.boolean(),
  seen: fc.integer({ min: 0, max: 100 }),
}).map(({ failures, healthy, seen }) => ({ ...newHistory(at(5)), failures, healthy, readableAt: at(seen) }));

test('once CloudFormation has its verdict, nothing makes a deployment fail', () => {
  const verdict = fc.constantFrom(
    { stackStatus: 'ROLLBACK_IN_PROGRESS' }, { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }, { stackStatus: 'DELETE_IN_PROGRESS' },
    { stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }, { stackStatus: 'CREATE_COMPLETE' },
    { stackStatus: 'CREATE_IN_PROGRESS', resourceStatus: 'CREATE_COMPLETE' }, { stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_COMPLETE' },
  );
  fc.assert(fc.property(anyFrame, verdict, fc.array(anyCause, { maxLength: 4 }), anyHistory, (seen, said, causes, history) => {
    const input = { ...seen, operation: { ...seen.operation, ...said } };
    const { decision } = step({ history, frame: input, diagnosis: diagnosis(causes), now: seen.at, options: options() });
    expect(decision.kind).toBe('succeed');
  }));
});

test('a deployment is never failed without a cause, unless the decision names what is awaited', () => {
  fc.assert(fc.property(anyFrame, fc.array(anyCause, { maxLength: 4 }), anyHistory, (seen, causes, history) => {
    const { decision } = step({ history, frame: seen, diagnosis: diagnosis(causes), now: seen.at, options: options({ onTimeout: 'FAIL' }) });
    if (decision.kind !== 'fail') return;
    const named = causes.some((c) => !c.waiting) || /^(nothing has moved|the watch ends).*waiting for /.test(decision.because);
    expect(named ? 'named' : decision.because).toBe('named');
    expect(decision.because).not.toMatch(/undefined|null|NaN/);
  }), { numRuns: 500 });
});

test('the history survives the journey through the state machine, and the same facts give the same decision', () => {
  fc.assert(fc.property(fc.array(fc.tuple(anyFrame, fc.array(anyCause, { maxLength: 3 })), { minLength: 1, maxLength: 6 }), (looks) => {
    let kept = newHistory(at(5));
    let sent = newHistory(at(5));
    for (const [seen, causes] of looks) {
      const input = { frame: seen, diagnosis: diagnosis(causes), now: seen.at, options: options() };
      const a = step({ ...input, history: kept });
      const b = step({ ...input, history: sent });
      expect(b.decision).toEqual(a.decision);
      // a step that is repeated, because the function died after it, decides the same
      expect(step({ ...input, history: sent }).decision).toEqual(b.decision);
      kept = a.history;
      sent = JSON.parse(JSON.stringify(b.history));
    }
  }));
});

test('no order of facts of a healthy rollout ends in fail', () => {
  const old = { startedBy: 'ecs-svc/1', group: 'service:api' };
  const state = fc.constantFrom('PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING');
  const mine = fc.tuple(fc.integer({ min: 1, max: 9 }), state).map(([n, lastStatus]): Task => task(n, { lastStatus, ...(lastStatus === 'RUNNING' && { startedAt: at(20) }) }));
  const ended = fc.constantFrom<Partial<Task>>(
    { ...old, stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1234567890123456789)', containers: [{ name: 'web', exitCode: 143 }] },
    { ...old, stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
    { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)', containers: [{ name: 'web', exitCode: 137 }] },
    { stopCode: 'UserInitiated', stoppedReason: 'OutOfMemoryError: killed by me', containers: [{ name: 'web', exitCode: 137 }] },
    { group: 'service:other', startedBy: 'ecs-svc/7', stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: not found' },
  );
  const gone = fc.tuple(fc.integer({ min: 20, max: 40 }), ended).map(([n, more]): Task => ({ ...crashed(n, 10 + n), ...more }));
  const rollout = fc.record({
    seconds: fc.integer({ min: 5, max: 800 }),
    running: fc.integer({ min: 0, max: 2 }),
    rolloutState: fc.constantFrom('IN_PROGRESS', undefined),
    tasks: fc.option(fc.array(fc.oneof(mine, gone), { maxLength: 8 }), { nil: undefined }),
    read: fc.boolean(),
    events: fc.subarray([
      '(service api) has started 2 tasks: (task 0000000100000000000000000000000).', '(service api) has reached a steady state.',
      '(service api) has stopped 1 running tasks: (task 0000002100000000000000000000000).', '(service api) has begun draining connections on 1 tasks.',
      '(service api) registered 2 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/6d0ecf831eec9f09)',
    ]),
  });
  fc.assert(fc.property(fc.array(rollout, { minLength: 1, maxLength: 12 }), (looks) => {
    let history = newHistory(at(5));
    for (const look of [...looks].sort((a, b) => a.seconds - b.seconds)) {
      const { seconds, running, rolloutState, tasks, read, events } = look;
      const seen = frame(seconds, {
        service: read ? service({
          deployments: [{ ...service().deployments![0], runningCount: running, pendingCount: 2 - running, rolloutState }],
          events: events.map((message) => ({ createdAt: at(seconds - 1), message })),
        }) : undefined,
        ...(read && tasks && { tasks }),
      });
      const result = step({ history, frame: seen, diagnosis: diagnose(seen), now: seen.at, options: options({ failureThreshold: 1 }) });
      expect(result.decision.kind === 'fail' ? result.decision.because : 'not failed').toBe('not failed');
      history = result.history;
    }
  }), { numRuns: 300 });
});

test('looks that are missed, repeated or come late change no verdict, only its time', () => {
  const [deployment] = service().deployments!;
  const over = (rolloutState: string) => service({ deployments: [{ ...deployment, rolloutState, runningCount: 2, pendingCount: 0 }] });
  const lives: readonly (readonly [string, (seconds: number) => readonly [Frame, readonly Cause[]]])[] = [
    ['succeed', (s) => [frame(s, { service: s < 90 ? service() : over('COMPLETED'), tasks: [] }), []]],
    // a task that failed and was replaced
    ['succeed', (s) => [frame(s, { service: s < 90 ? service() : over('COMPLETED'), tasks: s < 30 ? [] : [crashed(1, 29)] }), s < 30 ? [] : [cause({ tasks: [id(1)] })]]],
    ['fail', (s) => {
      const gone = [25, 26, 70, 71].filter((at_) => at_ <= s).map((_, i) => i + 1);
      return [frame(s, { tasks: gone.map((n) => crashed(n, 25)) }), gone.length ? [cause({ tasks: gone.map(id) })] : []];
    }],
    ['fail', (s) => [frame(s, { service: s < 60 ? service() : over('FAILED'), tasks: s < 60 ? [] : [crashed(1, 59)] }), s < 60 ? [] : [cause({ tasks: [id(1)] })]]],
    ['succeed', (s) => [frame(s, { operation: operation(s < 60 ? {} : { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }), tasks: [crashed(1, 20)] }), [cause({ tasks: [id(1)] })]]],
  ];
  const pauses = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 60, maxLength: 60 });
  fc.assert(fc.property(fc.constantFrom(...lives), pauses, ([kind, life], waits) => {
    let history = newHistory(at(5));
    let seconds = 5;
    for (const wait of [...waits, 600]) {
      seconds += wait;
      const [seen, causes] = life(seconds);
      const result = step({ history, frame: seen, diagnosis: diagnosis(causes), now: seen.at, options: options() });
      if (result.decision.kind !== 'wait') {
        expect(result.decision.kind).toBe(kind);
        return;
      }
      history = JSON.parse(JSON.stringify(result.history)) as History;
    }
    expect('undecided').toBe(kind);
  }), { numRuns: 300 });
});

/** Some seconds between two looks, and how the watcher fares at each. */
const course = fc.array(fc.record({
  wait: fc.integer({ min: 2, max: 20 }),
  // its function dies after the step, and the step is repeated so much later: what the first one found out is lost
  diesFor: fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined, freq: 5 }),
  // neither service nor tasks can be read
  unread: fc.integer({ min: 1, max: 12 }).map((n) => n === 1),
}), { minLength: 20, maxLength: 60 });

test('a healthy deployment is never failed: not while its settings explain that nothing moves, nor for tasks of its own that exit below the tolerances', () => {
  fc.assert(fc.property(healthyLife, course, (life, looks) => {
    let history = newHistory(at(5));
    let seconds = 5;
    const look = () => {
      const seen = life.seen(seconds);
      return { history, frame: seen, diagnosis: diagnose(seen), now: seen.at, options: options({ timeoutSeconds: 3600 }) };
    };
    for (let i = 0; seconds < life.doneAt; i++) {
      const { wait, diesFor, unread } = looks[i % looks.length];
      seconds += wait;
      if (diesFor) {
        step(look());
        seconds += diesFor;
      }
      if (unread) continue;
      const { decision, history: next } = step(look());
      expect(decision.kind === 'fail' ? `${life.name}: ${decision.because}` : 'not failed').toBe('not failed');
      history = JSON.parse(JSON.stringify(next)) as History;
    }
    seconds = Math.max(seconds, life.doneAt);
    expect(step(look()).decision.kind).toBe('succeed');
  }), { numRuns: 150 });
});

test('the watch ends when its time is up, counted from its beginning, however often it was looked at or begun anew', () => {
  fc.assert(fc.property(course, fc.integer({ min: 60, max: 1500 }), (looks, timeoutSeconds) => {
    let history = newHistory(at(5));
    let seconds = 5;
    for (let i = 0; ; i++) {
      seconds += looks[i % looks.length].wait;
      const seen = heldForEver.seen(seconds);
      const result = step({ history, frame: seen, diagnosis: diagnose(seen), now: seen.at, options: options({ timeoutSeconds }) });
      expect(result.decision.kind).toBe(seconds - 5 < timeoutSeconds ? 'wait' : 'succeed');
      if (seconds - 5 >= timeoutSeconds) return;
      history = JSON.parse(JSON.stringify(result.history)) as History;
    }
  }), { numRuns: 60 });
});

test('a cause that keeps tasks from starting fails a deployment at the end of its tolerance: not earlier, and not if it passes', () => {
  const kind = fc.constantFrom<Partial<Cause>>(
    { id: 'role-not-assumable', retry: 'never' }, { id: 'eni-or-subnet', retry: 'maybe' }, { id: 'fargate-capacity', retry: 'likely' }, { id: 'vcpu-quota', retry: 'never' },
  );
  fc.assert(fc.property(kind, course, fc.boolean(), fc.integer({ min: 20, max: 80 }), (more, looks, passes, from) => {
    const found = cause({ stage: 'placement', tasks: [], ...more });
    const tolerated = toleranceOf(found, true).withoutTasksMs / 1000;
    let history = newHistory(at(5));
    let [seconds, first, last] = [5, Infinity, -Infinity];
    for (let i = 0; ; i++) {
      seconds += looks[i % looks.length].wait;
      const there = seconds >= from && (!passes || seconds < from + tolerated - 1);
      if (there) [first, last] = [Math.min(first, seconds), seconds];
      const deployments = [{ ...service().deployments![0], pendingCount: i % 2 }];
      const seen = frame(seconds, { tasks: [task(1)], service: service({ deployments }) });
      const causes = there ? [found] : [];
      const { decision, history: next } = step({
        history, frame: seen, diagnosis: diagnosis(causes), now: seen.at, options: options({ stuckAfterSeconds: 0 }),
      });
      const lasts = there && seconds - first >= tolerated;
      expect([decision.kind, seconds - first, tolerated]).toEqual([lasts ? 'fail' : 'wait', seconds - first, tolerated]);
      if (lasts || seconds > from + tolerated + 60) break;
      history = JSON.parse(JSON.stringify(next)) as History;
    }
    if (passes) expect(last - first).toBeLessThan(tolerated);
  }), { numRuns: 120 });
});
