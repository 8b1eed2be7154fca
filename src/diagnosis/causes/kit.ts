import { fixAtHost } from './hosts';
import { remedyAtEnd, remedyAtStart, remedyInWords, remedyOf } from './remedies';
import { formerTag, orBack } from './remedy';
import { codeFix, keyFix, wordsFix } from './subject';
import { Frame, Task } from '../../facts/model';
import { bestEnding, causeOfLog, causeOfStatement, Ending, endingsOf } from '../classify';
import { CauseInfo, Certainty, Finding, OwnWords, Retry, Rule, Seen } from '../model';
import {
  addedBy, deniedAction, denialIn, desiredCount, firstContainerToEnd, hiddenByMount, HiddenFile, hiddenInWords, hostFacts, hostIn,
  isAboutInstanceAwaited, movingTag, onInstances, roleName, runningTasks, Split, splitByPlace, startedAfter, Statement, statements,
  wholeLine,
} from '../read';
import { silenced } from '../read/silenced';
import { telling } from '../read/telling';
import { elastic, lowered, quotation, wholeTokens } from '../text';

export { codeFix, deniedAction, formerTag, hostIn, keyFix, orBack, remedyAtEnd, remedyAtStart, remedyInWords, roleName, wordsFix };

/** Texts of AWS that say the same thing, found by one rule. */
export interface Hit {
  readonly frame: Frame;
  /** Normalised text of the first statement. */
  readonly text: string;
  /** What the pattern captured; index 0 is the whole match. */
  readonly match: readonly (string | undefined)[];
  readonly statements: readonly Statement[];
  readonly tasks: readonly Task[];
  readonly container?: string;
  /** `container "web"`, or `the task` where no container is named. */
  readonly who: string;
}

type Text = string | ((hit: Hit) => string);

/** A cause that AWS states in words. */
interface StatedCause extends CauseInfo {
  /** Picks words out of the normalised text, for `hit.match`. */
  readonly capture?: RegExp;
  readonly certainty?: Certainty | ((hit: Hit) => Certainty);
  readonly headline: Text;
  readonly fix: Text;
  readonly facts?: (hit: Hit) => readonly (string | undefined | false)[];
  readonly retryOf?: (hit: Hit) => Retry | undefined;
  /** Another page of AWS's documentation than that of the cause. */
  readonly docsOf?: (hit: Hit) => string | undefined;
  /** Names the container where AWS does not, by a join with the task definition. */
  readonly containerOf?: (hit: Hit) => string | undefined;
  /** The container at fault, where AWS puts the text on another one, which only suffers. */
  readonly culpritOf?: (hit: Hit) => string | undefined;
  /** The fault can be that of the container instance: the message names it. */
  readonly onHost?: boolean;
  /** See `Finding.seen`. */
  readonly seen?: (hit: Hit) => Seen | undefined;
  /** See `Finding.aside`. */
  readonly aside?: boolean;
}

/** A rule for a cause that `classify/aws-texts.ts` recognises in AWS's words. Each container is a finding of its own. */
export function stated(cause: StatedCause): Rule {
  return {
    ...info(cause),
    match(frame) {
      const found = new Map<string, { match: Hit['match']; statements: Statement[] }>();
      for (const statement of statements(frame)) {
        if (causeOfStatement(statement) !== cause.id || isAboutInstanceAwaited(frame, statement)) continue;
        const match = cause.capture?.exec(statement.text) ?? [statement.text];
        const key = sameTaskKey(found, statement) ?? statement.container ?? '';
        const group = found.get(key);
        if (group) group.statements.push(statement);
        else found.set(key, { match, statements: [statement] });
      }
      return [...found.values()].filter((group) => !overcome(frame, group.statements)).map((group) => finding(cause, frame, group));
    },
  };
}

/**
 * ECS never takes an event back. A fault that kept tasks from being placed is over when all desired tasks run. If only some started
 * since, it can still hold.
 */
function overcome(frame: Frame, said: readonly Statement[]): boolean {
  return said.every((s) => s.from === 'event' && !s.tasks.length) && startedSince(frame, said)
    && runningTasks(frame).length >= (desiredCount(frame) ?? Infinity);
}

function startedSince(frame: Frame, said: readonly Statement[]): boolean {
  return said.every((s) => s.from === 'event' && startedAfter(frame, s.at));
}

/** A task's stop reason repeats the reason of its container, and an event that of the task: one finding, named by the most specific. */
function sameTaskKey(found: ReadonlyMap<string, { statements: Statement[] }>, statement: Statement): string | undefined {
  if (statement.container) return undefined;
  return found.keys().next().value;
}

function finding(cause: StatedCause, frame: Frame, group: { match: Hit['match']; statements: Statement[] }): Finding {
  const tasks = [...new Set(group.statements.flatMap((s) => s.tasks))];
  const named = group.statements.find((s) => s.container)?.container;
  const base = { frame, text: group.statements[0].text, match: group.match, statements: group.statements, tasks };
  const suffers = { ...base, container: named, who: called(named) };
  const container = cause.culpritOf?.(suffers) ?? named ?? cause.containerOf?.({ ...base, who: 'the task' }) ?? exited(frame, tasks);
  const hit: Hit = { ...base, container, who: container ? `container "${container}"` : 'the task' };
  const resolve = (text: Text) => (typeof text === 'function' ? text(hit) : text);
  const split = splitOf(cause.id, base);
  const fix = split ? fixOfSplit(cause.id, split) : fixOfUser(container, resolve(cause.fix));
  const certainty = typeof cause.certainty === 'function' ? cause.certainty(hit) : cause.certainty ?? 'certain';
  return {
    certainty: startedSince(frame, group.statements) ? 'possible' : certainty,
    container,
    tasks,
    headline: resolve(cause.headline),
    evidence: distinct(group.statements.map((s) => s.quote)),
    facts: [split && factOfSplit(split, tasks), ...cause.facts?.(hit) ?? [], ...(cause.onHost ? hostFacts(frame, tasks) : [])]
      .filter((f): f is string => Boolean(f)),
    fix: cause.onHost ? fixAtHost(frame, tasks, fix) : fix,
    retry: cause.retryOf?.(hit),
    seen: cause.seen?.(hit),
    ...(cause.aside && { aside: true }),
    ...(group.statements.some((s) => denialIn(s.text).isExplicit) && { deniedForGood: true }),
    docs: cause.docsOf?.(hit),
  };
}

/** Causes in which the way from a subnet counts, and words about it. */
const OF_WAY = /^efs-mount-failed$|-network$/;
const NO_WAY = /time(d )?out|timeout|deadline|reset|refused|resolve|no route|no such host|connection issue/i;

/** In one zone the tasks fail, in another they run: settings that are the same for both are in order. */
function splitOf(id: string, { frame, text, tasks }: Pick<Hit, 'frame' | 'text' | 'tasks'>): Split | undefined {
  return OF_WAY.test(id) && NO_WAY.test(text) ? splitByPlace(frame, tasks) : undefined;
}

function factOfSplit({ failing, running }: Split, tasks: readonly Task[]): string {
  return `all ${tasks.length} tasks with this failure were in ${failing}; the same revision runs in ${running}`;
}

function fixOfSplit(id: string, { failing, running }: Split): string {
  const target = id === 'efs-mount-failed'
    ? 'a mount target, whose security group lets the tasks in on TCP 2049, and outbound rules of the tasks that reach it'
    : 'route table, network ACL, outbound rules, subnets of the VPC endpoints';
  return `give ${failing} what ${running} has: ${target}`;
}

/** A task that ended because a container exited: its reason is about that container. */
function exited(frame: Frame, tasks: readonly Task[]): string | undefined {
  return tasks[0]?.stopCode === 'EssentialContainerExited' ? firstContainerToEnd(frame, tasks[0])?.name : undefined;
}

/** A cause that shows in how a container ends: its exit code and its log. */
interface EndedCause extends CauseInfo {
  /** The headline only repeats the exit code; its reason is open. See `Finding.plain`. */
  readonly plain?: boolean;
  readonly headline: (ending: Ending, line: string | undefined, frame: Frame) => string;
  readonly fix: string | ((ending: Ending, line: string | undefined, frame: Frame) => string);
  readonly facts?: (ending: Ending, line: string | undefined, frame: Frame) => readonly (string | undefined | false)[];
  /** Another page of AWS's documentation than that of the cause. */
  readonly docsOf?: (ending: Ending, frame: Frame) => string | undefined;
  /** Overrides the class of the rule where the endings of one container show more. */
  readonly retryOf?: (group: readonly Ending[]) => Retry | undefined;
  /** The fault can be that of the container instance: the message names it. */
  readonly onHost?: boolean;
}

const ENDED = new Map<string, EndedCause>();

export function ended(cause: EndedCause): Rule {
  ENDED.set(cause.id, cause);
  return { ...info(cause), match: (frame) => endedFindings(cause, frame) };
}

function endedFindings(cause: EndedCause, frame: Frame): readonly Finding[] {
  return endingsOf(frame, cause.id).map((group): Finding => {
    const { line, seen } = bestEnding(group) ?? {};
    const [ending] = group;
    return {
      certainty: ending.certainty,
      plain: cause.plain,
      container: ending.container.name,
      tasks: group.map((e) => e.task),
      ...atHost(cause, frame, group, wordsOf(cause, ending, line, frame)),
      evidence: distinct(group.map((e) => e.task.stoppedReason).filter((r): r is string => Boolean(r))),
      ...(line !== undefined && { ownWords: () => ownWordsOf(cause, ending, frame) }),
      seen,
      ...(cause.traits?.deniedToNewRoles && denialIn(line ?? '').isExplicit && { deniedForGood: true }),
      docs: cause.docsOf?.(ending, frame),
      ...(cause.retryOf && { retry: cause.retryOf(group) }),
    };
  });
}

/** Fixes that name no place. */
const NAMES_NOTHING = /^(?:look (?:at (?!the files)|for)|correct (?:what|the code)|the error|read)/;

/**
 * What is to be done about an error of a program that goes on and fails its check: what would be done if the program ended with it.
 * undefined: nothing is known that the error does not say itself.
 */
export function fixOfError(frame: Frame, seen: Seen, text: string): string | undefined {
  const named = causeOfLog([{ text, index: seen.line }], []);
  const cause = ENDED.get(named?.cause ?? 'app-crashed');
  const line = named?.line ?? text;
  const ending: Ending = {
    task: seen.task, container: { name: seen.container }, exitCode: 1, waiters: [], line, seen, cause: 'app-crashed', certainty: 'probable',
  };
  const fix = cause && wordsOf(cause, ending, line, frame).fix;
  return fix && !NAMES_NOTHING.test(fix) ? fix : undefined;
}

function atHost({ onHost }: EndedCause, frame: Frame, group: readonly Ending[], words: OwnWords): OwnWords {
  const tasks = group.map(({ task }) => task);
  const fix = fixAtHost(frame, tasks, words.fix);
  return onHost && fix !== words.fix ? { ...words, facts: [...words.facts, ...hostFacts(frame, tasks)], fix } : words;
}

function wordsOf(cause: EndedCause, ending: Ending, line: string | undefined, frame: Frame): OwnWords {
  const { container: { name }, task } = ending;
  const facts = (cause.facts?.(ending, line, frame) ?? []).filter((f): f is string => Boolean(f));
  // Whatever the program makes of a missing file: below a mount point the volume is the reason.
  const hidden = hiddenByMount(frame, name, wholeLine(frame, name, task, line));
  if (hidden) {
    const { fact, fix } = hiddenInWords(hidden);
    return { headline: `${exits(ending)}: ${hides(hidden)}`, facts: [fact, ...facts], fix };
  }
  // What a refused read should have brought is what the program misses: the read is to be allowed.
  // 132 = 128 + 4: the kernel does not run a program of another architecture at all (execve(2), ENOEXEC)
  const words = ending.exitCode === 132 ? `SIGILL ${line ?? ''}` : undefined;
  const said = words ? remedyInWords(frame, name, [words]) : remedyOf(frame, ending, line);
  const known = ending.read ? undefined : said;
  const fix = known?.fix ?? (typeof cause.fix === 'function' ? cause.fix(ending, line, frame) : cause.fix);
  return {
    headline: cause.headline(ending, line, frame),
    facts: [...known?.facts ?? [], ...facts],
    fix: fixOfUser(name, fix) + withoutWatcher(ending) + pinned(cause.id, frame, name),
  };
}

/** Causes of which another build of the program is a reason. */
const OF_BUILD = /^(app-(crashed|aborted|config-|module-missing|migration-failed)|entrypoint-)/;

/** The container is defined as before, so its image is what can differ. */
function pinned(id: string, frame: Frame, container: string | undefined): string {
  const tag = OF_BUILD.test(id) ? movingTag(frame, container) : undefined;
  return tag ? `; ${called(container)} is defined as before and its tag ${tag} moves: pin the version that ran, by number or digest` : '';
}

/** A watcher hides the end of the program from ECS until checks fail. */
function withoutWatcher({ child }: Ending): string {
  return child?.watches ? `; start the program without ${child.manager}, so that the container ends with it` : '';
}

/** Image and settings of a container that AWS adds to the task are not the user's. */
function fixOfUser(container: string | undefined, fix: string): string {
  const feature = addedBy(container);
  return feature && /addContainer\(|Dockerfile|ContainerImage|the image\b|memoryLimitMiB/.test(fix)
    ? `look at ${feature}, which adds ${called(container)} to the task: its image and settings are those of AWS; leave room for it in cpu`
      + ' and memoryLimitMiB of the task definition'
    : fix;
}

/** `EFS volume conf hides /etc/nginx/nginx.conf of the image`; `/certs/web.pem is not on host volume certs`. */
export function hides({ volume, path, isOfImage }: HiddenFile): string {
  return isOfImage ? `${volume} hides ${shortenable(path)} of the image` : `${shortenable(path)} is not on ${volume}`;
}

/** As if the line were not known. The title takes its place in a headline that ends with it. */
function ownWordsOf(cause: EndedCause, ending: Ending, frame: Frame): OwnWords {
  const { headline, facts, fix } = wordsOf(cause, withoutLog(ending), undefined, silenced(frame));
  return { headline: headline.replace(/: $/, `: ${lowered(cause.title)}`), facts, fix };
}

/** Everything that has a text of the log is left out. */
function withoutLog({ line: _line, seen: _seen, address: _address, read: _read, ...ending }: Ending): Ending {
  return ending;
}

/** Recognised in both ways: by AWS's words, or by the end of the container. */
export function either(...rules: readonly Rule[]): Rule {
  return { ...rules[0], match: (frame) => rules.flatMap((rule) => rule.match(frame) ?? []) };
}

function info(cause: CauseInfo): CauseInfo {
  const { id, family, title, stage, retry, docs, traits, symptomOnly, waiting, explains, lastResort, foundBy } = cause;
  const optional = { traits, symptomOnly, waiting, explains, lastResort, foundBy };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { id, family, title, stage, retry, docs, ...Object.fromEntries(given) };
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}

/** `container "web"` in the words of every headline. */
export function called(name: string | undefined): string {
  return name ? `container "${name}"` : 'a container';
}

/** `container "web" exits with code 1`, in the words of the ending. */
export function exits({ container, exitCode, child }: Ending): string {
  const name = called(container.name);
  if (child) {
    const code = child.exitCode === undefined ? '' : `, exit code ${child.exitCode}`;
    return `${name} runs, but its process is dead (${child.manager}${code})`;
  }
  return exitCode === 0 ? `${name} ends with exit code 0 after an error` : `${name} exits with code ${exitCode}`;
}

/** Characters of the line that ended the program. */
const LONGEST_END = 160;

/** The program went on without what a call of AWS should have brought, and missed it. */
export function whatItLacked({ read }: Ending): string | undefined {
  return read && `without it the program ends: ${wholeTokens(telling(read.then), LONGEST_END)}`;
}

/** The refused role, by its name if the text has one. Only the execution role fetches images and secrets and creates log streams. */
export function executionRole(text: string): string {
  const name = roleName(text);
  return name ? `role ${shortenable(name)}` : 'the execution role';
}

/** What a log or AWS says, or a value that somebody wrote, inside a headline: quoted, and shortened if long. Empty for undefined. */
export function quoted(text: string | undefined): string {
  return text ? quotation(telling(text)) : '';
}

/** A name that can be long (of a role, an image, a path), inside a headline; it may be shortened. Empty for undefined. */
export function shortenable(name: string | undefined): string {
  return name ? elastic(name) : '';
}

/** The public address and the subnets of the tasks. Routes and VPC endpoints are not known: nothing calls EC2. */
export function networkFacts(frame: Frame): readonly string[] {
  const vpc = frame.service?.networkConfiguration?.awsvpcConfiguration;
  // on EC2, an awsvpc task gets no public address (Amazon ECS Developer Guide, task networking)
  if (!vpc?.assignPublicIp || onInstances(frame)) return [];
  const subnets = vpc.subnets?.length ? `; subnets ${vpc.subnets.join(', ')}` : '';
  return [`assignPublicIp is ${vpc.assignPublicIp}${subnets}`];
}

const ECS_GUIDE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/';
/** Page of the Amazon ECS developer guide. */
export function guide(page: string): string {
  return `${ECS_GUIDE}${page}.html`;
}
