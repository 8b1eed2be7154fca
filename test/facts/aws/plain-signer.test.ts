import { ECSClient } from '@aws-sdk/client-ecs';
import { HttpRequest } from '@smithy/core/protocols';
import { signed } from '../../../src/facts/aws/plain-signer';

const LONG_TERM = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const OF_A_ROLE = { ...LONG_TERM, sessionToken: 'FwoGZXIvYXdzE==/+' };

const request = (path: string, body: string | undefined, headers: { [name: string]: string } = {}) => new HttpRequest({
  method: 'POST', protocol: 'https:', hostname: 'ecs.eu-west-1.amazonaws.com', path, body,
  headers: {
    'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeTasks', 'content-length': '2',
    'user-agent': 'cdk-diagnosed-fargate', 'host': 'ecs.eu-west-1.amazonaws.com', 'amz-sdk-request': 'attempt=1;  max=3', ...headers,
  },
});

const signing = (given: { signingRegion?: string; signingService?: string } = {}) => ({ signingDate: new Date('2026-11-30T18:00:00.123Z'), ...given });

test.each([
  ['an ordinary request', OF_A_ROLE, request('/', '{}'), signing()],
  ['without a session', LONG_TERM, request('/', '{}'), signing()],
  ['a text of many signs', OF_A_ROLE, request('/', 'Größe 🚀 & = +'), signing()],
  ['without a body', OF_A_ROLE, request('/', undefined), signing()],
  ['an endpoint with a path', OF_A_ROLE, request('/base/a b~%20(1)/', '{}'), signing()],
  ['an endpoint with a path that does not end', OF_A_ROLE, request('/base//x', '{}'), signing()],
  ['the Region of the endpoint', OF_A_ROLE, request('/', '{}'), signing({ signingRegion: 'us-gov-west-1', signingService: 'logs' })],
  ['headers of an endpoint', OF_A_ROLE, request('/', '{}', { 'X-Of-Endpoint': '  a \t b ' }), signing()],
])('the watcher signs as the SDK signs: %s', async (_, credentials, toSign, given) => {
  const sdk = new ECSClient({ region: 'eu-west-1', credentials }).config;
  const before = JSON.stringify(toSign);
  const ours = signed(toSign, given.signingDate, [given.signingRegion ?? 'eu-west-1', given.signingService ?? 'ecs'], credentials);
  const signer = await sdk.signer(undefined as unknown as Parameters<typeof sdk.signer>[0]);
  const theirs = await signer.sign(toSign, given);
  expect(ours.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261130\//);
  expect(ours).toEqual(theirs);
  expect(JSON.stringify(toSign)).toBe(before);
});
