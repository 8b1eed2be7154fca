import { InvalidArgumentError } from 'commander';
import { isAddress, PointInTime } from './options';

// Arguments and values of options, as a person writes them. Each throws what commander prints as one line.

export function seconds(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value >= min && value <= max)) throw new InvalidArgumentError(`It takes a number of seconds from ${min} to ${max}.`);
    return value;
  };
}

export function region(text: string): string {
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(text)) throw new InvalidArgumentError('It takes the name of a Region, such as eu-west-1.');
  return text;
}

export function url(text: string): string {
  if (!isAddress(text)) throw new InvalidArgumentError('It takes an address, such as http://localhost:4566.');
  return text;
}

export function whole(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1.');
  return Number(text);
}

const UNITS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600 };
/** A canary deployment may take 36 h. */
const LONGEST_SECONDS = 48 * 3600;

/** `90s`, `20m`, `2h`, or a number of seconds -> seconds */
export function time(text: string): number {
  const [, number, unit = 's'] = /^(\d{1,7})([smh]?)$/.exec(text) ?? [];
  const value = Number(number) * UNITS[unit || 's'];
  if (!(value >= 0 && value <= LONGEST_SECONDS)) throw new InvalidArgumentError('It takes a time up to 48h, such as 90s, 20m or 2h.');
  return value;
}

/** ISO 8601, or a time before now as `time` takes it. A date alone is its beginning, in UTC. */
export function pointInTime(text: string): PointInTime {
  if (/^\d{1,7}[smh]$/.test(text)) return { agoMs: time(text) * 1000 };
  const at = /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('It takes a time, such as 2026-11-29T10:15:00Z, or 10m for ten minutes ago.');
  return { at };
}

/** `family:revision`, or the ARN of the task definition */
export function revision(text: string): string {
  if (/^(arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/)?[\w-]{1,255}:[1-9]\d*$/.test(text)) return text;
  throw new InvalidArgumentError('It takes a revision of a task definition, such as web:42, or its ARN.');
}

/** ARN of a service deployment, or `ecs-svc/...` */
export function deployment(text: string): string {
  if (/^ecs-svc\/\d{1,30}$/.test(text) || /^arn:[\w-]+:ecs:[\w-]+:\d+:service-deployment\//.test(text)) return text;
  throw new InvalidArgumentError('It takes the ARN of a service deployment, or its id, such as ecs-svc/1234567890123456789.');
}

/** An empty name is that of a variable that is not set. */
export function path(text: string): string {
  if (!text.trim()) throw new InvalidArgumentError('It takes a name, and this one is empty.');
  return text;
}

/** `web,worker`. An empty name is that of a variable that is not set. */
export function list(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every(Boolean)) return names;
  throw new InvalidArgumentError('It takes names with commas between them, such as web,worker, and none of them is empty.');
}
