import { Certainty } from '../model';
import { normalise } from '../text';
import { loudness } from './logline';

/** What a container's log says about why it ended. */
export interface LogFault {
  readonly id: string;
  readonly certainty: Certainty;
  readonly line: string;
}

type Pattern = readonly [id: string, pattern: RegExp, certainty?: Certainty];

/**
 * What runtimes, shells and drivers print when they give up, over languages. Order is precedence within one line: `bind() to 0.0.0.0:80
 * failed (13: Permission denied)` is a matter of permission, `nginx: [emerg] host not found in upstream` one of reachability.
 * `certain`: the line states the fault; `probable`: it usually means that.
 */
const PATTERNS: readonly Pattern[] = [
  ['image-platform-mismatch', /exec format error|cannot execute binary file|rosetta error|qemu-\w+: could not open|does not match the (detected|specified) (host )?platform|requires? (x86-64|amd64|arm64)\S* (cpu|processor|isa)|illegal instruction/i],
  ['service-connect-failed', /\bStreamAggregatedResources\b|\becs:Poll\b|\benvoy\b.{0,80}(gRPC config stream|closed|unhealthy)|appnet.?agent/i, 'probable'],
  ['entrypoint-not-executable', /\bexec\b[^:]{0,80}(:|caused).{0,120}permission denied|(^|: )(\/|\.\/)\S+: permission denied$|\/bin\/\w*sh: \d+: \S+: permission denied/i],
  ['entrypoint-not-found', /(^|[/\s])(ba|da|a|z|k)?sh: (line )?(\d+: )?\S+:? ((command )?not found|no such file)|command "?\S+"? not found|: command not found|executable file not found|\bexec\b.{0,120}(no such file or directory|not found)|unable to access jarfile|env: .{1,80}no such file or directory|missing script:|can't (open|find) (input )?file '?\S+|could not open input file|\bcan't open '?\S+\.(sh|py|rb|pl|js)|no such file or directory.{0,40}entrypoint|could not execute because the (application|specified command|command)|docker-entrypoint\S*: .{0,40}(not found|no such file)/i],
  ['out-of-memory', /heap out of memory|OutOfMemory(Error|Exception)|\bout of memory\b|cannot allocate memory|\bMemoryError\b|std::bad_alloc|\bENOMEM\b|\bOOM(Killed|-?kill)|allowed memory size of \d+ bytes exhausted|memory limit exceeded|failed to allocate memory|insufficient memory for the java runtime|GC overhead limit exceeded/i],
  ['image-pull-disk-full', /no space left on device|\bENOSPC\b|disk (is )?full/i],
  ['app-segfault', /segmentation fault|\bSIGSEGV\b|segfault|signal 11\b|access violation/i],
  ['app-port-conflict', /\bEADDRINUSE\b|address (is )?already in use|address in use|port may already be in use|port \S{0,8}\d+ (is|was) (already )?(in use|allocated|taken|used)|port already in use|already listening on|only one usage of each socket|another process is (already )?(using|listening)|failed to bind.{0,60}in use/i],
  ['app-module-missing', /cannot find (module|package)|module not found|ModuleNotFoundError|no module named|ImportError|ClassNotFoundException|NoClassDefFoundError|could not find or load main class|cannot load such file|LoadError|GemNotFound|could not find (gem |\S+ in any of the sources|\S+-[\d.]+ in)|error while loading shared libraries|cannot open shared object|could not load (file or assembly|library)|unable to (load|locate) (dll|shared library|package)|ERR_MODULE_NOT_FOUND|version `?'?GLIBC\S* not found|undefined symbol|class "?\S+"? not found|library .{0,60} required to execute|failed opening required|no such file or directory, (open|stat|lstat|scandir)|FileNotFoundError|FileNotFoundException|(open|stat|read|reading|load|loading) \S+: no such file or directory|beam\S* .{0,40}undef|could not find a production build|no main manifest attribute|cannot find (the )?(file|main)/i],
  ['app-permission-denied', /\bEACCES\b|\bEPERM\b|permission denied|operation not permitted|read-only file system|\bEROFS\b|java\.nio\.file\.AccessDeniedException|UnauthorizedAccessException|access to the path .{0,120} is denied|\(13: /i],
  ['app-dependency-auth', /(password|pam|peer|ident|ldap|kerberos|sasl|scram\S*|basic)?[ -]?authentication (has )?failed|auth(entication)? (failure|error)|access denied for user|login failed|invalid (username|user name|user|credentials|password|api key|token)|incorrect (username|password)|WRONGPASS|\bNOAUTH\b|no pg_hba\.conf entry|role "?\S+"? does not exist|\bORA-0(1017|1045)\b|\b28P01\b|ER_ACCESS_DENIED|UnrecognizedClientException|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|is not authorized to perform|\b(401|403)\b.{0,20}(unauthorized|forbidden)|(unauthorized|forbidden)\b.{0,20}\b(401|403)\b|AccessDenied(Exception)?\b|ACCESS_REFUSED|status code 40[13]\b|not authorized|bad credentials|could not load credentials|unable to locate credentials|no credential providers|no valid credential/i],
  ['app-config-missing', /unbound variable|parameter (null or )?not set|could not resolve placeholder|ImproperlyConfigured|KeyError: ['"][A-Z][A-Z0-9_]+['"]|key not found: "?[A-Z][A-Z0-9_]+"?|environment variable.{0,80}(not|missing|required|undefined|unset|empty|must|expected)|(missing|required|undefined|unset|invalid|no|need|expected|set|define|provide|specify).{0,60}(environment variable|env(ironment)? var|\bin the environment\b|\benv\b)|(missing|required|undefined) (mandatory |required )?(config\w*|setting|option|parameter|property|variable|key|secret|value)|(config\w*|setting|option|property|variable|secret|api[_ ]?key|dsn|connection string|database url)\b.{0,60}(is |are |was |not |been )*(missing|required|undefined|not (set|defined|found|configured|provided|specified|present|given)|must be|unset|empty|needed|null)|password is not specified|must have a value|client password must be/i],
  ['app-config-missing', /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b["'`]?:?.{0,40}(is |was |not |be |are |to )*(missing|required|undefined|unset|not (set|defined|found|configured|provided|specified|present|given)|must be|should be (set|defined)|expected|cannot be (empty|blank|null)|empty|blank|invalid_type|field required|needed)|(missing|required|undefined|unset|please (set|provide|define)|must (set|provide|define|specify)|need(s)? (to be )?(set|defined)?|you (must|need to) (set|specify|define)|no value for|not set|expected)\b.{0,40}\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/i],
  ['app-config-missing', /\b[A-Z][A-Z0-9]+(_[A-Z0-9]+)+\b.{0,60}(\u672a\u8a2d\u5b9a|\u672a\u8bbe\u7f6e|\u672a\u8a2d\u7f6e|\u8a2d\u5b9a\u3055\u308c\u3066\u3044\u307e\u305b\u3093|\u5fc5\u9808|\u5fc5\u987b|\u7f3a\u5c11|\uc124\uc815\ub418\uc9c0|\ud544\uc694|nicht gesetzt|fehlt|manquante?|non d\u00e9fini|no est\u00e1 defini|falta|n\u00e3o definida|non impostata|\u043d\u0435 \u0437\u0430\u0434\u0430\u043d|\u043d\u0435 \u0443\u0441\u0442\u0430\u043d\u043e\u0432\u043b\u0435\u043d)|(\u73af\u5883\u53d8\u91cf|\u74b0\u5883\u5909\u6570|\u74b0\u5883\u8b8a\u6578|\u7f3a\u5c11|Umgebungsvariable|variable d'environnement|variable de entorno).{0,60}\b[A-Z][A-Z0-9]+(_[A-Z0-9]+)+\b/u, 'probable'],
  ['app-dependency-unreachable', /\bECONNREFUSED\b|\bENOTFOUND\b|\bEAI_AGAIN\b|\bETIMEDOUT\b|\bEHOSTUNREACH\b|\bENETUNREACH\b|\bECONNRESET\b|connection (was )?(refused|reset|timed out|timeout|closed (unexpectedly|by)|failure|failed|error|attempt failed|terminated|aborted)|connect(ion)? .{0,60}(failed|refused|timed out|timeout)|(could not|cannot|can't|unable to|failed to|couldn't|can not) (establish |open |make )?(a |the )?(re)?(connect|connection|reach|resolve|contact|access (the )?(database|host|server))|getaddrinfo|UnknownHostException|name or service not known|name resolution|could not translate host name|no such host|host (not found|is unreachable|unknown|name lookup)|unknown host|nodename nor servname|dns lookup|no route to host|network (is )?unreachable|i\/o timeout|communications link failure|server selection (error|timed? ?out)|ServerSelection|NoBrokersAvailable|no brokers|broker may not be available|DatabaseConnectionError|connection pool timeout|PoolTimeout|database system is (starting up|shutting down)|context deadline exceeded|dial tcp|issue connecting|ConnectException|ConnectTimeout|SocketTimeout|ConnectionError|MongoNetworkError|SequelizeConnection\w*|can't reach database|NoHostAvailable|redis.{0,40}(unavailable|unreachable)|upstream .{0,60}(unavailable|unreachable)|timed? ?out (waiting|connecting)|timeout (occurred|expired|connecting|waiting)/i],
  ['app-aborted', /\bSIGABRT\b|assertion .{0,120}failed|aborted \(core dumped\)|^abort(ed)?\b|terminate called|signal 6\b/i, 'probable'],
];

/** The fault that one log line states, if any of those known. */
export function lineFault(line: string): LogFault | undefined {
  const text = normalise(line);
  const found = PATTERNS.find(([, pattern]) => pattern.test(text));
  return found && { id: found[0], certainty: found[2] ?? 'certain', line: line.trim() };
}

/**
 * The fault that the log states most loudly. `errors`: the lines that look like errors, most telling first; `all`: every line, oldest first,
 * of which the last are read where no loud line is known.
 */
export function logFault(errors: readonly string[], all: readonly string[]): LogFault | undefined {
  for (const line of errors) {
    const fault = lineFault(line);
    if (fault) return fault;
    // A fatal line that we cannot classify is the reason; a milder line below it, however familiar, is not.
    if (loudness(line) >= 4) return undefined;
  }
  const quiet = all.slice(-QUIET_LINES).reverse().filter((line) => !ORDINARY.test(line)).map(lineFault).find(Boolean);
  return quiet && { ...quiet, certainty: 'probable' };
}

const QUIET_LINES = 15;
const ORDINARY = /\b(info|debug|trace|notice|retry\w*)\b/i;
