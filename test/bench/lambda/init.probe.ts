/* A cold start: a fresh process loads a function's code. Prints milliseconds since the process began, and its resident memory in MB. */
import { createRequire } from 'module';

process.env.AWS_REGION ??= 'eu-west-1';
createRequire(__filename)(process.argv[2]);
const wallMs = performance.now();
const { user, system } = process.cpuUsage();
// Processor time where others have the processor, wall time where V8's other threads work along.
console.log(JSON.stringify({ ms: Math.min(wallMs, (user + system) / 1000), wallMs, memoryMB: process.memoryUsage.rss() / 1024 / 1024 }));
