import { createServer } from 'http';
import { AddressInfo } from 'net';
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
