import { flat, shortArns, withoutForbiddenWord } from './plain';
import { HIDDEN, redactor } from './redact';
import { Cause, Diagnosis } from '../diagnosis/model';
import { cutMiddle, shortId } from '../diagnosis/text';

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

export type Kind = 'headline' | 'full' | 'seen' | 'fact' | 'log' | 'also' | 'change' | 'impact' | 'fix' | 'why' | 'unread' | 'aws' | 'more-aws' | 'docs' | 'stream';

/** One flat line of the message. */
export interface Line {
  readonly kind: Kind;
  readonly text: string;
}

/** The verdict is readable alone: everybody shows at least so much of it. */
export const MAX_HEADLINE = 120;

/** The whole message, in the order in which it is read. Redacted, flat, without the word that hides events. */
export function messageLines(diagnosis: Diagnosis, context: MessageContext = {}): readonly Line[] {
  const redact = redactor(context.redact);
  const clean = (text: string) => flat(withoutForbiddenWord(redact(text)));
  const line = (kind: Kind, text: string): Line => ({ kind, text: clean(text) });
  const [top, ...others] = diagnosis.causes;

  const head = top ? shortHeadline(top, clean) : calm(diagnosis);
  const changes = diagnosis.summary.changes;
  const logs = logLines(diagnosis, context, clean, redact);
  const untold = top && !head.startsWith(clean(headline(top))) && !(top.elastic ?? []).every((part) => [...logs.map((l) => l.text), ...top.evidence.map(clean)].some((t) => t.includes(clean(part))));
  return [
    line('headline', head),
    ...(untold ? [line('full', `in full: ${headline(top)}`)] : []),
    ...(top?.facts ?? []).map((fact, i) => line(i === 0 && /^\d+ of \d+ new/.test(fact) ? 'seen' : 'fact', fact)),
    ...logs,
    ...others.filter((c) => !(c.symptomOnly && top && !top.waiting)).slice(0, 3).map((c) => line('also', `also seen: ${clean(headline(c)).slice(0, 200)} [${c.id}]`)),
    ...(changes.length && top && !top.waiting ? [line('change', `changed since the previous task definition: ${changes.join('; ')}`)] : []),
    ...(top ? [line('impact', `impact: ${diagnosis.impact}`)] : []),
    ...(top && !top.waiting ? [line('fix', `fix: ${top.fix}${context.servicePath ? ` (at ${context.servicePath})` : ''}`)] : []),
    ...(context.because ? [line('why', `why now: ${context.because}`)] : []),
    ...unread(diagnosis).map((text) => line('unread', text)),
    ...(top?.evidence ?? []).map((quote, i) => line(i === 0 ? 'aws' : 'more-aws', `aws: ${shortArns(clean(quote))}`)),
    ...(top && !top.waiting ? [line('docs', `docs: ${top.docs}`)] : []),
    ...(context.logStream ? [line('stream', `CloudWatch Log Stream: ${context.logStream}`)] : []),
  ];
}

/** Within 120 characters with the id. First the parts that may be long lose their middle, and only then the end is cut. */
function shortHeadline(cause: Cause, clean: (text: string) => string): string {
  const room = MAX_HEADLINE - cause.id.length - 3;
  let text = clean(headline(cause));
  for (const part of [...cause.elastic ?? []].map(clean).sort((a, b) => b.length - a.length)) {
    if (text.length > room && text.includes(part)) text = text.replace(part, () => cutMiddle(part, Math.max(24, part.length - (text.length - room))));
  }
  return `${text.length <= room ? text : `${text.slice(0, room - 3).trimEnd()}...`} [${cause.id}]`;
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

function logLines(diagnosis: Diagnosis, context: MessageContext, clean: (text: string) => string, redact: (text: string) => string): readonly Line[] {
  const tail = diagnosis.log;
  if (!tail) return [];
  const wanted = context.logLines ?? 20;
  if (wanted === 0) return [];
  const name = `log (${tail.container})`;
  if (tail.missing) return [{ kind: 'log', text: clean(`${name}: ${tail.missing}`) }];
  // A private key runs over many lines: it is recognised in the whole text only.
  const all = redact(tail.lines.map((l) => l.message ?? '').join('\n')).split('\n').filter((l) => l.trim() && l !== HIDDEN);
  const lines = all.slice(-wanted);
  const omitted = tail.omitted + all.length - lines.length;
  return [
    ...(omitted > 0 ? [{ kind: 'log' as const, text: `${name} task ${shortId(tail.task)}: ... (${omitted} earlier lines omitted)` }] : []),
    ...lines.map((l) => ({ kind: 'log' as const, text: `${name}: ${cutMiddle(clean(l), 600)}` })),
  ];
}

function unread(diagnosis: Diagnosis): readonly string[] {
  // The log says by itself that it could not be read.
  return diagnosis.unavailable.filter((u) => u.what !== 'logs' || !diagnosis.log?.missing)
    .map((u) => `not readable: ${u.what}${u.container ? ` of ${u.container}` : ''}: ${[u.error, u.message].filter(Boolean).join(': ') || 'no reason given'}`);
}
