import { notRead, wasDenied, wasThrottled } from '../../src/facts/unavailable';

const kindOf = (error: string | undefined) => [wasDenied({ error }) && 'denied', wasThrottled({ error }) && 'throttled'].filter(Boolean).join();

test.each([
  ['AccessDenied', 'denied'], ['AccessDeniedException', 'denied'], ['UnauthorizedOperation', 'denied'], ['NotAuthorized', 'denied'],
  ['Throttling', 'throttled'], ['ThrottledClientException', 'throttled'], ['ThrottlingException', 'throttled'], ['RequestLimitExceeded', 'throttled'], ['TooManyRequestsException', 'throttled'],
  ['SlowDown', 'throttled'],
  // A quota of resources, an answer that is no answer, a service in trouble, credentials: neither.
  ['LimitExceeded', ''], ['ServiceQuotaExceededException', ''], ['EmptyAnswer', ''], ['ServerException', ''], ['UnrecognizedClientException', ''], [undefined, ''],
])('%s is %s', (error, kind) => expect(kindOf(error)).toBe(kind));

test('the entries of some facts, and none where everything was read', () => {
  const [tasks, web, api] = [{ what: 'tasks' }, { what: 'logs', container: 'web' }, { what: 'logs', container: 'api' }] as const;
  expect(notRead({ unavailable: [tasks, web, api] }, 'logs', 'service')).toEqual([web, api]);
  expect([notRead({}, 'tasks'), notRead({ unavailable: null }, 'tasks'), notRead({ unavailable: [tasks] })]).toEqual([[], [], []]);
});
