import { IConstruct } from 'constructs';
import { CausePolicy } from './cause-policy';
import { core } from './core';
import { DiagnosisMode, EcsDeploymentDiagnosisOptions, OnTimeout } from './diagnosis-options';
import { nearest } from './nearest';
import { isDuration, show } from './show';
import { ValidationError } from './validation-error';
import { CAUSE_IDS, DEFAULT_OPTIONS, MAX_TIMEOUT_SECONDS, WatchOptions } from '../contract';

const MAX_TASKS = 100;
const MAX_LOG_LINES = 100;
// The patterns travel in a property of the custom resource and through every round of the state machine, next to the watch.
const MAX_PATTERNS = 50;
const MAX_PATTERN_LENGTH = 200;

type Option = keyof EcsDeploymentDiagnosisOptions;
type Fault = { readonly option: string; readonly must: string; readonly got: unknown; readonly hint?: string } | undefined;
type Check = (value: unknown, option: string) => Fault;

/** One check an option; also the list of the options there are. */
const CHECKS: { readonly [option in Option]-?: Check } = {
  enabled: (value, option) => (typeof value === 'boolean' ? undefined : { option, must: 'be true or false', got: value }),
  mode: oneOf('DiagnosisMode', DiagnosisMode),
  failureThreshold: wholeNumber(1, MAX_TASKS),
  stuckAfter: duration('0 (never) or ', (seconds) => seconds === 0),
  timeout: duration('', () => false),
  onTimeout: oneOf('OnTimeout', OnTimeout),
  causes: checkCauses,
  logLines: wholeNumber(0, MAX_LOG_LINES),
  redact: checkPatterns,
};

/**
 * Refuses what cannot work, while the app is synthesized. Structs are checked by the compiler only; JavaScript and casts are not.
 *
 * @param where named in the error: a construct or a class
 * @param prefix of the option names in the error: `diagnosis.` where the options are a property of a service
 * @param known keys beside the options
 * @throws ValidationError
 */
export function checkOptions(where: IConstruct | string, prefix: string, options: EcsDeploymentDiagnosisOptions, known: readonly string[] = []) {
  const names = [...Object.keys(CHECKS), ...known];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue;
    if (!isOption(name)) {
      throw new ValidationError(where, `there is no option ${prefix}${name} (got ${show(value)})${nearest(name, names)}; the options are ${Object.keys(CHECKS).join(', ')}`);
    }
    const fault = CHECKS[name](value, name);
    if (fault) throw new ValidationError(where, `${prefix}${fault.option} must ${fault.must}, got ${show(fault.got)}${fault.hint ?? ''}`);
  }
}

/**
 * Refuses what is no set of options at all: in JavaScript, `diagnosis: false` would be spread into nothing and leave the diagnosis on.
 *
 * @throws ValidationError
 */
export function checkIsStruct(where: IConstruct | string, option: string, value: unknown) {
  if (value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value) && !core.Token.isUnresolved(value))) return;
  throw new ValidationError(where, `${option} must be a set of options, such as { enabled: false } or { logLines: 0 }, got ${show(value)}`);
}

/** Checked options as the watcher reads them, defaults filled in. */
export function toWatchOptions(options: EcsDeploymentDiagnosisOptions): WatchOptions {
  return {
    mode: options.mode ?? DEFAULT_OPTIONS.mode,
    failureThreshold: options.failureThreshold ?? DEFAULT_OPTIONS.failureThreshold,
    stuckAfterSeconds: options.stuckAfter?.toSeconds() ?? DEFAULT_OPTIONS.stuckAfterSeconds,
    timeoutSeconds: options.timeout?.toSeconds() ?? DEFAULT_OPTIONS.timeoutSeconds,
    onTimeout: options.onTimeout ?? DEFAULT_OPTIONS.onTimeout,
    // Sorted: a map of Java or Go comes in another order each time, and CloudFormation would take that for a change.
    causes: Object.fromEntries(Object.entries(options.causes ?? {}).map(([id, policy]) => [id, policy.tasks] as const).sort(([a], [b]) => (a < b ? -1 : 1))),
    logLines: options.logLines ?? DEFAULT_OPTIONS.logLines,
    redact: options.redact ?? DEFAULT_OPTIONS.redact,
  };
}

function isOption(name: string): name is Option {
  return Object.prototype.hasOwnProperty.call(CHECKS, name);
}

function oneOf(enumName: string, members: { readonly [name: string]: string }): Check {
  const must = `be ${Object.keys(members).map((name) => `${enumName}.${name}`).join(' or ')}`;
  return (value, option) => (Object.values(members).some((member) => member === value) ? undefined : { option, must, got: value });
}

function wholeNumber(min: number, max: number): Check {
  const must = `be a whole number from ${min} to ${max}`;
  return (value, option) => (isWholeNumber(value, min, max) ? undefined : { option, must, got: value });
}

function duration(also: string, allowed: (seconds: number) => boolean): Check {
  const must = `be a Duration of ${also}1 to ${MAX_TIMEOUT_SECONDS / 60} minutes, in whole seconds`;
  return (value, option) => {
    if (!isDuration(value)) return { option, must, got: value };
    if (value.isUnresolved()) return { option, must, got: value };
    const seconds = value.toSeconds({ integral: false });
    return isWholeNumber(seconds, 60, MAX_TIMEOUT_SECONDS) || allowed(seconds) ? undefined : { option, must, got: value };
  };
}

function checkCauses(value: unknown, option: string): Fault {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || core.Token.isUnresolved(value)) {
    return { option, must: 'map cause ids to CausePolicy', got: value };
  }
  for (const [id, policy] of Object.entries(value)) {
    if (!CAUSE_IDS.some((known) => known === id)) {
      return { option, must: 'name known causes (`ecs-why causes` lists them)', got: id, hint: nearest(id, CAUSE_IDS) };
    }
    const entry = `${option}[${JSON.stringify(id)}]`;
    if (!isCausePolicy(policy)) return { option: entry, must: 'be a CausePolicy, such as CausePolicy.failAtOnce()', got: policy };
    if (policy.fails && !isWholeNumber(policy.tasks, 1, MAX_TASKS)) {
      return { option: entry, must: `be CausePolicy.failAfter of a whole number from 1 to ${MAX_TASKS}`, got: policy.tasks };
    }
  }
  return undefined;
}

function checkPatterns(value: unknown, option: string): Fault {
  if (!Array.isArray(value) || core.Token.isUnresolved(value)) return { option, must: 'be a list of regular expressions', got: value };
  if (value.length > MAX_PATTERNS) return { option, must: `have at most ${MAX_PATTERNS} patterns`, got: value.length };
  for (const [index, pattern] of value.entries()) {
    const entry = `${option}[${index}]`;
    if (typeof pattern !== 'string' || core.Token.isUnresolved(pattern) || pattern.length > MAX_PATTERN_LENGTH) {
      return { option: entry, must: `be a regular expression of at most ${MAX_PATTERN_LENGTH} characters, as text`, got: pattern };
    }
    try {
      // A pattern that matches the empty string would match between any two characters.
      if (new RegExp(pattern).test('')) return { option: entry, must: 'not match the empty string', got: pattern };
    } catch {
      return { option: entry, must: 'be a valid JavaScript regular expression', got: pattern };
    }
  }
  return undefined;
}

function isWholeNumber(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}

function isCausePolicy(value: unknown): value is CausePolicy {
  return typeof value === 'object' && value !== null && 'fails' in value && 'tasks' in value;
}
