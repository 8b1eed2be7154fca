import { redactor } from '../../src/presentation/redact';

const secrets = redactor();

/** Of AWS's own documentation. */
const ACCOUNT = '111122223333';

const HIDDEN: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/(?<!\d)\d{12}(?!\d)/g, ACCOUNT],
  [/\b(user|assumed-role|federated-user)\/[^\s"',]+/g, '$1/***'],
  [/\b(vpc|subnet|sg|eni|igw|rtb|eipalloc)-[0-9a-f]{8,17}\b/g, '$1-***'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '***'],
  [/\b[\w.+-]+@[\w-]+\.[\w.-]+\b/g, '***'],
  [/https?:\/\/[^\s"']*X-Amz-[^\s"']*/g, '***'],
];

/** Account ids, people, networks and whatever looks like a secret: a report is meant for a public issue. */
export function redacted(text: string): string {
  return HIDDEN.reduce((out, [pattern, replacement]) => out.replace(pattern, replacement), secrets(text));
}

/** The same for each text in a value. */
export function redactedValue(value: unknown): unknown {
  if (typeof value === 'string') return redacted(value);
  if (Array.isArray(value)) return value.map(redactedValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redactedValue(one)]));
}
