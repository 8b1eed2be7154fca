import { everyLine, Kind, Line, MessageContext, withoutRepeats } from './message';
import { withoutForbiddenWord } from './plain';
import { Diagnosis } from '../diagnosis/model';

/** UTF-8 bytes that a text takes inside a JSON document. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text), 'utf8') - 2;
}

/** Kinds of lines in the order in which they are dropped if there is no room, after the older log lines. The others always stay. */
const EXPENDABLE: readonly Kind[] = [
  'more-aws', 'also', 'over', 'full', 'docs', 'change', 'log', 'error', 'fact', 'why', 'impact', 'unread', 'stopped-tasks', 'blamed',
];
/** The last log lines that are dropped only after most other lines. */
const LAST_LINES = 3;
/** Limit of one line, in bytes of JSON; a longer line loses its middle. */
const LINE_BYTES = 700;

/**
 * The message within a budget of bytes, counted as UTF-8 of its JSON form: CloudFormation refuses an answer of more than 4,096 bytes, and
 * then the reason is lost. Headline, fix and AWS's own words are always in it, shortened if necessary.
 */
export function renderReason(diagnosis: Diagnosis, context: MessageContext, maxJsonBytes: number): string {
  let lines: readonly Line[] = everyLine(diagnosis, context).map((l) => ({ ...l, text: fit(withoutForbiddenWord(l.text), LINE_BYTES) }));
  const room = () => maxJsonBytes - jsonBytes(joined(lines));

  while (room() < 0 && lines.filter((l) => l.kind === 'log').length > LAST_LINES) lines = without(lines, 'log');
  for (const kind of EXPENDABLE) {
    while (room() < 0 && lines.some((l) => l.kind === kind)) lines = without(lines, kind);
  }
  for (const kind of ['aws', 'fix', 'stream', 'headline'] as const) {
    if (room() >= 0) break;
    const shorter = (text: string) => fit(text, Math.max(80, jsonBytes(text) + room()));
    lines = lines.map((l) => (l.kind === kind ? { ...l, text: shorter(l.text) } : l));
  }
  return fit(joined(withoutRepeats(lines)), maxJsonBytes);
}

function joined(lines: readonly Line[]): string {
  return lines.map((l) => l.text).join('\n');
}

/** Drops one line of a kind: the oldest line of a log that does not stay, the last line of every other kind. */
function without(lines: readonly Line[], kind: Kind): readonly Line[] {
  const kinds = lines.map((l) => l.kind);
  const oldest = lines.findIndex((l) => l.kind === kind && !l.stays);
  const index = (kind === 'log' || kind === 'error') && oldest >= 0 ? oldest : kinds.lastIndexOf(kind);
  return lines.filter((_, i) => i !== index);
}

/** Cuts out the middle, by whole characters, until the text fits. */
function fit(whole: string, maxBytes: number): string {
  if (jsonBytes(whole) <= maxBytes) return whole;
  const characters = [...whole];
  let low = 0, high = characters.length;
  const cut = (kept: number) => {
    const head = Math.ceil(kept * 0.4);
    return `${characters.slice(0, head).join('')}...${characters.slice(characters.length - (kept - head)).join('')}`;
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (jsonBytes(cut(middle)) <= maxBytes) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? cut(low) : '';
}
