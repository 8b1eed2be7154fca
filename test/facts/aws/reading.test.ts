import { createServer } from 'http';
import { AddressInfo } from 'net';
import { faultOf } from '../../../src/cli/aws/faults';
import { awsApi, makeClients } from '../../../src/facts/aws/clients';
import { Reading } from '../../../src/facts/aws/reading';

test('an answer that is not of AWS is called so, without the note of the SDK for programmers', async () => {
  const reading = new Reading();
  const note = 'Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';
  const page = Object.assign(new SyntaxError(`Unexpected token '<', "<!doctype "... is not valid JSON\n  ${note}`), { $metadata: { httpStatusCode: 500 } });
  let calls = 0;
  const read = async () => {
    calls++;
    throw page;
  };
  expect(await reading.attempt('service deployments', read)).toBeUndefined();
  expect(calls).toBe(3);
  expect(reading.unavailable).toEqual([{
    what: 'service deployments', error: 'SyntaxError',
    message: 'the answer (HTTP 500) is not one of AWS: Unexpected token \'<\', "<!doctype "... is not valid JSON',
  }]);
});

test.each([[404, 1], [501, 1], [500, 9]])('HTTP %s: %s attempts, of the SDK and ours together', async (status, attempts) => {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked++;
    answer.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html>not here');
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  try {
    const { port } = server.address() as AddressInfo;
    const clients = makeClients({ region: 'eu-west-1', endpoint: `http://127.0.0.1:${port}`, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const aws = awsApi(() => AbortSignal.timeout(30_000), clients);
    const reading = new Reading();
    await reading.attempt('service deployments', () => aws.listServiceDeployments({ cluster: 'prod', service: 'web' }));
    expect({ asked, unavailable: reading.unavailable }).toMatchObject({ asked: attempts, unavailable: [{ error: 'SyntaxError' }] });
  } finally {
    server.close();
  }
}, 30_000);

/** One answer of a server to one call, read as a fact. */
async function answered(status: number, headers: { readonly [name: string]: string }, body: string) {
  const server = createServer((_, answer) => { answer.writeHead(status, headers).end(body); });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  try {
    const { port } = server.address() as AddressInfo;
    const clients = makeClients({ region: 'eu-west-1', endpoint: `http://127.0.0.1:${port}`, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const reading = new Reading();
    await reading.attempt('service', () => awsApi(() => AbortSignal.timeout(30_000), clients).describeServices({ cluster: 'prod', services: ['web'] }));
    return reading.unavailable[0];
  } finally {
    server.close();
  }
}

test.each<[string, number, { readonly [name: string]: string }, string, string]>([
  ['a page of a gateway', 503, { 'content-type': 'text/html' }, '<html>Service Unavailable</html>', 'the answer (HTTP 503) is not one of AWS: '],
  ['nothing', 500, {}, '', 'the answer (HTTP 500) is not one of AWS'],
  ['a redirection', 302, { location: 'http://127.0.0.1:1/login' }, '', 'the answer (HTTP 302) is not one of AWS'],
  ['an error that AWS does not have', 504, { 'content-type': 'application/x-amz-json-1.1' }, '{"__type":"GatewayTimeout","message":"slow"}', 'slow (HTTP 504)'],
])('%s with HTTP %s: the status is in the message, and it passes', async (_, status, headers, body, message) => {
  const unread = await answered(status, headers, body);
  expect(unread).toMatchObject({ message: expect.stringContaining(message) });
  expect(faultOf(unread)).toMatchObject({ kind: 'network', line: expect.stringMatching(new RegExp(`^service not read this time: (?!Unknown).*HTTP ${status}`)) });
}, 30_000);
