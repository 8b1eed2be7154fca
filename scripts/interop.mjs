/*
 * ecs-why against an Amazon ECS API that is not AWS's: the server of moto (PyPI), in a virtual environment of Python, on 127.0.0.1. It
 * lacks service deployments and service revisions, and starts no tasks for a service. What it lacks must be named, and is never guessed
 * over.
 *
 *   node scripts/interop.mjs [--tools FOLDER]     FOLDER keeps the virtual environment for the next time
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  CreateClusterCommand, CreateServiceCommand, ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand, StopTaskCommand,
} from '@aws-sdk/client-ecs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundle = join(root, 'assets', 'ecs-why', 'ecs-why.js');
const { values: { tools: kept } } = parseArgs({ options: { tools: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'interop-'));
const tools = kept ? resolve(kept) : folder;
/** Of November 2026. */
const MOTO = 'moto[server]>=5.2.1';
const REGION = 'eu-west-1';
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'interop' };
const IMAGE_GONE = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref '
  + '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.42.0: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.42.0: not found';

function installMoto() {
  const server = join(tools, 'moto', 'bin', 'moto_server');
  if (existsSync(server)) return server;
  mkdirSync(tools, { recursive: true });
  const stdio = ['ignore', 'inherit', 'inherit'];
  execFileSync('python3', ['-m', 'venv', join(tools, 'moto')], { stdio });
  execFileSync(join(tools, 'moto', 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', MOTO], { stdio });
  return server;
}

const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

/** `running`: how many tasks each service has from its beginning on (moto has no other way). */
async function startMoto(server, running) {
  const port = await freePort();
  const child = spawn(server, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore', env: { ...process.env, MOTO_ECS_SERVICE_RUNNING: String(running) },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}`);
    const answered = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    if (answered?.ok) return { endpoint, stop: () => child.kill() };
    await new Promise((done) => { setTimeout(done, 100); });
  }
  child.kill();
  throw new Error('moto does not answer');
}

/** Ids of the default network of moto: there is no client of EC2 among the devDependencies. */
async function networkOf(endpoint) {
  const scope = `${CREDENTIALS.accessKeyId}/20261101/${REGION}/ec2/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const ask = async (action, tag) => {
    const body = new URLSearchParams({ Action: action, Version: '2016-11-15' });
    const answer = await fetch(endpoint, { method: 'POST', headers: { authorization }, body });
    return [(await answer.text()).match(new RegExp(`<${tag}>([^<]+)`))[1]];
  };
  return { subnets: await ask('DescribeSubnets', 'subnetId'), securityGroups: await ask('DescribeSecurityGroups', 'groupId') };
}

/** A cluster, a revision and a service, by the SDK of AWS. */
async function makeService({ endpoint }) {
  const client = new ECSClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  const taskDefinition = JSON.parse(readFileSync(join(root, 'examples', 'aws-cli', 'task-definition.json'), 'utf8'));
  // moto's RunTask ends with an error if a container has none of its own, which AWS does not ask for on Fargate.
  Object.assign(taskDefinition.containerDefinitions[0], { cpu: 256, memory: 512 });
  const networkConfiguration = { awsvpcConfiguration: await networkOf(endpoint) };
  await client.send(new CreateClusterCommand({ clusterName: 'prod' }));
  await client.send(new RegisterTaskDefinitionCommand(taskDefinition));
  const { service } = await client.send(new CreateServiceCommand({
    cluster: 'prod', serviceName: 'web', taskDefinition: 'web', desiredCount: 2, launchType: 'FARGATE', networkConfiguration,
  }));
  /** As ECS starts and stops a task of the deployment. moto keeps the reason only. */
  const stopTask = async (reason) => {
    const { tasks } = await client.send(new RunTaskCommand({
      cluster: 'prod', taskDefinition: 'web', launchType: 'FARGATE', startedBy: service.deployments[0].id, group: 'service:web', networkConfiguration,
    }));
    await client.send(new StopTaskCommand({ cluster: 'prod', task: tasks[0].taskArn, reason }));
  };
  return { stopTask };
}

const ecsWhy = ({ endpoint }) => (...args) => new Promise((ended) => {
  const child = spawn(process.execPath, ['--no-warnings', bundle, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: endpoint, AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId, AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { err += text; });
  child.on('close', (code) => ended({ code, out, err }));
});

let passed = 0;
let failed = 0;
async function check(name, run) {
  try {
    await run();
    passed++;
    process.stdout.write(`ok      ${name}\n`);
  } catch (error) {
    failed++;
    process.stdout.write(`FAILED  ${name}\n${error.stack}\n`);
  }
}

const NOT_AWS = /service deployments.* not one of AWS/;

async function deployed(run) {
  await check('explain: healthy, and what could not be read', async () => {
    const { code, out } = await run('explain', 'prod', 'web');
    assert.equal(code, 0);
    assert.match(out, /healthy, 2 of 2 tasks run/);
    assert.match(out, NOT_AWS);
  });
  await check('follow: deployed, exit code 0', async () => {
    const { code, out } = await run('follow', 'prod', 'web');
    assert.equal(code, 0, out);
    assert.match(out, /could not be read/);
    assert.match(out, / {2}web: deployed(?: after [\d:]+)?$/m);
  });
  await check('follow: a revision of which there is no sign is not called absent: exit code 3', async () => {
    const { code, out } = await run('follow', 'prod', 'web', '--task-definition', 'web:7', '--wait', '1s');
    assert.equal(code, 3, out);
    assert.match(out, /web: could not be read/);
  });
  await check('no such service, no such cluster: exit code 5', async () => {
    assert.equal((await run('explain', 'prod', 'absent')).code, 5);
    assert.equal((await run('explain', 'absent', 'web')).code, 5);
    assert.equal((await run('follow', 'prod', 'absent')).code, 5);
  });
}

async function inProgress(run, { stopTask }) {
  await check('explain --json: in progress, with the facts that are missing', async () => {
    const { code, out } = await run('explain', 'prod', 'web', '--json');
    assert.equal(code, 0);
    const { status, causes, unavailable } = JSON.parse(out);
    assert.deepEqual({ status, causes: causes.filter((cause) => !cause.id.startsWith('deployment-')) }, { status: 'in-progress', causes: [] });
    assert.ok(unavailable.some((fact) => JSON.stringify(fact).includes('service deployments')), out);
  });
  await check('follow: time-out, exit code 6', async () => {
    const { code, out } = await run('follow', 'prod', 'web', '--timeout', '2s', '--interval', '1');
    assert.equal(code, 6, out);
    assert.match(out, /waiting for 2 tasks in PENDING/);
  });
  const file = join(folder, 'web.recording.json');
  await check('record and replay', async () => {
    assert.equal((await run('record', 'prod', 'web', '-o', file)).code, 0);
    const { code, out } = await run('replay', file, '--json');
    assert.equal(code, 0);
    assert.equal(JSON.parse(out).status, 'in-progress');
  });
  await stopTask(IMAGE_GONE);
  await check('explain: the cause by the reason alone', async () => {
    const { code, out } = await run('explain', 'prod', 'web', '--exit-code');
    assert.match(out, /\[image-not-found\]/);
    assert.equal(code, 1, out);
  });
  await check('follow: failed, exit code 1', async () => {
    const { code, out } = await run('follow', 'prod', 'web', '--timeout', '60s');
    assert.match(out, / {2}web: failed \[image-not-found\]/);
    assert.equal(code, 1, out);
  });
}

try {
  const server = installMoto();
  for (const [running, checks] of [[2, deployed], [0, inProgress]]) {
    const moto = await startMoto(server, running);
    try {
      await checks(ecsWhy(moto), await makeService(moto));
    } finally {
      moto.stop();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed || !passed ? 1 : 0;
