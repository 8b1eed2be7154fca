// Tasks of projen that do not wait for each other: node scripts/side-by-side.mjs typecheck eslint
// The output of each is printed when it ends, and one that fails fails all.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const PROJEN = createRequire(import.meta.url).resolve('projen/bin/projen');

function run(task) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROJEN, task], { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { chunks.push(chunk); });
    child.on('error', (error) => { chunks.push(Buffer.from(`${error.message}\n`)); });
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(chunks));
      resolve(code === 0);
    });
  });
}

const passed = await Promise.all(process.argv.slice(2).map(run));
if (!passed.every(Boolean)) process.exitCode = 1;
