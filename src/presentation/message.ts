import { HIDDEN } from './hidden';
import { flat, shortArns, withoutForbiddenWord } from './plain';
import { Redactor, redactor } from './redact';
import { Cause, Diagnosis } from '../diagnosis/model';
import { count, cutMiddle, normalise, shortId, wholeStart } from '../diagnosis/text';

export interface MessageContext {
  /** The decision's words: why now. */
  readonly because?: string;
  /** Stream of our own log; becomes the last line, from which the CDK CLI finds it. */
  readonly logStream?: string;
  /** Construct path of the service, for fixes that name the place in the app. */
  readonly servicePath?: string;
  /** Log lines to show; default 20. */
  readonly logLines?: number;
  /** The user's own patterns to remove. */
  readonly redact?: readonly string[];
}

export type Kind = 'headline' | 'full' | 'seen' | 'fact' | 'error' | 'log' | 'also' | 'change' | 'impact' | 'fix' | 'why' | 'unread' | 'aws' | 'more-aws' | 'docs' | 'stream';

/** One flat line of the message. */
export interface Line {
  readonly kind: Kind;
  readonly text: string;
}

/** Lines of an error that stands before the last lines. */
const LEAD = 5;

/** The verdict is readable alone: everybody shows at least so much of it. */
export const MAX_HEADLINE = 120;

/** The whole message, in the order in which it is read. Redacted, flat, without the word that hides events. */
export function messageLines(diagnosis: Diagnosis, context: MessageContext = {}): readonly Line[] {
  return withoutRepeats(everyLine(diagnosis, context));
}

/** The line of the log that gave a cause away is a fact of its own only where it does not stand among the log lines. */
export function withoutRepeats(lines: readonly Line[]): readonly Line[] {
  const shown = lines.filter((l) => l.kind === 'log').map((l) => l.text);
  return lines.filter(({ kind, text }) => kind !== 'fact' || !text.startsWith('log: ') || !shown.some((line) => line.endsWith(text.slice('log'.length))));
}

/** The same before repeats are taken out, for those who still leave lines out. */
export function everyLine(diagnosis: Diagnosis, context: MessageContext = {}): readonly Line[] {
  const redact = redactor(context.redact);
  const clean: Clean = (text) => flat(withoutForbiddenWord(redact(text)));
  const line = (kind: Kind, text: string): Line => ({ kind, text: clean(text) });
  const [top, ...others] = diagnosis.causes;
  const stream = context.logStream ? [line('stream', `CloudWatch Log Stream: ${context.logStream}`)] : [];
  const unread = notRead(diagnosis).map((text) => line('unread', text));
  const why = context.because ? [line('why', `why now: ${context.because}`)] : [];
  if (!top) return [line('headline', calm(diagnosis)), ...why, ...unread, ...stream];

  const head = shortHeadline(top, clean);
  const facts = top.facts.map((fact, i) => line(i === 0 && /^\d+ of \d+ new/.test(fact) ? 'seen' : 'fact', fact));
  const logs = logLines(diagnosis, context, clean, redact);
  const aws = alike(top.evidence).map((quote, i): Line => ({ kind: i === 0 ? 'aws' : 'more-aws', text: `aws: ${shortArns(clean(quote))}` }));
  const surroundings = top.waiting ? [] : [
    ...others.filter((c) => worthTelling(c, top)).slice(0, 3).map((c) => line('also', `also seen: ${shortHeadline(c, clean)}`)),
    ...(diagnosis.summary.changes.length ? [line('change', `changed since the previous task definition: ${diagnosis.summary.changes.join('; ')}`)] : []),
  ];
  return [
    line('headline', head),
    ...inFull(top, head, [...facts, ...logs, ...aws], clean),
    ...facts,
    ...logs,
    ...surroundings,
    line('impact', `impact: ${diagnosis.impact}`),
    ...(top.waiting ? [] : [line('fix', `fix: ${top.fix}${context.servicePath ? ` (at ${context.servicePath})` : ''}`)]),
    ...why,
    ...unread,
    ...aws,
    ...(top.waiting ? [] : [line('docs', `docs: ${top.docs}`)]),
    ...stream,
  ];
}

type Clean = (text: string) => string;

/** What is merely possible is no news beside what an API said, nor is what the cause itself explains. */
function worthTelling(other: Cause, top: Cause): boolean {
  return !other.symptomOnly && !top.explains?.includes(other.id) && !(top.certainty === 'certain' && other.certainty === 'possible');
}

/** ECS says the same of every task: once, and how often. */
function alike(quotes: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const quote of quotes) {
    const key = quote.replace(/\b[0-9a-f]{32}\b/g, '');
    groups.set(key, [...(groups.get(key) ?? []), quote]);
  }
  return [...groups.values()].map(([first, ...more]) => (more.length ? `${first} (and ${more.length} more alike)` : first));
}

/** A shortened headline is repeated in full, unless what it lost stands in another line anyway. */
function inFull(cause: Cause, head: string, rest: readonly Line[], clean: Clean): readonly Line[] {
  const whole = clean(headline(cause));
  if (head.startsWith(whole)) return [];
  const parts = (cause.elastic ?? []).map(clean);
  const told = parts.length > 0 && parts.every((part) => rest.some(({ text }) => normalise(text).includes(part)));
  return told ? [] : [{ kind: 'full', text: `in full: ${whole}` }];
}

/** Within 120 characters with the id. First the parts that may be long lose their middle, and only then the end is cut. */
function shortHeadline(cause: Cause, clean: Clean): string {
  const room = MAX_HEADLINE - cause.id.length - 3;
  let text = clean(headline(cause));
  for (const part of [...cause.elastic ?? []].map(clean).sort((a, b) => b.length - a.length)) {
    if (text.length > room && text.includes(part)) text = text.replace(part, () => cutMiddle(part, Math.max(24, part.length - (text.length - room))));
  }
  return `${text.length <= room ? text : `${wholeStart(text, room - 3).trimEnd()}...`} [${cause.id}]`;
}

/** The fixed scale: certain is said plainly, the others say what they are. A symptom says by itself that it is one. */
function headline(cause: Cause): string {
  if (cause.symptomOnly || cause.plain || cause.certainty === 'certain') return cause.headline;
  return `${cause.certainty === 'probable' ? 'probably' : 'possibly'}: ${cause.headline}`;
}

function calm({ status }: Diagnosis): string {
  return {
    'healthy': 'the deployment is complete, no failure found',
    'in-progress': 'the deployment is in progress, no failure found',
    'paused': 'the deployment waits as intended, no failure found',
    'failed': 'the deployment failed; no cause can be seen in the facts that were read',
    'unknown': 'nothing can be said: too little was read',
  }[status];
}

function logLines(diagnosis: Diagnosis, context: MessageContext, clean: Clean, redact: Redactor): readonly Line[] {
  const tail = diagnosis.log;
  if (!tail) return [];
  const wanted = context.logLines ?? 20;
  if (wanted === 0) return [];
  const name = clean(`log (${tail.container})`);
  if (tail.missing) return [{ kind: 'log', text: clean(`${name}: ${tail.missing}`) }];
  // A private key runs over many lines: it is recognised in the whole text only.
  const all = redact(tail.lines.map((l) => l.message ?? '').join('\n')).split('\n').filter((l) => l.trim() && l !== HIDDEN);
  const lead = leadOf(all, tail.error && redact(tail.error), wanted);
  const lines = all.slice(Math.max(0, all.length - wanted + lead.length));
  const omitted = tail.omitted + all.length - lines.length - lead.length;
  const show = (kind: Kind) => (l: string): Line => ({ kind, text: `${name}: ${cutMiddle(clean(l), 600)}` });
  return [
    ...lead.map(show('error')),
    ...(omitted > 0 ? [{ kind: 'log' as const, text: clean(`${name} task ${shortId(tail.task)}: ... (${count(omitted, 'line')} omitted)`) }] : []),
    ...lines.map(show('log')),
  ];
}

/** The error and what follows it, where it stands before the last lines: whatever was printed afterwards says less. */
function leadOf(all: readonly string[], error: string | undefined, wanted: number): readonly string[] {
  const from = error ? all.findIndex((l) => l.trim() === error) : -1;
  return from < 0 || from >= all.length - wanted ? [] : all.slice(from, Math.min(from + Math.min(LEAD, Math.ceil(wanted / 2)), all.length - wanted));
}

function notRead(diagnosis: Diagnosis): readonly string[] {
  // The log says by itself that it could not be read.
  return diagnosis.unavailable.filter((u) => u.what !== 'logs' || !diagnosis.log?.missing)
    .map((u) => `not readable: ${u.what}${u.container ? ` of ${u.container}` : ''}: ${[u.error, u.message].filter(Boolean).join(': ') || 'no reason given'}`);
}
