import { leftText } from '../../../src/cli/follow/text';

describe('the last line after Ctrl-C', () => {
  const one = (name: string, more: object) => [name, { cluster: 'prod', service: name, memory: { deploymentId: 'ecs-svc/1' }, ...more }] as const;
  const asked = (taken: boolean, more: object = {}) => ({ asked: { what: 'stop', taken, refused: false, ...more } });
  const ending = { ending: { outcome: 'failed', at: '2026-11-30T10:00:00Z' } };
  const left = (...services: readonly (readonly [string, object])[]) => (
    leftText({ services: new Map(services), earlier: [] } as unknown as Parameters<typeof leftText>[0]));

  test('names what was asked of a deployment that is over', () => {
    expect(left(one('a', { ...asked(true), ...ending }))).toBe('stopped waiting; ECS was asked to stop the deployment of a');
    expect(left(one('a', { ...asked(true), ...ending }), one('b', {}))).toBe('stopped following b; ECS was asked to stop the deployment of a');
  });

  test('tells apart what ECS has confirmed', () => {
    expect(left(one('a', asked(true)), one('b', asked(false, { unconfirmed: true })), one('c', {})))
      .toBe('stopped following a, b, c; ECS was asked to stop the deployment of a; ECS was asked to stop the deployment of b and has not confirmed it');
  });

  test('a throttled request, and one that was not sent yet, have not reached ECS', () => {
    expect(left(one('a', asked(false, { told: 'AWS throttles' })), one('b', asked(false))))
      .toBe('stopped following a, b; ECS could not be asked to stop the deployment of a, b');
  });

  test('nothing was asked', () => {
    expect(left(one('a', {}), one('b', ending))).toBe('stopped following a; the deployment continues');
    expect(left(one('b', ending))).toBe('stopped waiting; nothing was changed');
  });
});
