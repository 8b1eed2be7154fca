import { top } from './given';
import { LifecycleHookDetail } from '../../src/facts/model';

const FAILED = 'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed.';
const hook = (more: LifecycleHookDetail): LifecycleHookDetail => ({ hookId: 'ecs-pause-1', targetType: 'PAUSE', ...more });
const rolledBack = (...lifecycleHookDetails: readonly LifecycleHookDetail[]) => top({
  events: [`(service web) deployment failed: ${FAILED}`],
  frame: { serviceDeployment: { status: 'ROLLBACK_SUCCESSFUL', statusReason: FAILED, lifecycleHookDetails } },
});

test.each([
  ['nobody answered', hook({ status: 'TIMED_OUT', timeoutAction: 'ROLLBACK' }), 'nobody answered in time'],
  ['the default of a time-out is ROLLBACK', hook({ status: 'TIMED_OUT' }), 'nobody answered in time'],
  ['a rollback was asked for', hook({ status: 'FAILED' }), 'somebody rolled it back'],
])('a pause that ended the deployment: %s', (_, ended, words) => {
  const { id, headline, fix } = rolledBack(ended);
  expect({ id, headline }).toEqual({ id: 'lifecycle-hook-failed', headline: `the deployment paused at POST_TEST_TRAFFIC_SHIFT, and ${words}` });
  expect(fix).not.toContain('log of the hook function');
});

test.each([
  ['its time-out continues', hook({ status: 'TIMED_OUT', timeoutAction: 'CONTINUE' })],
  ['it was continued', hook({ status: 'SUCCEEDED' })],
  ['a function', hook({ status: 'FAILED', targetType: 'AWS_LAMBDA' })],
])('a hook that is no such pause: %s', (_, other) => {
  const { headline, fix } = rolledBack(other);
  expect(headline).toBe('lifecycle hook POST_TEST_TRAFFIC_SHIFT failed');
  expect(fix).toContain('read the log of the hook function');
});
