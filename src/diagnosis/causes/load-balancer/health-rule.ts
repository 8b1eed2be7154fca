import { ContainerDefinition, Frame, Task } from '../../../facts/model';
import { causeOfLog, CheckFailure, checkFailures, heardListening, hostToContainer } from '../../classify';
import { CauseInfo, Finding, Retry, Rule, Seen } from '../../model';
import {
  definitionOf, factOfCheck, fixOfCheck, isNetworkGroup, isTcpCheck, logErrors, logLines, openErrors, openLines,
  otherTasks, ReadLine, Repeated, repeatedFailure, repeatedWarning, runningTasks, saidAtEachCheck, TARGET_GROUP,
  telling,
} from '../../read';
import { listeningIn, LOOPBACK } from '../../read/listening';
import { loudness } from '../../read/logline';
import { alternatives, quotedInFix, wholeTokens } from '../../text';
import { called, fixOfError, guide, quoted, remedyAtEnd, remedyAtStart, remedyInWords } from '../kit';

/** A failed check, with the words for a message. */
export interface Failing extends CheckFailure {
  /** `container "web"` or `a new task`. */
  readonly who: string;
  /** The container that owns the checked port. */
  readonly container?: string;
  /** `GET /health on port 8080`. */
  readonly where: string;
  readonly path?: string;
  /** The check speaks gRPC: its codes are status codes of gRPC. */
  readonly grpc: boolean;
  /** Codes that the target group accepts; undefined where it could not be read. */
  readonly expected?: string;
  readonly timeout?: number;
  /** healthCheckGracePeriod of the service, in seconds; undefined: it was not read. */
  readonly grace?: number;
  /** The check goes to another port than the traffic: that of the traffic. */
  readonly trafficPort?: number;
  /** By the log of the application it listens on the checked port, and not on localhost only: that line. */
  readonly listens?: string;
  /** A port for TLS that the container maps beside the checked one. */
  readonly tlsPort?: number;
  /** Host ports are dynamic: ECS takes one of the ephemeral range of the instance. */
  readonly dynamicPorts: boolean;
  /** Tasks in bridge or host network mode share the security groups of their instance. */
  readonly ofInstances: boolean;
  /** An error in the log of the application while the check fails. */
  readonly complaint?: {
    readonly text: string;
    readonly seen: Seen;
    readonly facts?: readonly string[];
    readonly fix?: string;
    /** The log says it again and again until its end. */
    readonly repeats?: string;
    /** Why it goes no further, in its own words. */
    readonly halts?: string;
  };
  /** The revision that serves has the same ports and the same target group. */
  readonly servesElsewhere: boolean;
  /** What the application logs at each check, and the fix for it. */
  readonly each?: { readonly fact: string; readonly fix?: string };
  /** Lines of the container in the tasks concerned, oldest first. */
  readonly lines: readonly string[];
}

interface HealthCause extends Pick<CauseInfo, 'id' | 'title' | 'symptomOnly'> {
  readonly headline: (failing: Failing) => string;
  readonly facts: (failing: Failing) => readonly (string | false | undefined)[];
  readonly fix: (failing: Failing) => string;
  readonly retryOf?: (failing: Failing) => Retry | undefined;
}

/** A rule for one way in which load balancer health checks fail. */
export function healthRule(cause: HealthCause): Rule {
  const { id, title, symptomOnly } = cause;
  return {
    id,
    title,
    family: 'load-balancer',
    stage: 'traffic',
    retry: 'maybe',
    traits: { stoppedByEcs: true },
    docs: guide('troubleshoot-service-load-balancers'),
    ...(symptomOnly && { symptomOnly }),
    match: (frame) => checkFailures(frame).filter((f) => f.cause === id).map((f) => finding(cause, describe(frame, f))),
  };
}

function finding(cause: HealthCause, failing: Failing): Finding {
  const { certain, tasks, quotes, group, registered } = failing;
  const ofTarget = Number(group?.HealthCheckPort) || !failing.checked ? '' : ` (${failing.checked})`;
  const checked = group?.HealthCheckPort ? `: health check port ${group.HealthCheckPort}${ofTarget}` : '';
  const registers = registered.port ? `; the service registers port ${registered.port}` : '';
  const container = registered.port && registered.name ? ` of ${registered.name}` : '';
  return {
    certainty: certain ? 'certain' : 'possible',
    // From AWS's words alone the check can be as wrong as the container. A log shows that the container runs and what it answers.
    container: failing.lines.length ? failing.container : undefined,
    tasks,
    headline: cause.headline(failing) + (failing.complaint?.halts ? `, and logs: ${quoted(failing.complaint.halts)}` : ''),
    evidence: quotes,
    facts: [
      group?.TargetGroupName && `target group ${group.TargetGroupName}${checked}${registers}${container}`,
      failing.each?.fact,
      failing.complaint && !failing.each && `meanwhile the application logs: ${wholeTokens(failing.complaint.text, 300)}`,
      ...failing.complaint?.facts ?? [],
      ...cause.facts(failing),
    ].filter((f): f is string => Boolean(f)),
    fix: failing.each?.fix ?? failing.complaint?.fix ?? cause.fix(failing),
    seen: failing.complaint?.seen,
    retry: cause.retryOf?.(failing),
  };
}

function describe(frame: Frame, failure: CheckFailure): Failing {
  const { group, checked } = failure;
  const path = group?.HealthCheckPath;
  const http = !group?.HealthCheckProtocol || group.HealthCheckProtocol === 'HTTP' || group.HealthCheckProtocol === 'HTTPS';
  const onPort = checked ? ` on port ${checked}` : '';
  const grpc = group?.ProtocolVersion === 'GRPC' || Boolean(group?.Matcher?.GrpcCode);
  const request = grpc ? `gRPC health check ${path}` : `health check GET ${path}`;
  const container = asked(frame, failure);
  const tasks = [...failure.tasks, ...runningTasks(frame)];
  const lines = tasks.flatMap((task) => logLines(frame, container, task)).map((l) => l.message ?? '');
  const traffic = failure.port ?? failure.registered.port;
  const plain = isTcpCheck(group) ? 'TCP health check' : 'load balancer health check';
  const trafficPort = checked !== traffic ? traffic : undefined;
  const listens = container && checked ? listensOn(frame, container, hostToContainer(frame, checked)) : undefined;
  const isObstacle = failure.cause === 'elb-health-check-status' ? SERVER_ERROR.test(failure.codes)
    : failure.cause === 'elb-health-check-connection' && !listens && !trafficPort;
  return {
    ...failure,
    who: container ? called(container) : 'a new task',
    container,
    where: http && path ? `the ${request}${onPort}` : `the ${plain}${onPort}`,
    path,
    grpc,
    expected: group?.Matcher?.HttpCode ?? group?.Matcher?.GrpcCode,
    timeout: group?.HealthCheckTimeoutSeconds,
    grace: frame.service?.healthCheckGracePeriodSeconds,
    trafficPort,
    listens,
    dynamicPorts: definitionOf(frame, container)?.portMappings?.some((p) => p.hostPort === 0) ?? false,
    tlsPort: tlsPort(frame, container, failure),
    ofInstances: /^(bridge|host)$/.test(frame.taskDefinition?.networkMode ?? ''),
    complaint: withRemedy(frame, container, complaint(frame, failure, container), isObstacle),
    servesElsewhere: servesElsewhere(frame, container),
    each: eachCheck(frame, failure, container),
    lines,
  };
}

/** The container that owns the checked port; that of the registered port, if no container names the checked one. */
function asked(frame: Frame, { checked, registered, port }: CheckFailure): string | undefined {
  const owners = (number: number | undefined) => (frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => number && d.portMappings?.some((p) => p.containerPort === number)).flatMap((d) => d.name ?? []);
  const isAnotherPort = checked !== (port ?? registered.port);
  const mapped = owners(isAnotherPort ? checked : registered.port ?? port);
  if (isAnotherPort && mapped.length === 1) return mapped[0];
  return registered.name ?? (mapped.length === 1 ? mapped[0] : undefined);
}

const TLS_PORTS: ReadonlySet<number | undefined> = new Set([443, 8443]);

function tlsPort(frame: Frame, container: string | undefined, { registered, group }: CheckFailure): number | undefined {
  if (group?.HealthCheckProtocol === 'HTTPS' || TLS_PORTS.has(registered.port)) return undefined;
  return definitionOf(frame, container)?.portMappings?.find((p) => TLS_PORTS.has(p.containerPort))?.containerPort;
}

function listensOn(frame: Frame, container: string, port: number): string | undefined {
  return heardListening(frame, container, port).find((l) => l.port === port && !(l.host && LOOPBACK.test(l.host)))?.line;
}

/** A status below 500 has a fix of its own; other lines than those about the check can come at its pace by chance. */
function eachCheck(frame: Frame, { cause, codes, group, tasks }: CheckFailure, container: string | undefined): Failing['each'] {
  const answers = cause === 'elb-health-check-status';
  if (answers && !/\b5\d\d\b/.test(codes)) return undefined;
  const said = [...tasks, ...runningTasks(frame)].map((task) => logLines(frame, container, task))
    .map((lines) => saidAtEachCheck(lines, group?.HealthCheckIntervalSeconds ?? 30)).find(Boolean);
  const fix = said && fixOfCheck(said.text, TARGET_GROUP);
  return said && (fix || answers) ? { fact: factOfCheck(said), fix } : undefined;
}

/** An application that answered had started: what it logged before was no obstacle, unless it answers 5xx and a dependency refused it. */
function complaint(frame: Frame, { cause, tasks, codes }: CheckFailure, container: string | undefined): Failing['complaint'] {
  if (!container) return undefined;
  for (const task of [...tasks, ...runningTasks(frame)]) {
    const all = logLines(frame, container, task);
    const ready = cause === 'elb-health-check-status' ? all.map((l) => isReady(l.message ?? '')).lastIndexOf(true) : -1;
    const error = logErrors(all).find(({ index }) => index > ready);
    if (error && loudness(error.text) >= 4) return { text: error.text, seen: { task, container, line: error.index } };
    const isServerError = SERVER_ERROR.test(codes);
    const refusal = isServerError ? causeOfLog(openErrors(all), openLines(all)) : undefined;
    if (refusal && OF_DEPENDENCY.test(refusal.cause)) return { text: refusal.line, seen: { task, container, line: refusal.at } };
    const known = isServerError ? all.findIndex(({ message = '' }) => remedyInWords(frame, container, [message.slice(0, 1000)])) : -1;
    if (known >= 0) return { text: wholeTokens(all[known].message ?? '', 300), seen: { task, container, line: known } };
    // a program that waits for its data says so last
    const last = all.length - 1;
    const text = all[last]?.message?.trim() ?? '';
    const lock = remedyAtEnd(frame, container, [text]);
    if (lock) return { ...lock, text, seen: { task, container, line: last } };
    const loop = cause === 'elb-health-check-status' && !isServerError ? undefined : repeatedFailure(all);
    if (loop) return repeated(loop, { task, container, line: loop.index });
    const warning = cause === 'elb-health-check-status' ? undefined : repeatedWarning(all);
    if (warning) return repeated(warning, { task, container, line: warning.index });
    const halt = cause === 'elb-health-check-status' ? undefined : halted(all, { task, container });
    if (halt) return halt;
  }
  return undefined;
}

const SERVER_ERROR = /^\D{0,3}5\d\d/;

/** Words of a program that has not got as far as its port. Those of one that serves, or that ends, are ordinary. */
const HALTS = alternatives(
  String.raw`\bhalt(?:ed|ing)\b|\brefus(?:ing|es) to |\bnot (?:start|serv)ing\b|\bmaintenance mode\b`,
  String.raw`\bwaiting (?:for|until) (?!(?:\w+ )?(?:connection|request|client|job|message|task|event)s?\b)`,
);
const ENDS = /shut|stop|drain|terminat|finish|\bexit|SIGTERM|\boff\b/i;
const MOST_AFTER = 8;

function halted(all: readonly ReadLine[], at: { readonly task: Task; readonly container: string }): Failing['complaint'] {
  const texts = all.map(({ message = '' }) => message.slice(0, 1000));
  const line = texts.findIndex((text, i) => i >= texts.length - MOST_AFTER && HALTS.test(text) && !ENDS.test(text));
  if (line < 0 || texts.some(isReady)) return undefined;
  const halts = wholeTokens(telling(texts[line]), 200);
  return { text: halts, halts, seen: { ...at, line }, fix: `do what the program needs to go on: ${quotedInFix(halts)}` };
}

function repeated({ text, count }: Repeated, seen: Seen): Failing['complaint'] {
  const words = wholeTokens(text.replace(/^\W*(?:[WIEF] )?\S+\.(?:cc|cpp|go|rs|py|c):\d+\]\s*/, ''), 200);
  return { text: `${words} (${count} times)`, seen, repeats: words };
}

/** Ports as before, and old tasks run behind the same target group. */
function servesElsewhere(frame: Frame, container: string | undefined): boolean {
  const ports = (list: readonly ContainerDefinition[] | undefined) => JSON.stringify(list?.find((d) => d.name === container)?.portMappings);
  const now = ports(frame.taskDefinition?.containerDefinitions);
  return now !== undefined && now === ports(frame.previousTaskDefinition?.containerDefinitions)
    && otherTasks(frame).some((task) => task.lastStatus === 'RUNNING');
}

/**
 * The error and the lines before it, if the remedy for their words is known.
 * @param isObstacle the error can be why the check fails: nothing listens, or the application answers 5xx
 */
function withRemedy(
  frame: Frame, container: string | undefined, found: Failing['complaint'], isObstacle: boolean,
): Failing['complaint'] {
  if (!found) return undefined;
  const { task, line = 0 } = found.seen;
  const lines = logLines(frame, container, task).slice(Math.max(0, line - BEFORE), line + 1)
    .map(({ message = '' }) => message.slice(0, 1000));
  const known = remedyInWords(frame, container, [found.text, ...lines]) ?? remedyAtStart(frame, container, [found.text]);
  if (known || found.fix || !isObstacle) return { ...found, ...known };
  const words = found.repeats ?? found.text;
  const fix = fixOfError(frame, found.seen, words);
  return fix ? { ...found, fix, ...(!found.repeats && { halts: words }) } : found;
}

const BEFORE = 12;
const OF_DEPENDENCY = /^app-(dependency|migration|config)-/;

function isReady(line: string): boolean {
  return listeningIn(line) !== undefined || STARTED.test(line);
}

const STARTED = /\b(started \S+ in [\d.]+|ready (to|in|on|for)|startup complete|up and running|accepting connections)\b/i;

/** Let the check ask the port that gets the traffic. */
export function checkTrafficPort({ trafficPort, group }: Failing): string {
  const secure = group?.Protocol === 'HTTPS' && group.HealthCheckProtocol === 'HTTP' ? ', protocol: Protocol.HTTPS' : '';
  return `let the check ask port ${trafficPort}, which gets the traffic:`
    + ` targetGroup.configureHealthCheck({ port: 'traffic-port'${secure} })`;
}

/** Of a target group of a Network Load Balancer. */
const DATAGRAMS = /UDP|QUIC/;

/** What a check without HTTP asks for, as a fact; undefined: the check asks with HTTP, or is not known. */
export function tcpFact({ group, checked }: Failing): string | undefined {
  if (!isTcpCheck(group)) return undefined;
  const only = DATAGRAMS.test(group?.Protocol ?? '') ? `; ${group?.Protocol} itself is not checked` : '';
  return `the check opens a TCP connection to ${portName(checked)} and sends no request${only}`;
}

/** What lets the check of a target group of a Network Load Balancer pass; undefined: the group is another one, or was not read. */
export function tcpFix({ group, checked }: Failing): string | undefined {
  const port = portName(checked);
  if (!isNetworkGroup(group)) return undefined;
  if (!isTcpCheck(group)) {
    return `let the application answer ${group?.HealthCheckProtocol ?? 'the check'} on ${port}; or, if it speaks no HTTP,`
      + ' check that it accepts connections: targetGroup.configureHealthCheck({ protocol: Protocol.TCP })';
  }
  if (DATAGRAMS.test(group?.Protocol ?? '')) {
    return `let the application accept TCP connections on ${port}, too, or let the check ask a TCP port that it has:`
      + ' targetGroup.configureHealthCheck({ port: \'...\' })';
  }
  return `let the application accept TCP connections on ${port}, on all addresses and not only on localhost;`
    + ' or let the check ask the port that it has: targetGroup.configureHealthCheck({ port: \'...\' })';
}

function portName(port: number | undefined): string {
  return port ? `port ${port}` : 'the containerPort of portMappings';
}

/** The log names the protocol that the application speaks on the port, and the check uses another one. */
export function otherProtocol({ listens, grpc, group }: Failing): string | undefined {
  if (!listens) return undefined;
  if (/\bgrpc\b/i.test(listens) && !grpc && /^HTTPS?$/.test(group?.HealthCheckProtocol ?? '')) {
    return 'check with gRPC: protocolVersion: ApplicationProtocolVersion.GRPC and healthCheck: { healthyGrpcCodes: \'0\' }'
      + ' of the target group';
  }
  const check = group?.HealthCheckProtocol;
  const speaks = /\bhttps:\/\/|\(https\)/i.test(listens) ? 'HTTPS' : /\bhttp:\/\/|\(http\)/i.exec(listens) && 'HTTP';
  if (!check || !speaks || speaks === check || !/^HTTPS?$/.test(check)) return undefined;
  return `check with the protocol of the application: targetGroup.configureHealthCheck({ protocol: Protocol.${speaks} })`
    + (group?.Protocol === check ? `; traffic needs it, too: a target group with protocol ${speaks}` : '');
}
