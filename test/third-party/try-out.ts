import { join } from 'path';
import { ForeignApp, synthesize, Synthesis, UsageError } from './app';
import { compare, Comparison } from './compare';
import { readTemplates } from './template';
import { unsteadyParts, withParts } from './unsteady';

export interface Result extends Comparison {
  /** Number of templates; 0 if the app does not synthesize with the diagnosis. */
  readonly templates: number;
  /** Of the aws-cdk-lib that the app uses. */
  readonly version?: string;
  /** Parts of templates that differ in each synthesis, also without the diagnosis. */
  readonly notCompared: readonly string[];
}

export interface TryOut {
  readonly app: ForeignApp;
  /** A directory for all that is written. */
  readonly out: string;
  /** The bundle of hook.probe.ts. */
  readonly hook: string;
  /** The oldest aws-cdk-lib that the package supports. */
  readonly floor: string;
}

/** It throws a `UsageError` if the app does not synthesize as it is. */
export function tryOut({ app, out, hook, floor }: TryOut): Result {
  const plain = readTemplates(synthesizePlain(app, join(out, 'plain')));
  const run = synthesize(app, join(out, 'diagnosed'), hook);
  const { report, assembly } = run;
  const version = report?.version;
  const tooOld = version && isOlder(version, floor) ? [`aws-cdk-lib ${version} is older than ${floor}, which this package needs`] : [];
  if (!assembly || !report) {
    return { version, templates: 0, services: [], documented: [], notCompared: [], problems: [...tooOld, whyNoResult(run)] };
  }
  const [diagnosed, templates] = [readTemplates(assembly), plain.size];
  const found = compare(plain, diagnosed, report.services);
  const unsteady = found.problems.length ? unsteadyParts(plain, readTemplates(synthesizePlain(app, join(out, 'again')))) : new Set<string>();
  const steady = unsteady.size ? compare(plain, withParts(diagnosed, plain, unsteady), report.services) : found;
  return { ...steady, version, templates, notCompared: [...unsteady], problems: [...tooOld, ...steady.problems] };
}

/** Of two versions in numbers, such as 2.99.0 and 2.189.1. */
export function isOlder(version: string, floor: string): boolean {
  return version.localeCompare(floor, 'en', { numeric: true }) < 0;
}

function synthesizePlain(app: ForeignApp, out: string): string {
  const { assembly, output } = synthesize(app, out);
  if (!assembly) throw new UsageError(`the app does not synthesize as it is, without the diagnosis:\n${lastLines(output)}`);
  return assembly;
}

function whyNoResult({ report, output }: Synthesis): string {
  if (!report) return `no synthesis was found in the app's Node processes; a bundled aws-cdk-lib cannot be found:\n${lastLines(output)}`;
  return `the app does not synthesize with the diagnosis:\n${lastLines(output)}`;
}

const lastLines = (text: string) => text.split('\n').slice(-30).join('\n');
