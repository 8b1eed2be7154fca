import { getUserAgentPlugin } from '../../../src/facts/aws/no-fallbacks';

test('AWS is told that the watcher calls', () => {
  const request = { headers: {} };
  getUserAgentPlugin().applyToStack({ add: (middleware) => { middleware(() => undefined)({ request }); } });
  expect(request.headers).toEqual({ 'user-agent': 'cdk-diagnosed-fargate' });
});
