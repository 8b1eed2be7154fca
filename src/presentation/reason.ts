import { everyLine, Kind, Line, MessageContext, withoutRepeats } from './message';
import { Diagnosis } from '../diagnosis/model';

/** UTF-8 bytes that a text takes inside a JSON document. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text), 'utf8') - 2;
}

/** What goes first when there is no room: log lines from the oldest on, then what repeats or surrounds. The rest always stays. */
const EXPENDABLE: readonly Kind[] = ['more-aws', 'also', 'full', 'docs', 'change', 'log', 'error', 'fact', 'why', 'impact', 'unread', 'seen'];
/** So many of the last log lines are worth more than everything around them. */
const LAST_LINES = 3;
/** Bytes of JSON that no line of the reason exceeds; the middle of longer ones is cut out. */
const LINE_BYTES = 700;

/**
 * The message within a budget of bytes, counted as UTF-8 of its JSON form: CloudFormation refuses the whole answer when it is larger than
 * 4,096 bytes, and then the reason is lost. Headline, fix and AWS's own words always fit, shortened if need be.
 */
export function renderReason(diagnosis: Diagnosis, context: MessageContext, maxJsonBytes: number): string {
  let lines: readonly Line[] = everyLine(diagnosis, context).map((l) => ({ ...l, text: fit(l.text, LINE_BYTES) }));
  const room = () => maxJsonBytes - jsonBytes(joined(lines));

  while (room() < 0 && lines.filter((l) => l.kind === 'log').length > LAST_LINES) lines = without(lines, 'log');
  for (const kind of EXPENDABLE) {
    while (room() < 0 && lines.some((l) => l.kind === kind)) lines = without(lines, kind);
  }
  for (const kind of ['aws', 'fix', 'stream', 'headline'] as const) {
    if (room() >= 0) break;
    lines = lines.map((l) => (l.kind === kind ? { ...l, text: fit(l.text, Math.max(80, jsonBytes(l.text) + room())) } : l));
  }
  return fit(joined(withoutRepeats(lines)), maxJsonBytes);
}

function joined(lines: readonly Line[]): string {
  return lines.map((l) => l.text).join('\n');
}

/** Drops one line of a kind: of the log the oldest, of everything else the last. */
function without(lines: readonly Line[], kind: Kind): readonly Line[] {
  const kinds = lines.map((l) => l.kind);
  const index = kind === 'log' ? kinds.indexOf(kind) : kinds.lastIndexOf(kind);
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
