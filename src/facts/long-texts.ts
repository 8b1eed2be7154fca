import { Frame } from './model';

/**
 * Characters. AWS limits its texts: a log event to 1 MB (Amazon CloudWatch Logs User Guide, quotas), a task definition to 64 KB (Amazon ECS
 * Developer Guide, service quotas), the reason of a custom resource to 4 KB (AWS CloudFormation User Guide, response objects). A recording
 * from elsewhere, or an endpoint that is not AWS, may have texts of any length, and each rule reads them.
 */
const LONGEST = { logs: 1_048_576, definition: 65_536, other: 8_192 };

/** Characters that are read of each end of a longer text. */
const KEPT = 2000;

/** Deeper values are in no field that is read. */
const DEEPEST = 40;

/** The same frame, with both ends of each text that is longer than AWS's limits. A log line says that it was cut, and so does any text. */
export function withShortTexts(frame: Frame): Frame {
  return changed(frame, ([field, value]) => withShort(value, longestIn(field), 1)) as Frame;
}

function longestIn(field: string): number {
  if (field === 'logs') return LONGEST.logs;
  return field === 'taskDefinition' || field === 'previousTaskDefinition' ? LONGEST.definition : LONGEST.other;
}

function withShort(value: unknown, longest: number, depth: number): unknown {
  if (typeof value === 'string') return shortened(value, longest);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (!Array.isArray(value)) return changed(value, ([, member]) => withShort(member, longest, depth + 1));
  const items: readonly unknown[] = value;
  const short = items.map((item) => withShort(item, longest, depth + 1));
  return short.every((item, i) => item === items[i]) ? items : short;
}

/** The same object if no member changes: what is known of it stays valid. */
function changed(value: object, map: (member: readonly [string, unknown]) => unknown): object {
  const members = Object.entries(value);
  const mapped = members.map((member) => [member[0], map(member)] as const);
  return mapped.every(([, member], i) => member === members[i][1]) ? value : Object.fromEntries(mapped);
}

/** Both ends of a text that is longer, and a line between them that says so. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const size = text.length.toLocaleString('en-US');
  const note = `[... ${size} characters, of which the first and last ${KEPT.toLocaleString('en-US')} are read ...]`;
  return `${beginning(text)}\n${note}\n${end(text)}`;
}

/** Without the last word: it may be half a secret, which redaction would not recognise. */
function beginning(text: string): string {
  const part = text.slice(0, KEPT);
  const words = part.split(/(?<=[\s,;])/).slice(0, -1).join('');
  return words || part.slice(0, SHORT);
}

/** Without the first words, which may be the value of a label that was cut off. */
function end(text: string): string {
  return text.slice(-KEPT).split(/(?<=[\s,;])/).slice(3).join('');
}

/** Characters of a text without words. */
const SHORT = 80;
