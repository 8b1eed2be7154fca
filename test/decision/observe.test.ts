import { at, cause, diagnosis, frame, ids, operation, options, stopped } from './frames';
import { newHistory, WatchedRequest } from '../../src/decision/model';
import { LookOptions, LookResult, observe } from '../../src/decision/observe';
import { Frame } from '../../src/facts/model';

const NOW = at(30);
const NEVER = cause({ id: 'image-not-found', stage: 'pull', retry: 'never', tasks: ids(1) });

/** Observes a deployment of which the looks read these frames, one after the other; a task that has stopped failed for good. */
async function observed(frames: readonly Partial<Frame>[], request?: WatchedRequest) {
  const asked: LookOptions<string>[] = [];
  const look = async (more: LookOptions<string>): Promise<LookResult<string>> => {
    asked.push(more);
    return { frame: { ...frame(30), ...frames[asked.length - 1] }, memory: `memory ${asked.length}` };
  };
  const observation = await observe(
    { history: newHistory(at(5)), now: NOW, options: options(), ...request && { request } }, 'memory 0',
    { look, diagnose: (seen) => diagnosis(seen.tasks?.length ? [NEVER] : []) },
  );
  return { ...observation, asked };
}

const now = operation({ checkedAt: NOW });
const earlier = operation({ checkedAt: at(20) });
const failed = stopped(1);

test('one look is enough to wait, and to fail on a view that is complete and of this moment', async () => {
  expect(await observed([{ operation: earlier }])).toMatchObject({ decision: { kind: 'wait' }, memory: 'memory 1', asked: [{ memory: 'memory 0' }] });
  expect(await observed([{ operation: now, tasks: failed }])).toMatchObject({ decision: { kind: 'fail' }, memory: 'memory 1', asked: [{}] });
});

test('a failure is confirmed by a second look, which asks CloudFormation anew and builds upon the first', async () => {
  const { decision, memory, asked } = await observed([{ operation: earlier, tasks: failed }, { operation: now, service: undefined }]);
  expect(decision.kind).toBe('fail');
  expect(memory).toBe('memory 2');
  expect(asked).toEqual([{ memory: 'memory 0' }, { memory: 'memory 1', fresh: true, stackOnly: true }]);
});

test('the second look decides: the stack is rolling back by now', async () => {
  const rolling = operation({ stackStatus: 'ROLLBACK_IN_PROGRESS', checkedAt: NOW });
  const { decision, frame: seen } = await observed([{ operation: earlier, tasks: failed }, { operation: rolling, service: undefined }]);
  expect(decision).toMatchObject({ kind: 'succeed', because: expect.stringContaining('ROLLBACK_IN_PROGRESS') });
  // the facts of the first look are still there
  expect(seen.tasks).toEqual(failed);
});

test('so is a failure that comes too early after the request: a rollback gets its answer at once', async () => {
  const request: WatchedRequest = { kind: 'Update', sinceMs: 3000 };
  expect(await observed([{ operation: earlier, tasks: failed }, { operation: now, service: undefined }], request)).toMatchObject({
    decision: { kind: 'wait', putsOff: 'fail' }, memory: 'memory 2',
  });
  const rolling = operation({ stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', checkedAt: NOW });
  expect((await observed([{ operation: earlier, tasks: failed }, { operation: rolling, service: undefined }], request)).decision.kind).toBe('succeed');
});

test('of a look that shows the operation before nothing is remembered', async () => {
  const creating = { operation: operation({ resourceStatus: 'CREATE_COMPLETE' }) };
  expect(await observed([creating], { kind: 'Update', sinceMs: 0 })).toMatchObject({ decision: { kind: 'wait', putsOff: 'succeed' }, memory: 'memory 0', history: newHistory(at(5)) });
});
