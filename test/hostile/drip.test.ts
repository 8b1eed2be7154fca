import { DRIP } from './behaviours';
import { Endpoint, hostileEndpoint } from './endpoint';
import { connect } from '../../src/cli/aws/connect';

let endpoint: Endpoint;
const env = { ...process.env };
beforeEach(async () => {
  endpoint = await hostileEndpoint();
  endpoint.behave(DRIP);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' });
  delete process.env.AWS_PROFILE;
});
afterEach(async () => {
  process.env = { ...env };
  await endpoint.close();
});

const LIMIT_MS = 300;

test.each(['describeServices', 'describeStacks', 'listClusters'] as const)('an answer that comes byte by byte ends with the time of the call: %s', async (name) => {
  const aws = await connect({ region: 'eu-west-1', endpointUrl: endpoint.url }, undefined, undefined, LIMIT_MS);
  const start = performance.now();
  await expect(aws[name]({ cluster: 'shop', services: ['api'], StackName: 'Shop' } as never)).rejects.toThrow(/no whole answer within 0.3 s|aborted/i);
  expect(performance.now() - start).toBeLessThan(2_000);
}, 5_000);

test('so does one when the person leaves', async () => {
  const leave = new AbortController();
  const aws = await connect({ region: 'eu-west-1', endpointUrl: endpoint.url }, undefined, leave.signal);
  const answer = aws.describeServices({ cluster: 'shop', services: ['api'] });
  setTimeout(() => leave.abort(), 200);
  await expect(answer).rejects.toThrow(/abort/i);
}, 5_000);
