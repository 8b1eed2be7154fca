/*
 * A fresh process, as `cdk synth` is one. Arguments: `import` (milliseconds that the package adds to importing aws-cdk-lib's ecs), or
 * `plain`/`diagnosed` and a number of services (milliseconds to build and synthesize the app, imports before). Prints JSON.
 */
import { rmSync, statSync } from 'fs';
import { createRequire } from 'module';
import { cpuUsage } from 'process';
import { MakeService, ordinaryApp } from './app';
import { timed } from '../stopwatch';

const [kind, count, packageFolder] = process.argv.slice(2);
const load = createRequire(__filename);
const loadPackage = () => load(packageFolder) as typeof import('../../../src');

/** What has no member read of it is not loaded: aws-cdk-lib's indexes are lazy. */
function loadEcs() {
  return (load('aws-cdk-lib/aws-ecs') as typeof import('aws-cdk-lib/aws-ecs')).FargateService;
}

function importing() {
  const bare = timed(() => load('aws-cdk-lib/aws-ecs')).ms;
  const added = timed(loadPackage).ms;
  return { bare, added };
}

function importingAfterUse() {
  const bare = timed(loadEcs).ms;
  const added = timed(loadPackage).ms;
  return { bare, added };
}

function synthesizing() {
  const Plain = loadEcs();
  const { DiagnosedFargateService: Diagnosed } = loadPackage();
  const make: MakeService = kind === 'diagnosed' ? (...args) => new Diagnosed(...args) : (...args) => new Plain(...args);
  const before = cpuUsage();
  const { ms, result: assembly } = timed(() => ordinaryApp(Number(count), make).synth());
  const { user, system } = cpuUsage(before);
  const templates = assembly.stacks.map(({ templateFullPath, template }) => ({
    bytes: statSync(templateFullPath).size, resources: Object.keys((template as { Resources: object }).Resources).length,
  }));
  rmSync(assembly.directory, { recursive: true, force: true });
  const sum = (of: 'bytes' | 'resources') => templates.reduce((total, template) => total + template[of], 0);
  return { ms, cpuMs: (user + system) / 1000, bytes: sum('bytes'), resources: sum('resources'), largestBytes: Math.max(...templates.map(({ bytes }) => bytes)) };
}

function measured(): unknown {
  if (kind === 'import') return importing();
  return kind === 'import-after-use' ? importingAfterUse() : synthesizing();
}

console.log(JSON.stringify(measured()));
