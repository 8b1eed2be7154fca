import { Frame } from '../../../facts/model';
import { Ending } from '../../classify';
import { definitionOf, linkLocal, wholeLine } from '../../read';
import { LOOPBACK } from '../../read/listening';
import { normalise, wholeTokens } from '../../text';

/** A host that the application could not reach, by its log. */
interface Dialled {
  readonly host: string;
  readonly port?: number;
}

const BEFORE_HOST = '(?:\\bupstream ["\']?|\\bENOTFOUND |\\bEAI_AGAIN |\\blookup |\\bhost ?name:? ["\']|\\bhost=|'
  + '\\bunknown (?:\\w+ )?(?:server )?host:? ["\']?|UnknownHostException:? |\\bgetaddrinfo (?:failed )?for |\\bserver (?:at|on) ["\']?|'
  + ':\\/\\/(?:[^\\s/@]{1,200}@)?|\\bbad address ["\']?|\\bresolve (?:host(?:name)?:? )?["\']?|'
  + '\\bconnect(?:ing|ion)? to (?:host |server |the server )?(?:at )?["\']?|\\bdial (?:tcp|udp):? (?!lookup )|\\bECONNREFUSED |'
  + '\\bwaiting for )';
const NAMED = new RegExp(`${BEFORE_HOST}(?!\\w{2,20}:\\/\\/)(\\[[0-9a-f:]{2,39}\\]|::1|[a-z\\d][\\w.-]{0,252})`
  + '(?:(?::|["\'\\s(),\\d.]{1,30}port )(\\d{2,5}))?', 'gi');
const WITH_PORT = /(?:^|[\s"'(=@,])([a-z\d][\w.-]{0,252}):(\d{2,5})\b(?![.:]\d)/gi;
/** Words that follow "connect to" and are no host; a place in a program is none either. */
const NO_HOST = /^(the|a|an|any|your|our|its|remote|socket|to|on|at|for|of|in|be|is|failed|error|\d[\da-z]*)$|\.(go|py|[cm]?[jt]sx?|rb|java|kt|cs|php|exs?|rs|conf|sh|c|cc|cpp|h|lua|scala|groovy|ya?ml|json|toml)$/i;
/** Hosts with these names exist. Without a port, a quote or a failed lookup beside them they are ordinary words. */
const WORD = /^(database|db|server|host|redis|kafka|broker|postgres(ql)?|mysql|mongo(db)?|rabbitmq|elasticsearch|port|upstream|service|peer|cluster|node)$/i;

/** No host has this sign: what is before it is a user or a password. */
const IN_PASSWORD = /^[^\s"'/]*@/;
const LONGEST_PASSWORD = 200;

/** The host that a line of the log names. */
function dialled(line: string | undefined): Dialled | undefined {
  const text = normalise(wholeTokens(line ?? '', 2000));
  for (const match of [NAMED, WITH_PORT].flatMap((pattern) => [...text.matchAll(pattern)])) {
    // the end of a password, where an address has an unescaped sign
    if (IN_PASSWORD.test(text.slice(match.index + match[0].length, match.index + match[0].length + LONGEST_PASSWORD))) continue;
    const host = match[1].replace(/(?<![.,;])[.,;]+$/, '');
    const port = Number(match[2]) || undefined;
    const named = port || isLookup(text) || /["']/.test(match[0]) || !WORD.test(host);
    if (host && named && !NO_HOST.test(host)) return { host, port };
  }
  return undefined;
}

const LOOKUP = /ENOTFOUND|EAI_AGAIN|getaddrinfo|no such host|host not found|not known|name resolution|could not resolve|resolve host|translate host|unknown (\w+ )?(server )?host|host ?name resol|UnknownHost|bad address|nodename|\blookup\b|NXDOMAIN|name or service/i;

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
export function reach(frame: Frame, { container: { name: container }, task }: Ending, part: string | undefined): Reach {
  const text = wholeLine(frame, container, task, part) ?? '';
  const local = linkLocal(frame, text, [task], 'program');
  if (local) return local;
  const target = dialled(part) ?? dialled(text);
  if (!target) {
    return {
      facts: ['a host that the application needs did not resolve, refused the connection or did not answer'],
      fix: 'check host name and port in environment of addContainer(),'
        + ' and open the port: database.connections.allowDefaultPortFrom(service)',
    };
  }
  const at = target.port ? `${target.host}:${target.port}` : target.host;
  return besideIt(frame, container, target)
    ?? itself(frame, container, target, at)
    ?? (isLookup(text) ? unresolved(target, at) : unanswered(target, at, text));
}

/** The host is the name of another container of this task. */
function besideIt(frame: Frame, container: string | undefined, { host, port }: Dialled): Reach | undefined {
  const other = frame.taskDefinition?.containerDefinitions?.find((d) => d.name === host && d.name !== container);
  if (!other) return undefined;
  if (frame.taskDefinition?.networkMode === 'bridge') {
    return {
      facts: [`${host} is another container of this task; in bridge network mode its name resolves only with a link`],
      fix: `link the containers (container.addLink(${host})), or use awsvpc network mode and 127.0.0.1`,
    };
  }
  const suffix = port ? `:${port}` : '';
  return {
    // Amazon ECS Developer Guide, awsvpc: "Containers that belong to the same task can communicate over the localhost interface"
    facts: [`${host} is another container of this task: the containers share one network interface, and their names do not resolve`],
    fix: `use 127.0.0.1${suffix} in place of ${host}${suffix} in the configuration of the application`,
  };
}

/** The address is the task itself. */
function itself(frame: Frame, container: string | undefined, { host, port }: Dialled, at: string): Reach | undefined {
  if (!LOOPBACK.test(host) && host !== '::1') return undefined;
  const owner = frame.taskDefinition?.containerDefinitions
    ?.find((d) => d.name !== container && port && d.portMappings?.some((p) => p.containerPort === port))?.name;
  if (!owner) {
    return {
      facts: [`${at} is the task itself, and no other container of it has that port: a setting may still name localhost`],
      fix: 'set the address of the other host in environment of addContainer(), in place of localhost',
    };
  }
  const waits = definitionOf(frame, container)?.dependsOn?.find((on) => on.containerName === owner)?.condition;
  return {
    facts: [`${at} is container ${owner} of this task; ${waits ? 'dependsOn waits for' : 'nothing waits for'} ${waits ?? 'it'}`],
    fix: waits === 'HEALTHY'
      ? `read the log of container ${owner}: its health check passes although port ${port} is closed`
      : `start after ${owner} is ready: a healthCheck for ${owner} and`
        + ` addContainerDependencies({ container: ${owner}, condition: ContainerDependencyCondition.HEALTHY })`,
  };
}

function unresolved({ host }: Dialled, at: string): Reach {
  if (/^host\.docker\.internal$/i.test(host)) {
    return { facts: [`${host} is a name of Docker Desktop; ECS does not have it`], fix: `set the real address in place of ${at}` };
  }
  if (!host.includes('.')) {
    return {
      facts: [`${host} is no full DNS name: such a name resolves in Docker Compose, in ECS only with Service Connect or a link`],
      fix: `set the full DNS name (endpoint of the database, name in Cloud Map) in place of ${at}: environment of addContainer()`,
    };
  }
  return {
    facts: [`the name ${host} does not resolve in the VPC of the task`],
    fix: `correct ${host} in environment of addContainer(), or create its DNS record;`
      + ' a private hosted zone must be associated with the VPC',
  };
}

function unanswered({ host, port }: Dialled, at: string, text: string): Reach {
  if (/refused|reset/i.test(text)) {
    const there = port ? `port ${port}` : 'the port';
    return {
      facts: [`${host} refused the connection: nothing listens on ${there} there, or a proxy is between`],
      fix: `check that the service behind ${at} runs and that host and port in environment of addContainer() are right`,
    };
  }
  return {
    facts: [`${host} did not answer or was not reachable`],
    fix: `open the port in the security group of ${at}: database.connections.allowDefaultPortFrom(service);`
      + ' check host name and port in environment of addContainer()',
  };
}
