import { ChildProcess, spawn } from 'child_process';
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Aws } from './aws';
import { BucketServer, startBucketServer } from './bucket-server';
import { LiveTest } from './model';
import { Result, run } from './run';
import { TESTS } from './tests';
import { createLab, Lab, LabOptions } from '../../src/lab/lab';
import { Scenario, TaskRule } from '../../src/lab/world';
import { spares } from '../lab/spares';

/** Bundled by scripts/bundled.mjs. */
export const MAIN = join(__dirname, '..', '..', 'node_modules', '.live', 'main.js');
/** Nothing of this machine's AWS configuration. */
const NO_FILE = join(mkdtempSync(join(tmpdir(), 'live-home-')), 'none');
const LAB_AWS = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'lab',
  AWS_CONFIG_FILE: NO_FILE,
  AWS_SHARED_CREDENTIALS_FILE: NO_FILE,
};

/** AWS's text for an image of Amazon ECR Public that does not exist. */
const TAG_MISSING = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref '
  + 'public.ecr.aws/docker/library/nginx:no-such-tag: public.ecr.aws/docker/library/nginx:no-such-tag: not found';
const noTag = (operation: number): readonly TaskRule[] => [{ when: { operation, deployment: 'new' }, pull: { text: TAG_MISSING } }];
const exits = (seconds: number): readonly TaskRule[] => [
  { containers: { app: { logs: [[0.1, 'one'], [0.2, 'two'], [0.3, 'three']], exit: { code: 1, after: seconds } } } },
];
const NO_PARAMETER = 'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: Invalid ssm parameters';

/** What live AWS does by itself: ids of services -> what happens to their tasks. */
const RULES: { readonly [id: string]: readonly TaskRule[] } = {
  L1: noTag(1),
  L2: noTag(2),
  L3: noTag(2),
  L4: noTag(2),
  L5: exits(10),
  L7Other: noTag(2),
  L10: noTag(1),
  L12: [{ when: { operation: 2 }, init: { text: NO_PARAMETER } }],
  // its health check never passes
  L14: [{ containerHealth: { container: 'app', healthyAfter: 3600 } }],
};

function services(): Scenario['services'] {
  const stack = new Stack(new App(), 'Live');
  return Object.fromEntries(Object.entries(RULES).map(([id, rules]) => {
    const { logicalId } = new CfnResource(new Construct(stack, id), 'Service', { type: 'AWS::ECS::Service' });
    return [String(stack.resolve(logicalId)), { rules }];
  }));
}

export interface Session {
  readonly lab: Lab;
  readonly bucket: BucketServer;
  readonly lines: string[];
  /** Ctrl-C. */
  interrupt(): void;
  play(ids: readonly string[], network?: { readonly vpc: string; readonly subnets: readonly string[] }): Promise<Result>;
  /** The bundled command in a process of its own, on the lab's clock. `node scripts/live.mjs --list` bundles it. */
  process(args: readonly string[]): Promise<Process>;
  close(): Promise<void>;
}

export interface Process {
  readonly child: ChildProcess;
  output(): string;
  hasEnded(): boolean;
}

/** @param world how the lab's AWS behaves */
export async function labSession(world: Partial<Scenario> = {}, options: LabOptions = {}): Promise<Session> {
  const lab = await createLab({ spares, ...options, scenario: { scenario: 1, services: services(), ...world } });
  const bucket = await startBucketServer((key, path) => lab.addAsset(key, path));
  const before = { ...process.env };
  Object.assign(process.env, LAB_AWS, { AWS_ENDPOINT_URL: lab.endpoint, AWS_ENDPOINT_URL_S3: bucket.endpoint });
  const lines: string[] = [];
  let abort = new AbortController();
  let wake: () => void = () => undefined;
  return {
    lab,
    bucket,
    lines,
    interrupt: () => {
      wake();
      abort.abort();
    },
    play: async (ids, network) => {
      abort = new AbortController();
      const presence = lab.presence();
      const sleep = async (ms: number) => { await presence.sleepUntil(lab.clock.now() + ms); };
      wake = () => { void presence.sleepUntil(lab.clock.now()); };
      let isOver = false;
      const playing = run({ tests: ids.map(testOf), network, regions: [LAB_AWS.AWS_REGION] }, {
        aws: new Aws(),
        time: { now: () => lab.clock.now(), sleep },
        signal: abort.signal,
        say: (line) => lines.push(line),
        ask: () => Promise.resolve(true),
        run: 'lab',
        isLab: true,
      }).finally(() => {
        isOver = true;
        presence.leave();
      });
      await Promise.all([playing, lab.clock.run(() => isOver)]);
      return playing;
    },
    process: async (args) => {
      const companion = await lab.companion();
      const { PATH, HOME, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env;
      const env = { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...LAB_AWS, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, ...companion.environment };
      const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, JSII_DEPRECATED: 'quiet' } });
      let text = '';
      let isOver = false;
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { text += part; });
      child.on('close', () => {
        isOver = true;
        companion.leave();
      });
      return { child, output: () => text, hasEnded: () => isOver };
    },
    close: async () => {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
      await bucket.close();
      await lab.close();
    },
  };
}

function testOf(id: string): LiveTest {
  const found = TESTS.find((test) => test.id === id);
  if (!found) throw new Error(`There is no test ${id}`);
  return found;
}
