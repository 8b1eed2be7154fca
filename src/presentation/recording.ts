import { redacted } from './own-patterns';
import { wellFormed } from './plain';
import { MASK, Redactor } from './redact';
import { withoutPrivateKeys } from './redaction/private-keys';
import { ContainerDefinition, Frame, LogLine, Recording, TaskDefinition } from '../facts/model';

/** Values of environment variables that identify nobody: numbers, switches, names of stages. */
const HARMLESS = /^(\d{1,6}|true|false|on|off|yes|no|production|development|staging|test|debug|info|warn|error|0\.0\.0\.0|127\.0\.0\.1|localhost)$/i;

/**
 * A recording that can be shown to strangers: no secrets, no values of environment variables, no account numbers. Equal account numbers
 * stay equal, so that an image or a role of another account can still be recognised.
 */
export function redactRecording(recording: Recording, patterns: readonly string[] = []): Recording {
  return redacted(patterns, MATCH_MS, (redact) => cleanRecording(recording, redact)).made;
}

/** Time for the user's patterns. A text that takes longer is masked. */
const MATCH_MS = 10_000;

function cleanRecording(recording: Recording, redact: Redactor): Recording {
  const accounts = new Map<string, string>();
  const standIn = (account: string) => {
    const known = accounts.get(account) ?? String(accounts.size + 1).repeat(12).slice(0, 12);
    accounts.set(account, known);
    return known;
  };
  // Account numbers are in ARNs and in host names of registries; other numbers of twelve digits stay.
  const anonymous = (text: string) => text
    .replace(/(\barn:[\w-]+:[\w-]*:[\w-]*:)(\d{12})(?=:)/g, (_, head: string, account: string) => head + standIn(account))
    .replace(/\b(\d{12})(?=\.dkr\.ecr[.-])/g, standIn)
    .replace(/(\bUser: |account[ :=]+)(\d{12})\b/gi, (_, head: string, account: string) => head + standIn(account));
  const cleanText = (text: string) => wellFormed(anonymous(redact(text)));
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return cleanText(value);
    if (isCommand(value)) return redactedCommand(value, cleanText);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [wellFormed(anonymous(key)), clean(item)]));
  };
  return { ...recording, frames: recording.frames.map((frame) => clean(withoutValues(frame)) as Frame) };
}

function withoutValues(frame: Frame): Frame {
  return {
    ...frame,
    ...(frame.taskDefinition && { taskDefinition: hideEnvironment(frame.taskDefinition) }),
    ...(frame.previousTaskDefinition && { previousTaskDefinition: hideEnvironment(frame.previousTaskDefinition) }),
    // overrides of a task may have environment variables, too
    ...(frame.tasks && { tasks: frame.tasks.map((task) => ({ ...task, overrides: undefined })) }),
    ...(frame.logs && { logs: mapValues(frame.logs, (tasks) => mapValues(tasks, withoutKeys)) }),
  };
}

/** CloudWatch Logs has each line of a private key as an event of its own, so the keys are searched in all events together. */
function withoutKeys(events: readonly LogLine[]): readonly LogLine[] {
  const texts = events.map(({ message }) => (message ?? '').split('\n'));
  const lines = withoutPrivateKeys(texts.flat(), MASK);
  let at = 0;
  return events.map((event, i) => {
    const message = lines.slice(at, at += texts[i].length).join('\n');
    return event.message === undefined ? event : { ...event, message };
  });
}

function isCommand(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Words of a command: the option before a word may show that the word is a password. */
function redactedCommand(command: readonly string[], clean: (text: string) => string): readonly string[] {
  return command.map((word, i) => {
    const alone = clean(word);
    return clean([...command.slice(Math.max(0, i - 6), i), word].join(' ')).endsWith(alone) ? alone : MASK;
  });
}

function mapValues<T>(record: { readonly [key: string]: T }, map: (value: T) => T): { readonly [key: string]: T } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function shownValue(value: string | undefined): string | undefined {
  return value === undefined || HARMLESS.test(value) ? value : MASK;
}

function hideEnvironment(definition: TaskDefinition): TaskDefinition {
  const hide = (container: ContainerDefinition): ContainerDefinition => ({
    ...container,
    ...(container.environment && {
      environment: container.environment.map(({ name, value }) => ({ name, value: shownValue(value) })),
    }),
  });
  return { ...definition, ...(definition.containerDefinitions && { containerDefinitions: definition.containerDefinitions.map(hide) }) };
}
