#!/usr/bin/env node
/*
 * Measures the diagnosis of one large frame: 100 tasks, 100 events, 1,000 log lines. Prints the median and the slowest of 200 runs, each
 * on a frame of its own (nothing remembered). Fails when the median is above the limit.
 *
 *   node scripts/bench-engine.mjs [--limit MS]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const RUNS = 200;
const args = process.argv.slice(2);
const limit = args.includes('--limit') ? Number(args[args.indexOf('--limit') + 1]) : 10;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = mkdtempSync(join(tmpdir(), 'bench-engine-'));

function largeFrame(seed) {
  const at = (s) => new Date(Date.UTC(2026, 0, 1) + s * 1000).toISOString();
  const id = (i) => (seed * 1000 + i).toString(16).padStart(32, 'a');
  const reasons = [
    'Essential container in task exited',
    'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef)',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key KEY',
  ];
  const tasks = Array.from({ length: 100 }, (_, i) => ({
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${id(i)}`, startedBy: 'ecs-svc/1', group: 'service:web', lastStatus: i < 90 ? 'STOPPED' : 'RUNNING',
    ...(i < 90 && { stopCode: ['EssentialContainerExited', 'ServiceSchedulerInitiated', 'TaskFailedToStart'][i % 3], stoppedReason: reasons[i % 3], stoppedAt: at(i + 60) }),
    createdAt: at(i), startedAt: at(i + 20), containers: [{ name: 'web', ...(i % 3 === 0 && { exitCode: 1 }) }, { name: 'proxy', exitCode: 143 }],
  }));
  const events = Array.from({ length: 100 }, (_, i) => ({ id: `${i}`, createdAt: at(i), message: i % 4
    ? `(service web) has started 1 tasks: (task ${id(i)}).`
    : `(service web) (task ${id(i)}) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef) due to (reason Request timed out).` }));
  const lines = (i) => Array.from({ length: 100 }, (_, k) => ({ timestamp: k, message: k % 10 ? `2026-01-01T00:00:00Z INFO request ${i} ${k} handled in 12 ms` : `{"level":50,"msg":"could not connect to db ${k}","err":{"message":"ECONNREFUSED"}}` }));
  return {
    at: at(300), operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(-5) }, tasks,
    service: { serviceName: 'web', desiredCount: 50, deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', createdAt: at(0), desiredCount: 50, rolloutState: 'IN_PROGRESS' }], events, loadBalancers: [{ containerName: 'web', containerPort: 8080 }] },
    logs: { web: Object.fromEntries(Array.from({ length: 10 }, (_, i) => [id(i * 3), lines(i)])) },
  };
}

try {
  const outfile = join(out, 'engine.js');
  buildSync({ entryPoints: [join(root, 'src/diagnosis/engine.ts')], bundle: true, minify: true, platform: 'node', target: 'node20', outfile, logLevel: 'error' });
  const { diagnose } = createRequire(import.meta.url)(outfile);
  const times = [];
  for (let run = 0; run < RUNS + 20; run++) {
    const frame = largeFrame(run);
    const start = performance.now();
    const { causes } = diagnose(frame);
    if (run >= 20) times.push(performance.now() - start);
    if (!causes.length) throw new Error('the benchmark frame shows no cause');
  }
  times.sort((a, b) => a - b);
  const median = times[RUNS / 2];
  process.stdout.write(`diagnose: median ${median.toFixed(2)} ms, slowest ${times[RUNS - 1].toFixed(2)} ms of ${RUNS} runs (100 tasks, 100 events, 1,000 log lines)\n`);
  if (median > limit) process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
