import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { connect } from '../../src/cli/aws/connect';

/** AWS, to which the first key has expired. */
let server: Server;
let folder: string;
const keys: string[] = [];
const before = process.env;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ecs-why-renewed-'));
  keys.splice(0);
  server = createServer((request, response) => {
    const key = /Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    keys.push(key);
    const isExpired = key === 'AKIAOLD';
    response.writeHead(isExpired ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(isExpired ? { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' } : { clusterArns: [] }));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  process.env = {
    PATH: before.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1',
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'), AWS_CONFIG_FILE: join(folder, 'config'),
  };
});
afterEach(async () => {
  process.env = before;
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
  rmSync(folder, { recursive: true });
});

const write = (profile: string, key: string) => writeFileSync(join(folder, 'credentials'), `[${profile}]\naws_access_key_id = ${key}\naws_secret_access_key = lab\naws_session_token = lab\n`);

test.each([['default', undefined], ['dev', 'dev']])('credentials of the profile %s that a person renews in the file are taken up after the error', async (name, profile) => {
  write(name, 'AKIAOLD');
  const { port } = server.address() as AddressInfo;
  const aws = await connect({ profile, endpointUrl: `http://127.0.0.1:${port}` } as Parameters<typeof connect>[0], undefined);
  const asked = () => Promise.all([aws.listClusters({}), aws.listClusters({})]);
  await expect(asked()).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  await expect(asked()).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  write(name, 'AKIANEW');
  // The first call after the renewal may still be made with the credentials that were read before.
  await aws.listClusters({}).catch(() => undefined);
  expect(await aws.listClusters({})).toEqual({ clusterArns: [] });
  expect(new Set(keys)).toEqual(new Set(['AKIAOLD', 'AKIANEW']));
});
