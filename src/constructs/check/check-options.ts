import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isDuration, show } from './show';
import { ValidationError } from './validation-error';
import { CAUSE_IDS, MAX_TIMEOUT_SECONDS, RETIRED_CAUSE_IDS } from '../../contract';
import { didYouMean } from '../../did-you-mean';
import { patternFault } from '../../pattern-dialect';
import { CausePolicy } from '../cause-policy';
import { DiagnosisMode, EcsDeploymentDiagnosisOptions, OnTimeout } from '../diagnosis-options';

const MAX_TASKS = 100;
const MAX_LOG_LINES = 100;
// The patterns are sent in a property of the custom resource, and in every round of the state machine, next to the watch.
const MAX_PATTERNS = 50;
const MAX_PATTERN_LENGTH = 200;

type Option = keyof EcsDeploymentDiagnosisOptions;
type Fault = { readonly option: string; readonly must: string; readonly got: unknown; readonly hint?: string } | undefined;
type Check = (value: unknown, option: string) => Fault;

/** One check for each option; also the list of all options. */
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
 * Checks the options while the app is synthesized. The compiler checks structs, but not those of JavaScript or behind a cast.
 *
 * @param where the place that the error names: a construct or a class
 * @param prefix of the option names in the error: `diagnosis.` if the options are a property of a service
 * @param known keys beside the options
 * @throws ValidationError
 */
export function checkOptions(
  where: IConstruct | string, prefix: string, options: EcsDeploymentDiagnosisOptions, known: readonly string[] = [],
) {
  const all = Object.keys(CHECKS);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue;
    if (!isOption(name)) {
      const found = `${prefix}${name} (got ${show(value)})${didYouMean(name, [...all, ...known])}`;
      throw new ValidationError(where, `there is no option ${found}; the options are ${all.join(', ')}`);
    }
    const fault = CHECKS[name](value, name);
    if (fault) throw new ValidationError(where, `${prefix}${fault.option} must ${fault.must}, got ${show(fault.got)}${fault.hint ?? ''}`);
  }
}

/**
 * Refuses a value that is not a set of options at all: in JavaScript, `diagnosis: false` would be spread into nothing, and the diagnosis
 * would stay on.
 *
 * @throws ValidationError
 */
export function checkIsStruct(where: IConstruct | string, option: string, value: unknown) {
  if (value === undefined || value === null) return;
  if (typeof value === 'object' && !Array.isArray(value) && !Token.isUnresolved(value)) return;
  throw new ValidationError(where, `${option} must be a set of options, such as { enabled: false } or { logLines: 0 }, got ${show(value)}`);
}

function isOption(name: string): name is Option {
  return Object.prototype.hasOwnProperty.call(CHECKS, name);
}

function oneOf(enumName: string, members: { readonly [name: string]: string }): Check {
  const names = Object.keys(members).map((name) => `${enumName}.${name}`);
  const must = `be ${names.join(' or ')}`;
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
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Token.isUnresolved(value)) {
    return { option, must: 'map cause ids to CausePolicy', got: value };
  }
  for (const [id, policy] of Object.entries(value)) {
    const retired = Object.entries(RETIRED_CAUSE_IDS).find(([known]) => known === id);
    if (retired) return { option, must: withoutRetired(...retired), got: id };
    if (!CAUSE_IDS.some((known) => known === id)) {
      return { option, must: 'name known causes (`ecs-why causes` lists them)', got: id, hint: didYouMean(id, CAUSE_IDS) };
    }
    const entry = `${option}[${JSON.stringify(id)}]`;
    if (!isCausePolicy(policy)) return { option: entry, must: 'be a CausePolicy, such as CausePolicy.failAtOnce()', got: policy };
    if (policy.fails && !isWholeNumber(policy.tasks, 1, MAX_TASKS)) {
      return { option: entry, must: `be CausePolicy.failAfter of a whole number from 1 to ${MAX_TASKS}`, got: policy.tasks };
    }
  }
  return undefined;
}

function withoutRetired(id: string, successors: readonly string[]): string {
  if (!successors.length) return `not name ${id}, which is retired: remove it`;
  return `name ${successors.join(' or ')} in place of the retired ${id}`;
}

function checkPatterns(value: unknown, option: string): Fault {
  if (!Array.isArray(value) || Token.isUnresolved(value)) return { option, must: 'be a list of regular expressions', got: value };
  if (value.length > MAX_PATTERNS) return { option, must: `have at most ${MAX_PATTERNS} patterns`, got: value.length };
  for (const [index, pattern] of value.entries()) {
    const entry = `${option}[${index}]`;
    if (typeof pattern !== 'string' || Token.isUnresolved(pattern) || pattern.length > MAX_PATTERN_LENGTH) {
      return { option: entry, must: `be a regular expression of at most ${MAX_PATTERN_LENGTH} characters, as text`, got: pattern };
    }
    const fault = patternFault(pattern);
    if (fault) return { option: entry, got: pattern, ...fault };
  }
  return undefined;
}

function isWholeNumber(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}

function isCausePolicy(value: unknown): value is CausePolicy {
  return typeof value === 'object' && value !== null && 'fails' in value && 'tasks' in value;
}
