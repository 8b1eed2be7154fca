import { cutLine } from './cut';
import { AFTER, BEFORE, shownLines } from './log-window';
import { MatchTime, Redacted, redacted } from './own-patterns';
import { flat, shortArns } from './plain';
import { MASK, Redactor, redactor } from './redact';
import { Clean, cleanAround, inFewerWords, MAX_HEADLINE, shortHeadline, wholeHeadline } from './short-headline';
import { LOG_STREAM } from '../contract';
import { Awaited, Cause, Diagnosis, Stage } from '../diagnosis/model';
import { alikeKey, count, groupedBy, normalise, shortId } from '../diagnosis/text';

export interface MessageContext {
  /** Why the watcher fails the deployment now; `Decision.because`. */
  readonly because?: string;
  /** Stream of the watcher's own log. It becomes the last line: the CDK CLI finds the log by it. */
  readonly logStream?: string;
  /** Construct path of the service, for fixes that name the place in the app. */
  readonly servicePath?: string;
  /**
   * Log lines to show; default 20, and fewer where the log is not the cause. 0: the message has nothing of a log, neither a line nor words
   * taken from one.
   */
  readonly logLines?: number;
  /**
   * The user's own patterns to remove. If one does not compile or takes too long, the message has nothing of a log, and a line that names
   * the pattern by its place.
   */
  readonly redact?: readonly string[];
  /** What these patterns are allowed to take in all messages of a look; absent: each message has its own limit. */
  readonly matchTime?: MatchTime;
}

/**
 * `blamed`: changes of this deployment that explain the cause. `full`: a shortened headline in full. `stopped-tasks`: how many of the new
 * tasks stopped. `error`: log lines from before the last lines. `also`: other causes. `over`: causes that later tasks got past. `why`: why
 * the decision comes now. `unread`: facts that could not be read. `stream`: `MessageContext.logStream`.
 */
export type Kind =
  | 'headline' | 'blamed' | 'full' | 'stopped-tasks' | 'fact' | 'error' | 'log' | 'also' | 'over' | 'change' | 'impact' | 'fix' | 'why'
  | 'unread' | 'aws' | 'more-aws' | 'docs' | 'stream';

/** One flat line of the message. */
export interface Line {
  readonly kind: Kind;
  readonly text: string;
  /** The log line that gave the cause away. */
  readonly decisive?: boolean;
  /** Where there is less room, it is the last of its kind to go. */
  readonly stays?: boolean;
}

const DEFAULT_LOG_LINES = 20;
/** The same where the log is not the cause. */
const ASIDE_LOG_LINES = 12;
/** The line that supports the finding, and those after it: they can go on with it. */
const ASIDE_LEAD = 3;

/** Characters of a log line. */
const MAX_LINE = 600;

/** Columns. Deeper indentation of a log line is cut. */
const DEEPEST_INDENT = 8;

/** The whole message, in the order in which it is read. Redacted, flat, without the word for which the CDK CLI hides an event. */
export function messageLines(diagnosis: Diagnosis, context: MessageContext = {}): readonly Line[] {
  return withoutRepeats(everyLine(diagnosis, context));
}

/** Drops a fact that quotes a log line if that line is among the log lines below it. */
export function withoutRepeats(lines: readonly Line[]): readonly Line[] {
  const shown = lines.filter((l) => l.kind === 'log' || l.kind === 'error').map((l) => l.text.replace(/: {2,}/, ': '));
  const isShown = (fact: string) => fact.startsWith('log: ') && shown.some((line) => line.endsWith(fact.slice('log'.length)));
  return lines.filter(({ kind, text }) => kind !== 'fact' || !isShown(text));
}

/** Milliseconds in which the user's patterns must have matched all texts of a message, and of one that has nothing of a log. */
const MATCH_MS = { whole: 200, withoutLogs: 80 };

/** The message before `withoutRepeats`, for a caller that drops lines first: a fact must stay if its log line goes. */
export function everyLine(diagnosis: Diagnosis, context: MessageContext = {}): readonly Line[] {
  const { made: all, faults } = cleaned(diagnosis, context, linesOf);
  if (!faults.length) return all;
  const made = all.filter(({ text }) => text !== MASK);
  const unmatched: Line = { kind: 'unread', text: flat(byShape(`not quoted: texts of logs: ${faults.join(', ')}`)) };
  const [last] = made.slice(-1);
  return last?.kind === 'stream' ? [...made.slice(0, -1), unmatched, last] : [...made, unmatched];
}

/** The patterns of the library alone. */
const byShape = redactor();

type Make<T> = (diagnosis: Diagnosis, context: MessageContext, redact: Redactor, ours: Redactor) => T;

/**
 * Something made of a diagnosis with redacted texts. If the user's patterns could not be applied, it is made as with `logLines: 0`: of
 * texts that nobody could clean, only those of AWS are quoted, and each of them that takes too long is masked.
 */
export function cleaned<T>(diagnosis: Diagnosis, context: MessageContext, make: Make<T>): Redacted<T> {
  const whole = context.logLines === 0
    ? undefined
    : redacted(context.redact, MATCH_MS.whole, ({ redact, ours }) => make(diagnosis, context, redact, ours), {
      from: diagnosis.logged, given: diagnosis.given, time: context.matchTime,
    });
  if (whole && !whole.faults.length) return whole;
  const own: Diagnosis = { ...diagnosis, causes: diagnosis.causes.map(inOwnWords) };
  const { made, faults } = redacted(context.redact, MATCH_MS.withoutLogs, ({ redact, ours }) => (
    make(own, { ...context, logLines: 0 }, redact, ours)
  ), { given: diagnosis.given, time: context.matchTime });
  return { made, faults: [...new Set([...whole?.faults ?? [], ...faults])] };
}

function inOwnWords(cause: Cause): Cause {
  return cause.ownWords ? { ...cause, ...cause.ownWords, elastic: [] } : cause;
}

function linesOf(diagnosis: Diagnosis, context: MessageContext, redact: Redactor, ours: Redactor): readonly Line[] {
  const clean: Clean = (text) => flat(redact(text));
  const cleanOurs: Clean = (text) => flat(ours(text));
  const line = (kind: Kind, text: string): Line => ({ kind, text: cleanAround(text, kind === 'fix' ? cleanOurs : clean) });
  // Not a pattern of the user's: one that takes too long would hide where to look.
  const fixed = (kind: Kind, text: string): Line => ({ kind, text: flat(byShape(text)) });
  const [top, ...others] = diagnosis.causes;
  // First: the texts that come first have the most time.
  const head = top && shortHeadline(top, clean);
  const stream = context.logStream ? [fixed('stream', LOG_STREAM + context.logStream)] : [];
  const unread = notRead(diagnosis).map((text) => line('unread', text));
  const why = context.because ? [line('why', `why now: ${context.because}`)] : [];
  const over = (diagnosis.over ?? []).map(({ cause, task }): Line => ({ kind: 'over', text: overText(cause, task, clean) }));
  if (!top || head === undefined) {
    const said = withoutCause(diagnosis).map((text, i) => line(i ? 'fact' : 'headline', text));
    if (said[0].text === MASK) said[0] = fixed('headline', `the deployment: ${diagnosis.status}`);
    return [...said, ...over, ...why, ...unread, ...stream];
  }

  const facts = top.facts.map((fact, i) => line(i === 0 && STOPPED_TASKS.test(fact) ? 'stopped-tasks' : 'fact', fact));
  const logs = logLines(diagnosis, context, clean, redact);
  const aws = grouped(top.evidence).map((quote, i): Line => (
    { kind: i === 0 ? 'aws' : 'more-aws', text: `aws: ${shortArns(clean(quote))}` }
  ));
  const moreAws = top.moreEvidence ? [line('more-aws', `... and ${count(top.moreEvidence, 'more text')} of AWS`)] : [];
  const also = others.filter((c) => addsToTop(c, top)).slice(0, 3).map((c): Line => (
    { kind: 'also', text: `also seen: ${shortHeadline(c, clean)}` }
  ));
  const more = diagnosis.moreCauses
    ? [line('also', `also seen: ${count(diagnosis.moreCauses, 'further cause')}, not assessed`)]
    : [];
  const changed = changeText(diagnosis, top).map((text) => line('change', text));
  const blamed = blamedText(diagnosis).map((text) => line('blamed', text));
  return [
    { kind: 'headline', text: head },
    ...blamed,
    ...inFull(top, head, [...facts, ...logs], clean),
    ...facts,
    ...logs,
    ...(top.waiting ? [] : [...also, ...more, ...over, ...changed]),
    line('impact', `impact: ${diagnosis.impact}`),
    ...(endsByItself(top) ? [] : [line('fix', fixText(top, context))]),
    ...why,
    ...unread,
    ...aws,
    ...moreAws,
    ...(endsByItself(top) ? [] : [fixed('docs', `docs: ${top.docs}`)]),
    ...stream,
  ];
}

/** A wait that mostly ends without help needs no advice; tasks that stay pending, or a daemon that waits for an instance, do. */
function endsByItself({ waiting, retry }: Cause): boolean {
  return waiting && retry === 'likely';
}

/** Changes that explain the cause: the first thing to look at. */
function blamedText({ summary: { blamed = [], taskDefinition, previousTaskDefinition } }: Diagnosis): readonly string[] {
  const revisions = taskDefinition && previousTaskDefinition ? ` (${previousTaskDefinition} -> ${taskDefinition})` : '';
  return blamed.length ? [`changed in this deployment${revisions}: ${blamed.join('; ')}`] : [];
}

function changeText({ summary: { changes, blamed = [], unchanged } }: Diagnosis, top: Cause): readonly string[] {
  const others = changes.filter((change) => !blamed.includes(change));
  if (others.length) return [`${blamed.length ? 'also ' : ''}changed since the previous task definition: ${others.join('; ')}`];
  return unchanged && OF_TASKS.has(top.stage) ? [UNCHANGED] : [];
}

/** Stages whose faults can come from the task definition. */
const OF_TASKS: ReadonlySet<Stage> = new Set(['pull', 'start', 'run', 'health']);
const UNCHANGED = 'the task definition is the one that ran before: look outside it (image behind the tag, secrets, network, dependencies)';

/** `2 of 4 new tasks stopped, ...` */
const STOPPED_TASKS = /^\d+ of \d+ new/;

function fixText({ fix }: Cause, { servicePath }: MessageContext): string {
  return servicePath ? `fix: ${fix} (at ${servicePath})` : `fix: ${fix}`;
}

/** A possible cause adds nothing to a certain one. A cause that the top one explains adds nothing either. */
function addsToTop(other: Cause, top: Cause): boolean {
  return !other.symptomOnly && !top.explains?.includes(other.id) && !(top.certainty === 'certain' && other.certainty === 'possible');
}

/** ECS has the same text for every task, with other ids and times: it is quoted once, with the number of the others. */
function grouped(quotes: readonly string[]): readonly string[] {
  const groups = groupedBy(quotes, alikeKey);
  return [...groups.values()].map(([first, ...more]) => (more.length ? `${first} (and ${more.length} more alike)` : first));
}

/** Repeats a headline of which words from outside were cut, unless the other lines have the parts that were cut. */
function inFull(cause: Cause, head: string, rest: readonly Line[], clean: Clean): readonly Line[] {
  const whole = wholeHeadline(cause, clean);
  if (head.startsWith(inFewerWords(cause, whole))) return [];
  const parts = (cause.elastic ?? []).map(clean);
  // A quotation in the headline has single quotation marks inside.
  const alike = (text: string) => normalise(text).replace(/"/g, "'");
  const texts = rest.map(({ text }) => alike(text));
  const shown = parts.length > 0 && parts.every((part) => texts.some((text) => text.includes(alike(part))));
  return shown ? [] : [{ kind: 'full', text: `in full: ${cutLine(whole, MAX_LINE)}` }];
}

/** The headline, and facts. */
function withoutCause({ status, awaited, unavailable }: Diagnosis): readonly string[] {
  if (status === 'in-progress' && awaited) return inProgress(awaited);
  const none = unavailable.length ? 'no failure found in what could be read' : 'no failure found';
  return [{
    'healthy': `the deployment is complete, ${none}`,
    'in-progress': `the deployment is in progress, ${none}`,
    'paused': `the deployment waits as intended, ${none}`,
    'failed': 'the deployment failed; no cause can be seen in the facts that were read',
    'unknown': 'nothing can be said: too little was read',
  }[status]];
}

/** Nothing has failed, and that may be because nothing moves. */
function inProgress({ what, release, age }: Awaited): readonly string[] {
  const state = age ? `the deployment has been in progress for ${age}` : 'the deployment is in progress';
  const whole = `${state}, waiting for ${what}`;
  const head = whole.length <= MAX_HEADLINE ? [whole] : [state, `waiting for ${what}`];
  return [...head, `awaited: ${release}`];
}

/** Without the headline, which says what is no longer true; with the words of AWS, which name what it was about. */
function overText({ title, id, evidence: [said] }: Cause, task: string, clean: Clean): string {
  const quote = said && !SAYS_NOTHING.test(said) ? `; aws: ${cutLine(shortArns(clean(said)), MOST_OVER)}` : '';
  return `over: ${title} [${id}]; task ${clean(shortId(task))}, which was created later, got past that point${quote}`;
}

const SAYS_NOTHING = /^(?:Essential container|Task failed)/;

/** Characters. */
const MOST_OVER = 200;

function logLines(diagnosis: Diagnosis, context: MessageContext, clean: Clean, redact: Redactor): readonly Line[] {
  const tail = diagnosis.log;
  if (!tail) return [];
  const wanted = context.logLines ?? DEFAULT_LOG_LINES;
  if (wanted === 0) return [];
  const name = clean(`log (${tail.container})`);
  if (tail.missing) return [{ kind: 'log', text: clean(`${name}: ${tail.missing}`) }];
  // A private key has many lines and is recognised in the whole text only.
  const all = redact(tail.lines.map((l) => l.message ?? '').join('\n')).split('\n').filter((l) => l.trim() && l !== MASK);
  const error = tail.error === undefined ? undefined : redact(tail.error).trim();
  const at = error ? all.map((l) => l.trim()).lastIndexOf(error) : -1;
  // whoever asks for more than the default gets it
  const isShort = tail.aside && wanted <= DEFAULT_LOG_LINES;
  const onlyDecisive = isShort && tail.decisive && at >= 0 && all.length > ASIDE_LOG_LINES;
  const most = isShort ? Math.min(wanted, ASIDE_LOG_LINES) : wanted;
  const shown = onlyDecisive
    ? all.map((_line, i) => i).slice(at, at + Math.min(wanted, ASIDE_LEAD))
    : shownLines(all, at, most);
  // What leads to the cause stays when there is less room, the other lines go.
  const isLead = (i: number) => at >= 0 && all.length > shown.length && !onlyDecisive && i >= at - BEFORE && i <= at + AFTER;
  const gaps = gapsOf(shown, all.length, tail.omitted);
  const markOf = (place: number): readonly Line[] => {
    const task = place === gaps.findIndex((n) => n > 0) ? ` task ${shortId(tail.task)}` : '';
    return gaps[place] > 0 ? [{ kind: 'log', text: clean(`${name}${task}: ... (${count(gaps[place], 'line')} omitted)`) }] : [];
  };
  const texts = shown.flatMap((i, place): readonly Line[] => {
    return [
      ...markOf(place),
      {
        kind: isLead(i) ? 'error' : 'log',
        text: `${name}: ${indentOf(all[i])}${cutLine(clean(all[i]), MAX_LINE)}`,
        ...(tail.decisive && i === at && { decisive: true }),
        ...(i === at && { stays: true }),
      },
    ];
  });
  return [...texts, ...markOf(shown.length)];
}

/** The beginning of a line: the frames of a stack are indented. */
function indentOf(line: string): string {
  return ' '.repeat(Math.min(DEEPEST_INDENT, line.replace(/\t/g, '  ').search(/\S/)));
}

/**
 * How many lines are left out before each line that is shown, and behind the last one. Those that were not read, or dropped as routine,
 * count in the first gap, and so do those at the end, which only go on: they have a mark of their own if there is no other.
 */
function gapsOf(shown: readonly number[], all: number, omitted: number): readonly number[] {
  const gaps = shown.map((i, k) => i - (k ? shown[k - 1] + 1 : 0));
  const atEnd = all - 1 - (shown[shown.length - 1] ?? all - 1);
  const inner = gaps.findIndex((n) => n > 0);
  const first = omitted > 0 ? Math.max(0, inner) : inner;
  if (first < 0) return [...gaps, atEnd];
  return [...gaps.map((n, k) => (k === first ? n + omitted + atEnd : n)), 0];
}

function notRead(diagnosis: Diagnosis): readonly string[] {
  // If the log could not be read, the log line has the reason already.
  return diagnosis.unavailable.filter((u) => u.what !== 'logs' || !diagnosis.log?.missing).map(({ what, container, error, message }) => {
    const fact = container ? `${what} of ${container}` : what;
    // Only `ecs-why follow` has these: where many services share the rates of AWS, a verdict does not wait for every fact.
    if (error === 'NotReadYet') return `not read yet: ${fact}: ${message}`;
    return `not readable: ${fact}: ${[error, message].filter(Boolean).join(': ') || 'no reason given'}`;
  });
}
