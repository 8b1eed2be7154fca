import { COMMAND, factOfCheck, fixOfCheck } from './check-words';
import { addedBy, definitionOf } from './containers';
import { configStream } from './envoy';
import { movingTag } from './images';
import { Listening, listeningIn, LOOPBACK } from './listening';
import { logLines } from './logs';
import { Repeated, repeatedFailure, saidAtEachCheck } from './repeats';
import { isAboutStop } from './stop-words';
import { stopBegan } from './tasks';
import { Frame, Task } from '../../facts/model';
import { Seen } from '../model';
import { time, wholeTokens } from '../text';

/** Names of the containers that the tasks report as UNHEALTHY, most frequent first; those that AWS adds to a task come last. */
export function unhealthyContainers(tasks: readonly Task[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const c of tasks.flatMap((t) => t.containers ?? [])) {
    if (c.name && c.healthStatus === 'UNHEALTHY') counts.set(c.name, (counts.get(c.name) ?? 0) + 1);
  }
  const added = (name: string) => Number(addedBy(name) !== undefined);
  return [...counts].sort((a, b) => added(a[0]) - added(b[0]) || b[1] - a[1]).map(([name]) => name);
}

interface Check {
  readonly command?: string;
  /** What the program logs at each check. */
  readonly said?: string;
  /** The failure that it repeats until its end. */
  readonly loop?: Seen & Pick<Repeated, 'text'>;
  readonly facts: readonly string[];
  readonly fix: string;
}

/** What a check command asks. */
interface Asked {
  readonly host: string;
  readonly port?: number;
  readonly path?: string;
}

const URL_IN_COMMAND = /\b(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::(\d{2,5}))?(\/[^\s"'|;)]*)?/;
const TOOL = /\b(curl|wget|nc|pg_isready|redis-cli|mysqladmin|grpc_health_probe)\b/;

/** The health check of the task definition, with what the log of the container and its image say about it. */
export function checkOf(frame: Frame, container: string | undefined, tasks: readonly Task[]): Check {
  const check = definitionOf(frame, container)?.healthCheck;
  const command = check?.command?.filter((part) => !/^CMD(-SHELL)?$/.test(part)).join(' ');
  const tool = TOOL.exec(command ?? '')?.[1];
  const { startPeriod = 0, interval = 30, retries = 3 } = check ?? {};
  const window = startPeriod + interval * retries;
  const shared = [
    command ? `health check: ${command}` : '',
    check ? `the check gives up ${window} s after start (startPeriod ${startPeriod} s + ${retries} x ${interval} s)` : '',
  ];
  const said = byWords(frame, container, tasks, interval);
  const known = (said?.isKnown && said) || byLog(frame, container, tasks, askedBy(command), tool) || said || byLoop(frame, container, tasks)
    || byImage(frame, container, check?.command);
  if (known) {
    const facts = [...shared, ...known.facts].filter(Boolean);
    return { ...known, command, facts, said: known === said ? said?.text : undefined };
  }

  const program = tool ?? programOf(check?.command);
  const needed = program ? ` (is ${program} in it?)` : '';
  const late = startPeriod >= 300 || readyInTime(frame, container, tasks, window) || isQuiet(frame, container, tasks)
    ? '' : ', or raise healthCheck.startPeriod';
  const moved = movingTag(frame, container);
  return {
    command,
    facts: [
      ...shared,
      program ? `the check needs ${program} in the image; its output is in no log` : '',
      moved ? `container "${container}" is defined as before, and its tag ${moved} moves`
        : '',
    ].filter(Boolean),
    fix: `run the check inside the image${needed}; correct healthCheck.command in addContainer()${late}`
      + (moved ? `; or pin the image that passed it, by version or digest instead of ${moved}` : ''),
  };
}

/** The program that Docker runs without a shell: `["CMD", "true"]` (Amazon ECS API Reference, HealthCheck). */
function programOf(command: readonly string[] | undefined): string | undefined {
  return command?.[0] === 'CMD' && /^[\w./-]{1,60}$/.test(command[1] ?? '') ? command[1] : undefined;
}

function askedBy(command: string | undefined): Asked | undefined {
  const [, host, port, path] = URL_IN_COMMAND.exec(command ?? '') ?? [];
  return host ? { host, port: Number(port) || undefined, path } : undefined;
}

type Known = Pick<Check, 'facts' | 'fix' | 'loop'>;

interface Said extends Known {
  readonly text: string;
  /** The words have a fix of their own. */
  readonly isKnown: boolean;
}

/** The program complains at each check, so the check reaches it: its tool is in the image, and more time would not help. */
function byWords(frame: Frame, container: string | undefined, tasks: readonly Task[], interval: number): Said | undefined {
  for (const task of tasks) {
    const lines = logLines(frame, container, task);
    const said = saidAtEachCheck(lines, interval);
    const fix = said && fixOfCheck(said.text, COMMAND);
    const isReady = said && lines.slice(0, said.index).some(({ message = '' }) => listeningIn(message));
    if (!said || (!fix && !isReady)) continue;
    const correct = 'correct what the log says at each check: the check reaches the program';
    return { text: said.text, isKnown: Boolean(fix), facts: [factOfCheck(said)], fix: fix ?? correct };
  }
  return undefined;
}

/** The log shows why the check cannot pass: another port, another address, or an answer that is no success. */
function byLog(
  frame: Frame, container: string | undefined, tasks: readonly Task[], asked: Asked | undefined, tool: string | undefined,
): Known | undefined {
  if (!asked) return undefined;
  const lines = tasks.flatMap((task) => logLines(frame, container, task)).map((l) => l.message ?? '');
  const heard = lines.flatMap((line) => listeningIn(line) ?? []);
  const here = heard.filter((l) => l.port === asked.port);
  const where = `${asked.host}:${asked.port}`;
  if (asked.port && heard.length && !here.length) {
    return {
      facts: [`the check uses port ${asked.port}, but the application logs: ${heard[0].line}`],
      fix: `let the check use port ${heard[0].port}: healthCheck.command in addContainer()`,
    };
  }
  if (here.length && here.every(isOwnAddress)) {
    return {
      facts: [`the check asks ${where}, but the application listens on its own address only: ${here[0].line.trim()}`],
      fix: 'let the application listen on all addresses: HOSTNAME=0.0.0.0 (Next.js) or HOST=0.0.0.0 in environment of addContainer();'
        + ' a container gets its host name as HOSTNAME',
    };
  }
  const [answer] = lines.flatMap((line) => failedAnswer(line, asked) ?? []);
  // wget of BusyBox tries the first address only, and localhost can be ::1 first (strausmann/mcp-dockhand#92); curl tries all
  const isOnIpv4 = here.length > 0 && here.every(({ host }) => /^(0\.0\.0\.0|127\.[\d.]+)$/.test(host ?? ''));
  if (!answer && tool !== 'curl' && asked.host === 'localhost' && isOnIpv4) {
    return {
      facts: [`localhost can be ::1, but the application listens on IPv4 only: ${here[0].line.trim()}`],
      fix: `let the check ask 127.0.0.1:${asked.port} instead of localhost: healthCheck.command in addContainer();`
        + ' then run it inside the image (are its tool and the path there?)',
    };
  }
  if (!answer) return undefined;
  return {
    facts: [`the application answers the check: ${answer.trim()}`],
    fix: `let the check ask a path that answers with success: healthCheck.command in addContainer(), now ${asked.path ?? '/'}`,
  };
}

/** The container never gets ready: its log repeats one failure until the end. More time would not help. */
function byLoop(frame: Frame, container: string | undefined, tasks: readonly Task[]): Known | undefined {
  const loops = tasks.flatMap((task) => {
    const end = stopBegan(task) ?? Infinity;
    const found = repeatedFailure(logLines(frame, container, task).filter((l) => (l.timestamp ?? 0) <= end));
    return found && container ? { ...found, task, container, line: found.index } : [];
  });
  const [loop] = loops;
  if (!loop || tasks.some((task) => logLines(frame, container, task).some((l) => listeningIn(l.message ?? '')))) return undefined;
  const stream = configStream(frame, loop.text);
  return {
    facts: [`its log repeats this failure ${loop.count} times: ${wholeTokens(loop.text, 240)}`, ...(stream ? [stream.fact] : [])],
    loop,
    fix: stream?.fix ?? 'correct what the log repeats: the check fails because the container never gets ready',
  };
}

/** An address of the network interface or the host name of the task: not `localhost`, not every address. */
function isOwnAddress({ host }: Listening): boolean {
  if (!host || LOOPBACK.test(host)) return false;
  return /^(10|172\.(1[6-9]|2\d|3[01])|192\.168|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$|^ip-\d+-\d+-|\.internal$|^[0-9a-f]{12}$/i.test(host);
}

/** A line about a request of the check itself (from localhost, or by its tool) that was answered with an error. */
function failedAnswer(line: string, { path }: Asked): string | undefined {
  const text = wholeTokens(line, 1000);
  const fromCheck = /\b(127\.0\.0\.1|::1|curl\/|Wget)/.test(text);
  const status = /\b(?:GET|HEAD) (\/[^\s"?]*)[^\n]{0,80}?[\s"](\d{3})\b/.exec(text);
  return fromCheck && status && status[1] === (path ?? '/') && Number(status[2]) >= 400 ? wholeTokens(text, 200) : undefined;
}

/** Public images of which the files are known. An image of one's own can contain anything. */
const WITHOUT_SHELL = /(aws-otel-collector|opentelemetry-collector(-contrib)?|gcr\.io\/distroless\/[\w.-]+|fluent\/fluent-bit|cloudflare\/cloudflared)(?!.*debug)/;
const RUNTIME = '(node|python|ruby|golang|openjdk|eclipse-temurin|amazoncorretto|redis|postgres|debian)';
/** Debian "slim" images and those of ASP.NET Core since .NET 8 have neither; Alpine has the wget of BusyBox. */
const WITHOUT_CURL: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(^|/)${RUNTIME}:[\\w.-]*alpine|(^|/)alpine(:|$)`), 'wget is'],
  [new RegExp(`(^|/)${RUNTIME}:[\\w.-]*slim|mcr\\.microsoft\\.com/dotnet/aspnet`), 'wget is not, either'],
];

function byImage(frame: Frame, container: string | undefined, command: readonly string[] | undefined): Known | undefined {
  const image = definitionOf(frame, container)?.image ?? '';
  const words = command?.join(' ') ?? '';
  // the tag of an image of one's own says nothing about its files
  if (!command || /\.dkr[.-]ecr\./.test(image)) return undefined;
  if (WITHOUT_SHELL.test(image) && (command[0] !== 'CMD' || TOOL.test(words))) {
    const own = /aws-otel-collector/.test(image) ? 'use [\'CMD\', \'/healthcheck\'], which is in the image' : 'use a program of the image, with CMD';
    return {
      facts: [`image ${image} has no shell and no tools, so that CMD-SHELL, curl and wget cannot run`],
      fix: `${own}: healthCheck.command in addContainer(); or leave the check out`,
    };
  }
  const known = WITHOUT_CURL.find(([name]) => name.test(image));
  if (!known || !/\bcurl\b/.test(words)) return undefined;
  return {
    facts: [`curl is not in image ${image} (${known[1]})`],
    fix: 'install curl in the image, or use a program that it has: healthCheck.command in addContainer()',
  };
}

/** By its log the application listened long before the check gave up: more time would not help. */
function readyInTime(frame: Frame, container: string | undefined, tasks: readonly Task[], window: number): boolean {
  return tasks.some((task) => {
    const start = time(task.startedAt);
    const ready = logLines(frame, container, task).find((l) => listeningIn(l.message ?? ''))?.timestamp;
    const end = stopBegan(task) ?? (start ?? 0) + window * 1000;
    return start !== undefined && ready !== undefined && ready - start < (end - start) / 2;
  });
}

/** The last line before the words about the stop came early: nothing shows a start that goes on. */
function isQuiet(frame: Frame, container: string | undefined, tasks: readonly Task[]): boolean {
  return tasks.some((task) => {
    const [start, end] = [time(task.startedAt), stopBegan(task)];
    const lines = logLines(frame, container, task).filter(({ message = '' }) => !isAboutStop(message));
    const last = lines[lines.length - 1]?.timestamp;
    return start !== undefined && end !== undefined && last !== undefined && last - start < (end - start) / 2;
  });
}
