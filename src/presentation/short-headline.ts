import { cutAround, wholeWords } from './cut';
import { MASK } from './redact';
import { Cause } from '../diagnosis/model';
import { lowered } from '../diagnosis/text';

/** Characters. Every tool shows at least this much of a reason, so the headline must be readable alone. */
export const MAX_HEADLINE = 120;

/** Redaction and what else a text needs before it is shown. */
export type Clean = (text: string) => string;

/** At most 120 characters with the id. Our own words give way first, then the elastic parts lose their middle; only then the end is cut. */
export function shortHeadline(cause: Cause, clean: Clean): string {
  const room = roomFor(cause);
  let text = inFewerWords(cause, wholeHeadline(cause, clean));
  const parts = [...cause.elastic ?? []].map(clean).sort((a, b) => b.length - a.length);
  // the next line of the message has the change, too
  const least = text.length - parts.reduce((sum, part) => sum + Math.max(0, part.length - FEWEST_WORDS), 0);
  if (least > room) text = text.replace(/(?<="); changed: [^"]*$/, '');
  for (const part of [...parts, longName(cause, text)]) {
    const excess = text.length - room;
    if (excess > 0 && text.includes(part)) text = text.replace(part, () => shortPart(part, part.length - excess));
  }
  const short = text.length <= room ? text : firstWords(text, room);
  return `${short} [${cause.id}]`;
}

/** A headline that is too long, without words of ours that it does not need. */
export function inFewerWords(cause: Cause, headline: string): string {
  const room = roomFor(cause);
  return FEWER_WORDS.reduce((text, [long, short]) => (text.length > room ? text.replace(long, short) : text), headline);
}

function roomFor({ id }: Cause): number {
  return MAX_HEADLINE - ` [${id}]`.length;
}

/** Without limit. A certain cause has no prefix; the others have `probably` or `possibly`. The headline of a symptom needs no prefix. */
export function wholeHeadline(cause: Cause, clean: Clean): string {
  const isPlain = cause.symptomOnly || cause.plain || cause.certainty === 'certain';
  const prefix = cause.certainty === 'probable' ? 'probably' : 'possibly';
  const text = cleanHeadline(cause, clean);
  return isPlain ? text : `${prefix}: ${text}`;
}

/** The headline, ready to be shown. The title takes the place of one that the user's patterns could not be matched with in time. */
export function cleanHeadline({ headline, title }: Cause, clean: Clean): string {
  const text = closed(cleanAround(headline, clean));
  return text === MASK ? lowered(title) : text;
}

/**
 * A sentence of ours with quotations of others: in them it is cleaned, and in what was put into our words. What a quotation says is not
 * allowed to take our words, or its own end, for a part of a secret.
 */
export function cleanAround(sentence: string, clean: Clean): string {
  const whole = clean(sentence);
  const parts = sentence.split('"');
  if (parts.length % 2 === 0 || parts.length === 1 || whole === MASK) return whole;
  const alone = parts.map((part) => cleanWithin(part, clean));
  // a pattern of the user's took too long
  if (alone.some((part, i) => i % 2 === 0 && part.trim() === MASK && parts[i].trim() !== MASK)) return MASK;
  const made = whole.split('"');
  const isKept = made.length === parts.length && made.every((part, i) => i % 2 === 1 || part.trim() === alone[i].trim());
  // A quotation that is masked together with our words, but not alone, has a part of a secret.
  const isPart = (part: string, i: number) => i % 2 === 1 && !whole.includes(part.trim());
  if (isKept) return whole;
  return alone.map((part, i) => (isPart(part, i) ? MASK : part)).join('"').trim();
}

/** With the blanks at its ends. */
function cleanWithin(part: string, clean: Clean): string {
  const text = part.trim();
  return text ? part.replace(text, () => clean(text)) : part;
}

/** A container whose name leaves no room for what happened to it. */
function longName({ container }: Cause, text: string): string {
  return container && container.length > FEWEST && text.includes(`"${container}"`) ? container : '';
}

/** Words of ours that a headline can do without, in the order in which they go. */
const FEWER_WORDS: readonly (readonly [RegExp, string])[] = [
  // the name of a container is known without the word
  [/^((?:probably: |possibly: )?)container (?="[^"]+" )/, '$1'],
  [/, so container (?="[^"]+" never starts\b)/, ', so '],
  // the id of the cause has the rest
  [/^ECS refused the service(?=: ")/, 'ECS refused'],
  [/^ECS cannot shift blue\/green traffic(?=: ")/, 'ECS cannot shift traffic'],
  [/^([^"]*"[^"]+" exits with) code (?=-?\d)/, '$1 '],
  [/ the (gRPC )?health check (?=(?:[A-Z]+ )?\/)/, ' $1'],
  [/ accepts no usable connection for .{1,200} on (?=port \d+, and logs: )/, ' accepts no connection on '],
  [/, expected [\d, -]{1,40}(?=, and logs: )/, ''],
  [/, but its health check (?=g[ai]ves? up )/, '; its check '],
  [/ was still running migrations when its health check /, ' still ran migrations when its check '],
  [/ cannot start: (?=(?:its )?image )/, ': '],
  [/^no task can be placed: no instance has an attribute that the task needs: /, 'no instance has the attribute '],
  [/^((?:probably: |possibly: )?)the task cannot start: /, '$1start fails: '],
  [/, and AWS's text ends before the reason$/, '; AWS cut the reason off'],
  [/^([^"]*"[^"]+") ends with exit code 0 after an error(?=: )/, '$1 exits with 0 after an error'],
];

/** Characters. Of a part that has less room, only the beginning is shown. */
const FEWEST = 24;
/** Characters that an error keeps beside a change. */
const FEWEST_WORDS = 32;

function shortPart(part: string, room: number): string {
  return room >= FEWEST || !part.includes(' ') ? cutAround(part, Math.max(FEWEST, room)) : `${wholeWords(part, Math.max(8, room - 3))}...`;
}

function firstWords(text: string, room: number): string {
  const short = closed(`${wholeWords(text, room - DOTS.length)}${DOTS}`);
  return short.length <= room ? short : closed(`${wholeWords(text, room - DOTS.length - 1)}${DOTS}`);
}

const DOTS = '...';

/** A quotation whose end was cut off, or was taken for a part of a secret, ends here. */
function closed(text: string): string {
  return text.split('"').length % 2 ? text : `${text}"`;
}
