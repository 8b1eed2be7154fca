import { Ending, Followed, FollowNews, FollowState, isQuiet, Outcome } from './model';
import { count, duration } from '../../diagnosis/text';
import { elapsed } from '../../presentation/elapsed';
import { foreign } from '../../presentation/foreign';
import { messageLines } from '../../presentation/message';
import { EXIT } from '../exit';
import { Paint, paintOf, Terminal, wrapLine } from '../output/terminal';
import { failureText } from '../watch/lines';
import { drawnView, Screen, throttledText, ViewedService } from '../watch/view';

const WORDS: { readonly [outcome in Outcome]: string } = {
  'deployed': 'deployed',
  'stable': 'stable',
  'paused': 'paused',
  'failed': 'failed',
  'superseded': 'superseded',
  'timed-out': 'timed out',
  'not-read': 'could not be read',
  'denied': 'could not be read',
  'none': 'no deployment',
};

export const GOOD: ReadonlySet<Outcome> = new Set(['deployed', 'stable', 'paused']);

/** `failed [app-crashed]` */
export function outcomeWords({ ending, failed }: Pick<Followed, 'ending' | 'failed'>): string {
  if (!ending) return 'in progress';
  return WORDS[ending.outcome] + (ending.outcome === 'failed' ? causeText(failed) : '');
}

function causeText(failed: Followed['failed']): string {
  return failed ? ` [${failed.causeId}]` : '';
}

/** Name of the service alone: an ARN is long. */
export function shortName({ service }: Pick<Followed, 'service'>): string {
  return service.slice(service.lastIndexOf('/') + 1);
}

/** Printed at once, because nothing else is until a deployment begins. undefined: none is awaited. @param wait seconds */
export function awaitedText({ services, cluster }: FollowState, wait: number): string | undefined {
  const all = [...services.values()];
  const awaited = all.filter(({ ending, memory }) => !ending && !memory.deploymentId);
  // Of a whole cluster, those that are not being deployed are of no interest.
  if (wait <= 0 || (cluster === undefined && !awaited.length) || (cluster !== undefined && !all.every(isQuiet))) return undefined;
  const of = cluster === undefined ? awaited.map(shortName).join(', ') : `any service of ${cluster}`;
  return `waiting up to ${duration(wait * 1000)} for a deployment of ${of}`;
}

/** Said when the looks get rarer than asked for. @param seconds between two looks at a service */
export function sharedText({ services }: FollowState, seconds: number, interval: number): string {
  return `${count(services.size, 'service')} share the rates of AWS: each is looked at every ${seconds} s, not every ${interval} s`;
}

/** The last line if the person leaves. */
export function leftText({ services, earlier }: FollowState): string {
  const open = [...services.values()].filter((one) => one.memory.deploymentId && !one.ending);
  const left = open.length ? `stopped following ${namesOf(open)}` : 'stopped waiting';
  const asked = [...earlier, ...services.values()]
    .flatMap(({ asked: request, ...one }) => (request && !request.refused ? [{ ...one, request }] : []));
  if (!asked.length && !open.length) return `${left}; nothing was changed`;
  if (!asked.length) return `${left}; ${open.length > 1 ? 'the deployments continue' : 'the deployment continues'}`;
  const action = asked[0].request.what === 'stop' ? 'stop the deployment' : 'roll back the deployment';
  const said = (alike: typeof asked, words: (names: string) => string) => (alike.length ? [words(namesOf(alike))] : []);
  return [
    left,
    ...said(asked.filter(({ request }) => request.taken), (names) => `ECS was asked to ${action} of ${names}`),
    ...said(asked.filter(({ request: { taken, unconfirmed } }) => !taken && unconfirmed),
      (names) => `ECS was asked to ${action} of ${names} and has not confirmed it`),
    ...said(asked.filter(({ request: { taken, unconfirmed } }) => !taken && !unconfirmed),
      (names) => `ECS could not be asked to ${action} of ${names}`),
  ].join('; ');
}

function namesOf(those: readonly Pick<Followed, 'service'>[]): string {
  return those.length > NAMED ? `${those.length} services` : those.map(shortName).join(', ');
}

/** Services that one line names. */
const NAMED = 3;

/** The last line: how all of it ended. */
export function endText({ services, startedAt, cluster, earlier }: FollowState): string {
  const all = [...services.values()];
  const [only] = all;
  if (!all.length) return `${cluster ?? ''}: no service is being deployed`;
  if (all.length === 1 && only.ending && !earlier.length) return onlyText(only, only.ending, startedAt);
  const counts = [...new Set(all.flatMap(({ ending }) => ending?.outcome ?? []))].map((outcome) => {
    const those = all.filter(({ ending }) => ending?.outcome === outcome);
    const names = those.map((one) => shortName(one) + causeText(one.failed)).join(', ');
    return `${those.length} ${WORDS[outcome]}${GOOD.has(outcome) ? '' : parenthesized(names)}`;
  });
  const worse = earlier.map((one) => `${shortName(one)} ${outcomeWords(one)}`).join(', ');
  const before = worse ? [`before that ${worse}`] : [];
  return `${count(all.length, 'service')}: ${[...counts, ...before].join('; ')}`;
}

/** Why the exit code says that a deployment was not found or not read: a line for each reason. */
export function reasonsNothingWasRead({ state, exitCode }: { readonly state: FollowState; readonly exitCode: number }): readonly string[] {
  if (![EXIT.couldNotLook, EXIT.credentials, EXIT.notFound].some((code) => code === exitCode)) return [];
  const all = [...state.earlier, ...state.services.values()];
  if (!all.length) return [foreign(endText(state))];
  const reasons = new Map<string, Followed[]>();
  for (const one of all) {
    const { outcome, because = '' } = one.ending ?? {};
    if (outcome && NOT_READ.has(outcome)) reasons.set(because, [...reasons.get(because) ?? [], one]);
  }
  // Credentials are those of the command, not of a service.
  return [...reasons].map(([because, those]) => foreign(those[0].ending?.outcome === 'denied' ? because : `${namesOf(those)}: ${because}`));
}

const NOT_READ: ReadonlySet<Outcome> = new Set(['denied', 'not-read', 'none']);

const parenthesized = (text: string) => ` (${text})`;

function onlyText(followed: Followed, ending: Ending, startedAt: string): string {
  const words = `${shortName(followed)}: ${outcomeWords(followed)}`;
  const seconds = (Date.parse(ending.at) - Date.parse(startedAt)) / 1000;
  const after = seconds >= 1 ? ` after ${elapsed(seconds)}` : '';
  // The diagnosis has given the reason.
  const because = ending.because && ending.because !== followed.failed?.because ? `: ${foreign(ending.because)}` : '';
  return `${words}${after}${because}`;
}

/** Diagnoses with the same cause and fix that are printed in full: with that many, a person compares services. */
const IN_FULL = 10;

type NewsText = (news: FollowNews, state: FollowState | undefined, terminal: Terminal) => string | undefined;

/** As `newsText`, but of many failures with the same cause and fix, the further ones only point to the first. */
export function newsTexts(): NewsText {
  const printed = new Map<string, string[]>();
  return (news, state, terminal) => {
    if (news.kind !== 'diagnosis' || !news.service.failed) return newsText(news, state, terminal);
    const { failed: { causeId, diagnosis, because }, log } = news.service;
    const lines = messageLines(diagnosis, { because });
    const fixes = lines.filter(({ kind }) => kind === 'fix').map(({ text }) => text);
    const key = [log === 'read', causeId, ...fixes].join(' ');
    const alike = printed.get(key) ?? [];
    printed.set(key, [...alike, shortName(news.service)]);
    if (alike.length < IN_FULL) return newsText(news, state, terminal);
    const late = log === 'awaited' ? '; its log is not read yet' : '';
    const pointer = `  ${lines[0].text}; cause and fix are those of ${foreign(alike[0])}, above${late}`;
    return `${failureHead(news.service, terminal, stampOf(news, state, terminal))}\n${wrapLine(pointer, terminal, 4)}`;
  };
}

function failureHead(service: Followed, terminal: Terminal, stamp: string): string {
  const late = service.failed?.diagnosis.log?.lines.length ? 'its log, read after the verdict' : 'what was read after the verdict';
  const what = service.log === 'read' ? late : 'the deployment fails';
  return wrapLine(stamp + paintOf(terminal).red(`${foreign(shortName(service))}: ${what}`), terminal, 4);
}

function stampOf(news: FollowNews, state: FollowState | undefined, terminal: Terminal): string {
  const time = state ? elapsed(Math.max(0, (Date.parse(news.at) - Date.parse(state.startedAt)) / 1000)) : '';
  return `${' '.repeat(Math.max(0, 6 - time.length))}${paintOf(terminal).dim(time)}  `;
}

/** The line of a change; a diagnosis in full. undefined: the line would repeat another one. */
export function newsText(news: FollowNews, state: FollowState | undefined, terminal: Terminal): string | undefined {
  const paint = paintOf(terminal);
  const stamp = stampOf(news, state, terminal);
  const line = (text: string) => wrapLine(stamp + text, terminal, 4);
  const nameOf = (service: Followed) => foreign(shortName(service));
  switch (news.kind) {
    case 'notice': return line(paint.yellow(foreign(news.text)));
    case 'end': return line((news.exitCode ? paint.bold : paint.green)(foreign(news.text)));
    case 'phase': return line(`${nameOf(news.service)}  ${phaseText(news.phase, news.text, paint)}`);
    case 'wait': return line(`${nameOf(news.service)}  waiting: ${foreign(news.text)}`);
    case 'diagnosis': return `${failureHead(news.service, terminal, stamp)}\n${failureText(news.service, terminal)}`;
    case 'outcome': return isToldAnyway(news.ending, state) ? undefined : line(foreign(outcomeLine(news.service, news.ending)));
    default: return undefined;
  }
}

function phaseText(phase: string, text: string, paint: Paint): string {
  const name = phase === 'done' ? paint.green(phase) : phase;
  return text ? `${name}  ${foreign(text)}` : name;
}

/** With one service the last line says the same; of one that is deployed, its last phase. */
function isToldAnyway({ outcome }: Ending, state: FollowState | undefined): boolean {
  return (state?.services.size ?? 0) <= 1 || outcome === 'deployed';
}

export function outcomeLine(service: Followed, { because }: Ending): string {
  const more = because && because !== service.failed?.because ? `: ${because}` : '';
  return `${shortName(service)}  ${outcomeWords(service)}${more}`;
}

/** The live part of the terminal. */
export function followView(state: FollowState, now: number, screen: Screen): readonly string[] {
  const everyone = [...state.services.values()];
  const all = state.cluster === undefined ? everyone : everyone.filter((one) => !isQuiet(one));
  // A failure is decided, although its log is still read, or ECS is asked to end the deployment.
  const over = all.filter(({ ending, failed }) => ending ?? failed).length;
  const [first] = everyone;
  const cluster = state.cluster ?? first?.cluster;
  const name = everyone.length === 1 ? `${cluster}/${shortName(first)}` : `${cluster}  ${over} of ${all.length} over`;
  return drawnView({
    head: `${elapsed((now - Date.parse(state.startedAt)) / 1000)}  ${name}${throttledText(state)}`,
    empty: 'no service is being deployed yet',
    services: all.map(viewed),
    notices: state.notices,
  }, now, screen);
}

function viewed(followed: Followed): ViewedService {
  const { ending, phases, memory, startedAt, frame, diagnosis, failed } = followed;
  const phase = phases[phases.length - 1] ?? 'in progress';
  const status = memory.deploymentId ? phase : 'waiting for a deployment';
  const isGood = ending && GOOD.has(ending.outcome);
  return {
    name: shortName(followed),
    startedAt,
    status: ending ? WORDS[ending.outcome] : status,
    over: ending !== undefined,
    frame,
    diagnosis,
    ...failed && { failed },
    ...ending && { ending: isGood ? 'good' as const : 'bad' as const },
  };
}
