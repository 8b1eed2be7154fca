import { Frame } from '../../../facts/model';
import { Ending } from '../../classify';
import { definitionOf, linkLocal, logLines, onInstances, wholeLine, wayOut } from '../../read';
import { listeningIn, LOOPBACK } from '../../read/listening';
import { alternatives, nameInFix, names, normalise, wholeTokens } from '../../text';
import { orBack } from '../remedy';

/** A host that the application could not reach, by its log. */
interface Dialled {
  readonly host: string;
  readonly port?: number;
}

const BEFORE_HOST = '(?:\\bupstream ["\']?|\\bENOTFOUND |\\bEAI_AGAIN |\\blookup |\\bhost(?: ?name)?:? ["\']|\\bhost=|'
  + '\\bresolution failed for |'
  + '\\bunknown (?:\\w+ )?(?:server )?host:? ["\']?|UnknownHostException:? |\\bgetaddrinfo (?:failed )?for |\\bserver (?:at|on) ["\']?|'
  + ':\\/\\/(?:[^\\s/@]{1,200}@)?|\\bbad address ["\']?|\\bresolve (?:host(?:name)?:? |address )?["\']?|'
  + '\\bconnect(?:ing|ion)? to (?:host |server |the server )?(?:at )?["\']?|\\bdial (?:tcp|udp):? (?!lookup )|\\bECONNREFUSED |'
  + '\\bwaiting for )';
const NAMED = new RegExp(`${BEFORE_HOST}(?!\\w{2,20}:\\/\\/)(\\[[0-9a-f:]{2,39}\\]|::1|[a-z\\d][\\w.-]{0,252})`
  + '(?:(?::|["\'\\s(),\\d.]{1,30}port )(\\d{2,5}))?', 'gi');
// Java prints a name with the address to which it resolved: ecs.us-east-1.amazonaws.com/52.46.129.48:443 (InetSocketAddress)
const WITH_PORT = /(?:^|[\s"'(=@,])([a-z\d][\w.-]{0,252})(?:\/\d[\d.]{6,14})?:(\d{2,5})\b(?![.:]\d)/gi;
/** Words that follow "connect to" and are no host, labels of a number, classes; a place in a program is none either. */
const NO_HOST = /^(the|a|an|any|your|our|its|remote|socket|to|on|at|for|of|in|be|is|failed|error|line|col(umn)?|row|pid|tid|thread|code|status|errno|port|\d[\da-z]*)$|(Error|Exception)$|\.(go|py|[cm]?[jt]sx?|rb|java|kt|cs|php|exs?|rs|conf|sh|c|cc|cpp|h|lua|scala|groovy|ya?ml|json|toml)$/i;
/** An address or a name of DNS. */
const FULL_NAME = /^\[|^::1$|^\d{1,3}(\.\d{1,3}){3}$|\.[a-z][a-z\d-]{0,61}[a-z\d]$/i;
/** Only a resolver says this, and the word is the name that it was asked for. */
const ASKED = /^(ENOTFOUND|EAI_AGAIN|lookup|UnknownHostException:?|getaddrinfo (failed )?for|resolve host(name)?:) /;
/** Beside the words of a lookup that failed. */
const SET_OFF = /["']|^host=/;

/** No host has this sign: what is before it is a user or a password. */
const IN_PASSWORD = /^[^\s"'/]*@/;
const LONGEST_PASSWORD = 200;

/** The host that a line of the log names. */
function dialled(frame: Frame, line: string | undefined): Dialled | undefined {
  const text = normalise(wholeTokens(line ?? '', 2000));
  for (const match of [NAMED, WITH_PORT].flatMap((pattern) => [...text.matchAll(pattern)])) {
    // the end of a password, where an address has an unescaped sign
    if (IN_PASSWORD.test(text.slice(match.index + match[0].length, match.index + match[0].length + LONGEST_PASSWORD))) continue;
    const host = match[1].replace(/(?<![.,;])[.,;]+$/, '');
    const port = Number(match[2]) || undefined;
    if (host && !NO_HOST.test(host) && (port || isProved(match[0], host, text) || isKnown(frame, host))) return { host, port };
  }
  return undefined;
}

/** The sentence can only be about a host: a word of plain language is none. */
function isProved(found: string, host: string, text: string): boolean {
  return FULL_NAME.test(host) || LOOPBACK.test(host) || found.includes('://') || ASKED.test(found)
    || (SET_OFF.test(found) && isLookup(text));
}

/** A container of the task, a name of Service Connect, or a host in a variable. */
function isKnown({ taskDefinition, serviceRevisions }: Frame, host: string): boolean {
  const containers = taskDefinition?.containerDefinitions ?? [];
  const values = containers.flatMap(({ environment }) => environment ?? []).map(({ value = '' }) => value);
  const isHostOf = (value: string) => value.split(/[\s/@,;:=?]+/).includes(host);
  return containers.some(({ name }) => name === host) || values.some(isHostOf)
    || (serviceRevisions ?? []).some((one) => JSON.stringify(one.serviceConnectConfiguration ?? {}).includes(`"${host}"`));
}

const LOOKUP = alternatives(
  'ENOTFOUND|EAI_AGAIN|getaddrinfo|no such host|host not found|not known|name resolution|could not (?:be )?resolve|resolve host',
  String.raw`resolution failed|translate host|unknown (\w+ )?(server )?host|host ?name resol|UnknownHost|bad address|nodename|\blookup\b`,
  'NXDOMAIN|name or service',
);

/** The name did not resolve. */
function isLookup(text: string): boolean {
  return LOOKUP.test(text);
}

/** Why the host is out of reach, as far as the task definition shows it. */
interface Reach {
  readonly facts: readonly string[];
  readonly fix: string;
}

/** @param part the words of the log that report it */
export function reach(frame: Frame, ending: Ending, part: string | undefined): Reach {
  const { container: { name: container }, task, address } = ending;
  const text = wholeLine(frame, container, task, part) ?? '';
  const local = linkLocal(frame, text, [task], 'program');
  if (local) return local;
  const beside = dialled(frame, address);
  // another line of the log counts only if it names a host of the internet: that of a database can be one that was reached
  const target = dialled(frame, part) ?? dialled(frame, text) ?? (beside && isPublic(beside.host) ? beside : undefined);
  if (!target) {
    const early = /refused/i.test(text) && startedOnly(frame, ending);
    if (early) return { facts: [`${early} is another container of this task; dependsOn waits for START`], fix: afterReady(early) };
    if (isLookup(text)) {
      return {
        facts: ['a name of a host did not resolve'],
        fix: `correct the name of the host where the configuration of ${container} has it`,
      };
    }
    return {
      facts: ['a host that the application needs did not resolve, refused the connection or did not answer'],
      fix: 'check host name and port in environment of addContainer(),'
        + ' and open the port: ' + opened(frame),
    };
  }
  const at = target.port ? `${target.host}:${target.port}` : target.host;
  return besideIt(frame, container, target)
    ?? itself(frame, ending, target, at, text)
    ?? (isLookup(text) && !PACKAGES.test(target.host) ? inFile(frame, container, target, text) ?? unresolved(target, at)
      : unanswered(frame, target, at, text));
}

/** The host is the name of another container of this task. */
function besideIt(frame: Frame, container: string | undefined, { host, port }: Dialled): Reach | undefined {
  const other = frame.taskDefinition?.containerDefinitions?.find((d) => d.name === host && d.name !== container);
  if (!other || isLinked(frame, container, host)) return undefined;
  if (hasOwnLoopback(frame)) {
    return {
      facts: [`${host} is another container of this task; in bridge network mode its name resolves only with a link`],
      fix: `link the containers (container.addLink(${host})), or use awsvpc network mode and 127.0.0.1`,
    };
  }
  const suffix = port ? `:${port}` : '';
  const its = other.portMappings?.[0]?.containerPort;
  const open = port || !its ? suffix : `:${its}`;
  return {
    // Amazon ECS Developer Guide, awsvpc: "Containers that belong to the same task can communicate over the localhost interface"
    facts: [`${host} is another container of this task: they share one network interface, and their names do not resolve`],
    fix: `use 127.0.0.1${open} in place of ${host}${suffix} in the configuration of the application`,
  };
}

/**
 * Each container has a loopback interface of its own: mode `bridge`, which is the default on instances. In awsvpc and host they share one
 * (Amazon ECS Developer Guide, task networking for EC2).
 */
function hasOwnLoopback(frame: Frame): boolean {
  const mode = frame.taskDefinition?.networkMode;
  return mode === 'bridge' || (!mode && onInstances(frame));
}

/** `links` of the container has the host, as a name or as an alias. */
function isLinked(frame: Frame, container: string | undefined, host: string): boolean {
  return Boolean(definitionOf(frame, container)?.links?.some((link) => link.split(':').includes(host)));
}

/** The address is the task itself. */
function itself(frame: Frame, ending: Ending, { host, port }: Dialled, at: string, text: string): Reach | undefined {
  if (!LOOPBACK.test(host) && host !== '::1') return undefined;
  const { container: { name: container } } = ending;
  const served = port && servedByItself(frame, ending, port, text);
  if (served) {
    return {
      facts: [`${at} is this container itself, and ${served}: the process that serves it is not up when it is dialled`],
      fix: `look in the log of ${container ?? 'the container'} for the end of the process that serves port ${port}; start it first, or let`
        + ' the other one wait until the port is open',
    };
  }
  const owner = frame.taskDefinition?.containerDefinitions
    ?.find((d) => d.name !== container && port && d.portMappings?.some((p) => p.containerPort === port))?.name;
  if (!owner) {
    return {
      facts: [`${at} is the task itself, and no other container of it has that port`],
      fix: 'set the address of the other host in environment of addContainer(), in place of localhost',
    };
  }
  if (hasOwnLoopback(frame)) {
    const name = port ? `${owner}:${port}` : owner;
    return {
      facts: [`port ${port} is that of container ${owner} of this task; in bridge network mode ${host} reaches only the container itself`],
      fix: isLinked(frame, container, owner)
        ? `use ${name} in place of ${at} in the configuration of the application: the containers are linked`
        : `link the containers (container.addLink(${owner})) and use ${name} in place of ${at}, or use awsvpc network mode,`
          + ` in which ${host} reaches both`,
    };
  }
  const waits = definitionOf(frame, container)?.dependsOn?.find((on) => on.containerName === owner)?.condition;
  return {
    facts: [`${at} is container ${owner} of this task; ${waits ? 'dependsOn waits for' : 'nothing waits for'} ${waits ?? 'it'}`],
    fix: waits === 'HEALTHY'
      ? `read the log of container ${owner}: its health check passes although port ${port} is closed`
      : afterReady(owner),
  };
}

function afterReady(owner: string): string {
  return `start after ${owner} is ready: a healthCheck for ${owner} and`
    + ` addContainerDependencies({ container: ${owner}, condition: ContainerDependencyCondition.HEALTHY })`;
}

/** A server of the task that is started first and that the log names: no address is in it. */
function startedOnly(frame: Frame, { container: { name }, task }: Ending): string | undefined {
  const isNamed = (server: string) => logLines(frame, name, task).some(({ message = '' }) => names(message.toLowerCase(), server));
  return definitionOf(frame, name)?.dependsOn?.find(({ containerName: server = '', condition }) => (
    condition === 'START' && definitionOf(frame, server)?.portMappings?.length && isNamed(server.toLowerCase())))?.containerName;
}

/** How a web server names the program behind it, which the same image starts. */
const BEHIND = /\bupstream\b|\bfastcgi\b|\bproxy_pass\b|\buwsgi:\/\/|\bAH01114\b|\bbad gateway\b|\breverse proxy\b/i;

/** `Is the server running on host "localhost" and accepting TCP/IP connections on port 5432?` */
const ASKS = /\?|connect|refused|fail|could not|waiting/i;

/** Why the port is one that this container itself serves; undefined: nothing shows it. */
function servedByItself(frame: Frame, { container: { name }, task }: Ending, port: number, text: string): string | undefined {
  const { portMappings = [], environment = [] } = definitionOf(frame, name) ?? {};
  if (portMappings.some((p) => p.containerPort === port)) return `portMappings has port ${port}`;
  // not DB_PORT, which is that of another host
  const setting = environment.find((e) => /^((HTTP|SERVER|APP|LISTEN|WEB)_?)?PORT$/i.test(e.name ?? '') && Number(e.value) === port)?.name;
  if (setting) return `${setting} is ${port}`;
  const isOpened = logLines(frame, name, task).some(({ message = '' }) => listeningIn(message)?.port === port && !ASKS.test(message));
  if (isOpened) return 'a process of it opens that port';
  return BEHIND.test(text) ? 'its web server passes requests on to it' : undefined;
}

/** HAProxy: `[/etc/haproxy/haproxy.cfg:72] : 'server a/b'`; nginx: `host not found in upstream "a" in /etc/nginx/nginx.conf:5` */
const AT_LINE = /(?<![\w./-])(\/[\w.@/+-]{1,200}\.(?:cfg|conf|ya?ml|json|toml|ini)):(\d{1,6})\b/;

/** vfarcic/docker-flow-proxy#224; nginx, `resolver` and a variable in proxy_pass */
function startsWithout(file: string): string {
  if (/haproxy/.test(file)) return '; or let HAProxy start without it: default-server init-addr last,libc,none';
  return /nginx/.test(file) ? '; or let nginx start without it: resolver 169.254.169.253 and a variable in proxy_pass' : '';
}

/** The configuration of a server names the host, and no variable does. */
function inFile(frame: Frame, name: string | undefined, { host }: Dialled, text: string): Reach | undefined {
  const [, file, line] = AT_LINE.exec(text) ?? [];
  if (!file || definitionOf(frame, name)?.environment?.some(({ value = '' }) => value.includes(host))) return undefined;
  return {
    facts: [`line ${line} of ${file} has the name ${host}, which does not resolve`],
    fix: `correct ${host} in line ${line} of ${nameInFix(file)}, or give a service that name (Service Connect, Cloud Map)`
      + startsWithout(file) + orBack({ frame, name }),
  };
}

function unresolved({ host }: Dialled, at: string): Reach {
  if (/^host\.docker\.internal$/i.test(host)) {
    return { facts: [`${host} is a name of Docker Desktop; ECS does not have it`], fix: `set the real address in place of ${at}` };
  }
  if (!host.includes('.')) {
    return {
      facts: [`${host} is no full DNS name: in ECS it resolves only with Service Connect or a link`],
      fix: `set the full DNS name (endpoint of the database, name in Cloud Map) in place of ${at}: environment of addContainer()`,
    };
  }
  return {
    facts: [`the name ${host} does not resolve in the VPC of the task`],
    fix: `correct ${host} in environment of addContainer(), or create its DNS record;`
      + ' a private hosted zone must be associated with the VPC',
  };
}

function unanswered(frame: Frame, { host, port }: Dialled, at: string, text: string): Reach {
  if (/refused|reset/i.test(text)) {
    const there = port ? `port ${port}` : 'the port';
    return {
      facts: [`${host} refused the connection: nothing listens on ${there} there, or a proxy is between`],
      fix: `check that the service behind ${at} runs and that host and port in environment of addContainer() are right`,
    };
  }
  const facts = [`${host} did not answer or was not reachable`];
  if (isPublic(host)) {
    const other = PACKAGES.test(host)
      ? 'put what it fetches there into the image'
      : 'check host name and port in environment of addContainer()';
    return { facts, fix: `give the tasks a way to ${at}: ${wayOut(frame)}, and port ${port ?? 443} open in egress of their`
    + ` security group and network ACLs; or ${other}` };
  }
  const check = 'check host name and port in environment of addContainer()';
  return { facts, fix: `open the port in the security group of ${at}: ${opened(frame)}; ${check}` };
}

/** Tasks in bridge or host network mode share the security groups of their instance. */
function opened({ taskDefinition }: Frame): string {
  const from = /^(bridge|host)$/.test(taskDefinition?.networkMode ?? '') ? 'autoScalingGroup' : 'service';
  return `database.connections.allowDefaultPortFrom(${from})`;
}

const INSIDE = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[?f[cd])|\.(internal|local|lan|corp|intranet|amazonaws\.com(\.cn)?)$|^[^.]+$/i;

/** Public hosts of packages, sources and models. */
const PACKAGES = alternatives(
  String.raw`(?:^|\.)(?:npmjs|yarnpkg|nodejs|pypi|pythonhosted|gitlab|rubygems|maven|apache|gradle|docker|golang|packagist|nuget|debian`
  + String.raw`|alpinelinux|ubuntu|github(?:usercontent)?)\.(?:org|com|io)$`,
  String.raw`(?:^|\.)(?:ghcr\.io|crates\.io|hex\.pm|huggingface\.co|prisma\.sh|deno\.land)$`,
);

/** A host of the internet, with no security group of this account before it. Databases of AWS have names of amazonaws.com. */
function isPublic(host: string): boolean {
  return !INSIDE.test(host) || API.test(host);
}

/** An API of AWS: `ecs.us-east-1.amazonaws.com`. The name of a broker or database has more labels, or no Region at this place. */
const API = /^(?:[\w-]+\.)?[\w-]+\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com$/;
