import { Matcher } from './table';
import { CauseId } from '../../contract';
import { Certainty } from '../model';
import { isBlank, unexpanded } from '../read/blank';
import { NO_SDK_CREDENTIALS } from '../read/sdk-credentials';
import { alternatives } from '../text';

interface LogMatcher extends Matcher {
  /** The words that matched, where there is one place to name. */
  exec(text: string): { readonly index: number } | null;
}

/** Default certainty: `certain`, the line states the fault; `probable`: it usually means that. */
type LogRow = readonly [cause: CauseId, words: LogMatcher, certainty?: Certainty];

const any = (...words: readonly string[]) => new RegExp(words.join('|'), 'i');
const all = (first: LogMatcher, ...more: readonly LogMatcher[]): LogMatcher => ({
  test: (text) => [first, ...more].every((m) => m.test(text)),
  exec: (text) => first.exec(text),
});
const not = (matcher: LogMatcher): LogMatcher => ({ test: (text) => !matcher.test(text), exec: () => null });

/** A file of certificate authorities, by the names that drivers and AWS give it. */
const AUTHORITIES = '\\b(root|root[-_]?ca|ca|ca[-_]?(cert|bundle|chain)s?|(rds|global|docdb)[\\w-]{0,60})\\.(pem|crt|cer)\\b';

/** `DATABASE_URL`, but not `user_id`: only capitals. */
const VARIABLE = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/;
/** Errors of the program itself: an undefined or missing name in them is not a setting. */
const BUG = /\b(Type|Reference|Syntax|Name|Attribute|Index|Range|Integrity|NoMethod|Parse)Error\b|\bParse error\b|NullPointerException|NullReferenceException|IllegalStateException: Duplicate|positional argument|of (undefined|null|nil)\b|(column|relation|table|method) ["'`]?\w+|syntax error/;
/** The application goes on without it. */
const OPTIONAL = alternatives(
  String.raw`\b(using|use) (the )?default|default(s|ed|ing)? to|fall(ing|s)? ?back|ignor(ed|ing)|optional|skipp(ed|ing)|disabled`,
  String.raw`\bnot set (-|,|;) \w+ing\b`,
);
/** What a client sent is refused, not a setting. */
const OF_A_REQUEST = any(
  '(request|header|token|body|payload|response|query|input|user|client|session|cookie)\\b.{0,30}invalid',
  'invalid (request|header|token|body)',
);
/** What was encrypted or signed with another key: Go crypto/cipher, OpenSSL, Java, Laravel, Rust aead. */
export const WRONG_KEY = 'message authentication failed|\\bbad decrypt\\b|AEADBadTag|BadPaddingException|\\binvalid H?MAC\\b'
  + '|\\bH?MAC\\b.{0,40}(?:mismatch|fail|not match|invalid)|unable to authenticate data'
  + '|mismatching encryption keys|fernet\\.InvalidToken\\b';
/** PostgreSQL, MySQL, MongoDB: the login is in order, a right is missing. */
export const PRIVILEGE = 'permission denied (?:for|to) (?:table|relation|schema|database|sequence|function|view|'
  + 'language|create|alter|drop|set)\\b|InsufficientPrivilege|command denied to user|must be (?:superuser|owner of)'
  + '|\\bthe \\S+ privilege|ER_SPECIFIC_ACCESS|not authorized on \\S+ to'
  + '|log_bin_trust_function_creators';
/** Two settings of which the program takes one. */
export const SET_TWICE = '\\bset (?:twice|via multiple)'
  + '|(?<!(?:ensure|sure|that|unless|until|if) )\\bboth \\S+ and \\S+ (?:are|were) (?:set|defined|specified|provided)'
  + '|mutually exclusive|\\bconflicting (?:settings|options)|\\bonly one of .{1,80} (?:set|specified|used|allowed)'
  + '|(?:set|specify|use) only one of';
const setting = (matcher: LogMatcher) => all(matcher, not(BUG), not(OPTIONAL));

const ABSENT = 'missing|required|undefined|unset|empty|'
  + 'not (been )?(set|defined|found|configured|provided|specified|present|given|initialized)';
const IS = '(is |was |were |are |be |been |not |to |has |have |property )*';

/**
 * Texts that runtimes, shells and drivers of all languages print when they give up. Rows are read from top to bottom; the first that
 * matches a line decides: `bind() to 0.0.0.0:80 failed (13: Permission denied)` is a matter of permission, `nginx: [emerg]`
   + ` host not found
 * in upstream` one of reachability. A comment on a row names the later rows that its lines match, too.
 *
 * A new row goes above the rows that are less special.
 */
export const LOG_TEXTS: readonly LogRow[] = [
  ['image-platform-mismatch', any(
    'exec format error', 'cannot execute binary file', 'rosetta error', 'qemu-\\w+: could not open',
    'does not match the (detected|specified) (host )?platform', 'requires? (x86-64|amd64|arm64)\\S* (cpu|processor|isa)',
  )],
  // the processor lacks an instruction: the kernel would not have run a program of another architecture at all
  ['app-crashed', any('illegal instruction', '\\bSIGILL\\b')],
  // before dependencies that are unreachable: the host is the container itself, by the names that ECS and Docker give it
  ['own-host-name-unresolvable', any(
    'local host name unknown', 'UnknownHostException: (ip-\\d+-\\d+-\\d+-\\d+|[0-9a-f]{12}|[0-9a-f]{32}-\\d{6,10})\\b',
    '\\b(ip-\\d+-\\d+-\\d+-\\d+[\\w.-]*|[0-9a-f]{32}-\\d{6,10}): name or service not known',
    '(^|[\\s/])hostname: name or service not known',
    '(can(no|\')t|could not|unable to|failed to) (resolve|determine|look ?up|get) (my|its|our|(the )?(own|local)) host ?(name)?\\b'
      + '(?!.{0,40}using)',
    'getLocalHost\\b.{0,60}UnknownHost',
  )],
  ['service-connect-failed', any(
    '\\bStreamAggregatedResources\\b', '\\becs:Poll\\b', '\\benvoy\\b.{0,80}(gRPC config stream|closed|unhealthy)', 'appnet.?agent',
  ), 'probable'],
  // before refused files: "bash: ./run.sh: Permission denied" is about the start command itself
  ['entrypoint-not-executable', any(
    '\\bexec\\b[^:]{0,80}(:|caused).{0,120}permission denied', '(^|: |\\] )(\\/|\\.\\/)\\S+: permission denied$',
    '\\/bin\\/\\w*sh: \\d+: \\S+: permission denied',
  )],
  // before missing files and settings: "sh: can't open '/docker-entrypoint.sh': No such file", "Missing script: start"
  ['entrypoint-not-found', any(
    '(^|[/\\s])(ba|da|a|z|k)?sh: (line )?(\\d+: )?\\S+:? ((command )?not found|no such file)', 'command "?\\S+"? not found',
    ': command not found', 'executable file not found', '\\bexec\\b.{0,120}(no such file or directory|not found)',
    'unable to access jarfile', 'env: .{1,80}no such file or directory', 'missing script:', 'can\'t (open|find) (input )?file \'?\\S+',
    'could not open input file', '\\bcan\'t open \'?\\S+\\.(sh|py|rb|pl|js)', 'no such file or directory.{0,40}entrypoint',
    'could not execute because the (application|specified command|command)', 'docker-entrypoint\\S*: .{0,40}(not found|no such file)',
    '\\[(dumb-init|tini[^\\]]*)\\] .{1,80}: no such file', 'couldn\'t find a package\\.json',
  )],
  // before memory: "unable to create native thread: possibly out of memory"; before disk: "shared memory segment: No space left"
  ['os-limit-too-low', any(
    'too many open files', '\\b(EMFILE|ENFILE)\\b', 'vm\\.max_map_count', '\\bmax [\\w ]{3,40} \\[\\d+\\].{0,120} is too low',
    'unable to create (new )?native thread', 'pthread_create failed', 'can\'t start new thread', 'unable to lock JVM memory',
    'memory locking requested .{0,60}not locked', 'RLIMIT_\\w+', 'shared memory\\b.{0,160}no space left',
    '\\/dev\\/shm.{0,80}(no space|too small|not enough|insufficient)', 'limit for number of file watchers',
    '(open files?|file descriptors?|nofile|nproc|processes|threads)\\b.{0,60}\\blimit\\b.{0,40}\\btoo (low|small)',
    '\\blimits? (of|on|for) .{0,40}(open files|descriptors|threads|processes)\\b.{0,60}\\btoo (low|small)',
    'insufficient file descriptor', '\\bFD limit\\b', 'file descriptor number is less than',
    '(number of|maximum) open file descriptors .{0,40}too (low|small)',
    'inotify (instance|watch)(e?s)?\\b.{0,60}(limit|reached)',
    'file watch limit reached', 'unable to monitor directories for changes',
    'fork: (retry: )?resource temporarily unavailable',
    'failed to lock memory', '\\bmlock(all)?\\b.{0,60}(fail|denied|cannot|not permitted)',
  )],
  // before aborts: "terminate called after throwing an instance of 'std::bad_alloc'"
  ['out-of-memory', any(
    'heap out of memory', 'OutOfMemory(Error|Exception)', '\\bout of memory\\b', 'cannot allocate memory', 'MemoryError\\b',
    'std::bad_alloc', '\\bENOMEM\\b', '\\bOOM(Killed|-?kill)', 'allowed memory size of \\d+ bytes exhausted', 'memory limit exceeded',
    'failed to allocate memory', 'insufficient memory for the java runtime', 'GC overhead limit exceeded',
    'unable to allocate [\\d.]+ ?[kmgt]i?b\\b', 'killed process \\d+', 'last few GCs',
    'GC heap initialization failed', '0x8007000E', 'could not reserve enough space',
    'allocation of \\d+ bytes failed', 'cannot allocate \\d+ bytes', 'os::commit_memory',
  )],
  // nobody but the kernel sends SIGKILL to the worker of a server, but the line does not name the reason
  ['out-of-memory', any(
    '\\bworker\\b.{0,60}(was sent SIGKILL|terminated due to signal 9\\b|killed by signal 9\\b|died \\(signal:? (9|SIGKILL)\\))',
    'exited prematurely: signal 9\\b', 'exited with \\W?signal 9\\b', '\\b(child|worker process) \\d+ exited on signal 9\\b',
    'line \\d+: +\\d+ Killed\\b',
    'terminated by SIGKILL', '\\breaped #<Process::Status: .{0,40}SIGKILL', '\\bsignal SIGKILL\\b', '(^|\\s)signal: killed\\b',
  ), 'probable'],
  ['image-pull-disk-full', any('no space left on device', '\\bENOSPC\\b', 'disk (is )?full')],
  ['app-segfault', any('segmentation fault', '\\bSIGSEGV\\b', 'segfault', 'signal 11\\b', 'access violation')],
  // before ports: the program finds its own file, and nobody has its port
  ['app-crashed', any('application is already running', 'already running on pid \\d', 'pid ?file\\b.{0,80}\\b(already exists|is stale)',
    '\\.pid"? already exists', 'cannot acquire directory lock', 'database may be already in use', 'using this \\w+ database',
    '(lock|file|database|store)\\b.{0,80}\\b(locked|held) by another process'), 'probable'],
  ['app-port-conflict', any(
    '\\bEADDRINUSE\\b', 'address (is )?already in use', 'address in use', 'port may already be in use',
    'port \\S{0,8}\\d+ (is|was) (already )?(in use|allocated|taken|used)', 'port already in use', 'already listening on',
    'only one usage of each socket', 'another process is (already )?(using|listening)', 'failed to bind.{0,60}in use',
    'connection in use: ', 'server is already running',
  )],
  // before modules, settings and unreachable dependencies: driver and server speak, and do not agree on the way to log in
  ['app-dependency-auth', any(
    'public key retrieval is not allowed', 'RSA public key is not (available|enabled|allowed)', 'retrieval of the RSA public key is not',
    '\\bauth(entication)? (plugin|method|mode|type|protocol)\\b.{0,80}'
      + '(can ?not be|could not be|not supported|unsupported|unknown|not available|is not loaded|reported error|\\bfailed)',
    '(unknown|unsupported) authentication (plugin|method|mode|type|protocol)', 'does not support authentication (protocol|method)',
    'unable to load authentication plugin', '\\bplugin \\S{0,2}(caching_sha2|sha256|mysql_\\w{1,20})_password\\S? .{0,40}(loaded|found)',
    'ER_NOT_SUPPORTED_AUTH_MODE', 'SCRAM authentication (requires|is not supported)', 'SCRAM.{0,60}not supported by this (driver|version)',
    'request with client mechanism', '\\bSASL mechanism .{0,60}(not|un)[ -]?(supported|enabled|available)',
    'unknown authentication response: \\d', 'unknown authenticationOk', '\\bORA-28040\\b',
    'wrong number of arguments for .auth. command', 'without any password configured',
    '(unsupported|unknown) SASL mechanism', 'MongoSecurityException', '(Sasl|SASL)Authentication(Exception|Error)',
  )],
  // before settings and unreachable hosts: the chain of an SDK lists the variables that are not set and the addresses that it asked
  ['app-dependency-auth', NO_SDK_CREDENTIALS],
  // hazelcast/hazelcast-aws#174
  ['app-dependency-unreachable', any('\\b(unable|failed|could not|cannot) .{0,80}169\\.254\\.169\\.254'), 'probable'],
  // the address to listen on is none: "listen tcp: lookup 0.0.0: no such host" (Go, net.Listen)
  ['app-config-invalid', any('\\blisten (tcp|udp)[46]?:? lookup ')],
  // gunicorn/sock.py has other words for an address that is in use or absent
  ['app-permission-denied', any('Can\'t connect to \\(\'(0\\.0\\.0\\.0|::)?\', \\d{1,3}\\)')],
  // before refused and unreachable dependencies: both sides speak, and do not agree on encryption or trust
  ['app-dependency-tls', all(any(
    'verify_peer.{0,120}(cacert|undefined|required)', 'options .{0,60}can ?not be combined.{0,40}verify',
    'certificate (verify|verification|validation) failed', 'self[- ]signed certificate',
    'unable to (get (local )?issuer|verify the (first|leaf))',
    '(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT\\w*)', 'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID', 'does not match certificate\'s altnames', 'server certificate for .{1,120} does not match',
    'PKIX path (building|validation) failed', 'unable to find valid certification path', 'SSLHandshakeException', '\\bx509: ',
    'certificate (has expired|is not trusted|signed by unknown authority)', 'remote certificate (is|was) (invalid|rejected)',
    'SSL(Cert\\w+)?Error\\b', 'SSL: [A-Z_]{6,}', 'SslHandshake\\w*', 'handshake_failure',
    'tls: (first record does not look|failed to verify|bad certificate|handshake failure|unknown certificate|protocol version)',
    'server does not support (SSL|TLS)', 'wrong[ _]version[ _]number', 'no pg_hba\\.conf entry .{0,200}(no encryption|SSL off)',
    'insecure transport are prohibited', 'invalid (peer )?certificate', 'root certificate file .{1,160} does not exist',
    'could ?n[o\']t (open|read|load) (SSL )?root certificate', `(no such file|ENOENT).{0,120}${AUTHORITIES}`,
    `${AUTHORITIES}.{0,40}(no such file|does not exist)`,
    '(TLS|SSL) (connection|encryption)? ?(is )?required', 'trustAnchors parameter must be non-empty',
    'no appropriate protocol', 'unsupported record version', 'unrecognized SSL message', '(SSL|TLS) is not enabled on the server',
    'SSL routines:', '\\btlsv1\\w* alert', 'SSL alert number \\d', '\\bSSL connection error: (?!.{0,60}(connection|timed))',
    'could not establish a secure connection', 'server (refused|rejected) (TLS|SSL)\\b',
  ), not(any('tls handshake error from', 'ignor(ed|ing)', 'warn(ing)?\\b')))],
  // the server, or something on the way, closed the connection during the handshake
  ['app-dependency-tls', any('before secure TLS connection was established'), 'probable'],
  ['app-migration-failed', any(
    '\\bflyway\\S{0,100}\\.(core\\S{0,60}\\.)?(Flyway\\w*Exception|FlywayException)?.{0,40}(validat|migrat|schema)',
    'migrations? (have|has) failed validation', 'migration checksum mismatch',
    'detected (failed migration|applied migration not resolved)', 'non-empty schema\\S* .{0,80}no schema history table',
    'liquibase\\.exception\\.(Lock|MigrationFailed|ValidationFailed|Database|ChangeLogParse)Exception',
    'could not acquire change ?log lock', 'can\'t locate revision identified by', 'multiple head revisions are present',
    'InconsistentMigrationHistory', 'ActiveRecord::(Pending|Concurrent|UnknownMigration|Irreversible|Duplicate)Migration\\w*',
    'ActiveRecord::ConcurrentMigrationError',
    'migrations\\.\\S{0,40}IrreversibleError', 'RollbackImpossibleException',
    'another migration (process )?is (currently |already )?running',
    'all later migrations canceled', '\\bP30(0[5-9]|1\\d|2\\d)\\b', 'acquire a postgres advisory lock', 'dirty database version',
    'no migration found for version', 'migration (directory is corrupt|table is already locked)', 'Ecto\\.MigrationError',
    'was previously applied but', 'migration \\S+ .{0,40}(failed, error|is preceding already run|is partially applied)',
    'migration failed \\(id',
  )],
  // devices of the host: FUSE, VPNs
  ['app-permission-denied', any(
    'fuse: (device not found|failed to open)', 'modprobe (fuse|tun)\\b',
    '/dev/(fuse|net/tun)\\b.{0,80}(no such|not (found|exist)|unavailable)',
    'tun/tap.{0,40}(unavailable|no such)',
  )],
  // before refused files: a database refuses its tables, the operating system does not
  ['app-dependency-auth', any(
    PRIVILEGE, '\\bNOPERM\\b', '\\bcode: 403\\b.{0,60}permission denied',
  )],
  // before missing files: "FileNotFoundException: /var/log/app.log (Permission denied)" is about a file that exists
  ['app-permission-denied', any('\\bEACCES\\b', '(file|open|read|access|stream|load).{0,180}permission denied',
    // programs that refuse a file of another user: Beats and APM Server (libbeat/common/config.go), PostgreSQL (miscinit.c), OpenSSH
    '\\b(must|can only) be (owned|writable) by\\b', '\\b(wrong|bad|unsafe|insecure) (owner(ship)?|permissions)\\b',
    'has invalid permissions', 'has group or world access', '\\bpermissions .{1,60} are too open',
  )],
  // before settings: "version `GLIBC_2.32' not found"
  ['app-module-missing', any(
    'cannot find (module|package)', 'no such built-in module', 'module not found', 'ModuleNotFoundError', 'no module named', 'ImportError',
    'could not import module', 'ClassNotFoundException', 'NoClassDefFoundError', '\\bclass [\\w.$]{3,200} could not be found',
    'could not find or load main class', 'cannot load such file', 'LoadError',
    'GemNotFound', 'could not find (gem |\\S+ in any of the sources|\\S+-[\\d.]+ in|\\S+ in locally installed)',
    'bundler: failed to load command', 'error while loading shared libraries', 'error loading shared library', 'error relocating',
    'cannot open shared object', 'could not load (file or assembly|library|the "?\\S+ module)',
    'unable to (load|locate) (dll|shared library|package)', 'ERR_MODULE_NOT_FOUND', 'version `?\'?GLIBC\\S* not found', 'undefined symbol',
    'invalid ELF header', 'class "?\\S+"? not found', 'library .{0,60} (required to execute|could not be found)',
    'framework .{1,80} was not found',
    'must install or update \\.NET', 'failed opening required', 'no such file or directory, (open|stat|lstat|scandir)',
    'FileNotFoundError', 'FileNotFoundException', '(open|stat|read|reading|load|loading) \\S+: no such file or directory',
    'beam\\S* .{0,40}undef', 'could not find a production build', 'no main manifest attribute', 'cannot find (the )?(file|main)',
    'cannot read file', 'failed to find attribute .{1,60} in ', 'compiled against a different',
    // the words of programs for a JDK that has no engine for JavaScript
    'no script ?engine found', 'can\'?t find scripting engine', 'getEngineByName\\(.{1,80}\\bnull\\b',
    'javax\\.script\\.ScriptEngine\\b.{1,160}\\bnull\\b',
    '\\bscript engine\\b.{0,40}\\bnot (found|available)',
  )],
  // before refused credentials: java.nio.file.AccessDeniedException is about a file
  ['app-permission-denied', any(
    '\\bEPERM\\b', 'permission denied', 'operation not permitted', 'read-only file system', '\\bEROFS\\b',
    'java\\.nio\\.file\\.AccessDeniedException', 'UnauthorizedAccessException', 'access to the path .{0,120} is denied', '\\(13: ',
    '\\berror number 13\\b', '\\bunable to (open|lock|create|mkdir|ch(mod|own)|write|symlink|mkfifo) \\S{1,200}: (access denied|read-only)',
  )],
  ['app-dependency-auth', any(
    '(password|pam|peer|ident|ldap|kerberos|sasl|scram\\S*|basic)?[ -]?(?<!message )authentication (has )?failed',
    'auth(entication)? (failure|error|credentials invalid)', 'AuthenticationError\\b', 'access denied for user', 'login failed',
    'invalid (username|user name|user|credentials|password|api key|token)', 'incorrect (username|password)', 'WRONGPASS', '\\bNOAUTH\\b',
    '\\bERR AUTH\\b', 'no pg_hba\\.conf entry', 'role "?\\S+"? does not exist', '\\bORA-0(1017|1045)\\b', '\\b28P01\\b', 'ER_ACCESS_DENIED',
    'UnrecognizedClientException', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'InvalidSignature', 'ExpiredToken',
    'security token .{0,60}(expired|invalid)', 'is not authorized to perform', '\\b(401|403)\\b.{0,20}(unauthorized|forbidden)',
    '(unauthorized|forbidden)\\b.{0,20}\\b(401|403)\\b', 'AccessDenied(Exception)?\\b', '\\((401|403)\\) when calling',
    'access to the resource .{1,200} is denied', 'must be the bucket owner', 'status ?code:? ?40[13]\\b',
    'ACCESS_REFUSED', 'not authorized', 'bad credentials', 'could not load credentials',
    'unable to locate credentials', 'no credential ?providers', 'no valid (credential|providers)', 'did not provide an api key',
  )],
  // before settings that are there and hosts out of reach: a value that is not there became a part of an address or a port
  ['app-config-missing', { test: isBlank, exec: () => ({ index: 0 }) }],
  ['app-config-invalid', { test: (text) => unexpanded(text) !== undefined, exec: () => ({ index: 0 }) }],
  // before settings that are missing: "only one of A or B must be set"
  ['app-config-invalid', all(any(SET_TWICE), not(BUG), not(OF_A_REQUEST))],
  // and "error initializing configuration: DNS resolution failed"
  ['app-dependency-unreachable', any('\\bDNS resolution failed', '\\bhost ?(name)? ["\']?[\\w.-]+["\']? could not be resolved')],
  // before settings that are missing: these are there, and their value or version is not the one that is required
  ['app-config-invalid', all(any(
    '\\b(is|are) required (to|for) .{1,160}[,;] (but )?your .{1,60}\\b(is|are)\\b',
    '\\byour (config\\w*|schema|settings?|file)\\b.{1,60}\\b(is|are) .{1,60}\\bbut .{1,60}\\b(is|are) (required|expected|supported)',
    '\\bmultiple config(uration)? errors\\b', '\\bfield \\S+ not found in type\\b', '\\bunknown setting \\[',
    '\\bdefinition for this key is missing\\b',
    '\\[config validation of \\[', '\\bno such field\\b', '\\bhas unknown fields\\b',
    '\\binvalid (yaml|toml|json)\\b.{0,80}\\b(propert|config|file|line)',
    '\\bconfig(uration)?( file)? version\\b.{0,40}\\b(unsupported|mismatch|too (old|new)|not supported)',
    '\\b(unsupported|unknown|incompatible) config(uration)?( file)? version\\b', '\\bconfig error file=',
    '\\bconfig(uration)? file \\S+ is (invalid|not valid)',
    '\\breferences \\w+ "[^"]{1,60}" which is not configured',
  ), not(BUG))],
  // the same where no variable is named: a file lacks a part or has a wrong one
  ['app-config-invalid', all(any(
    '\\binvalid (\\w+ )?config(uration)?: \\S', '\\bvalidating config(uration)?\\b',
    '\\berror(s)? (in|loading) (the )?config(uration)?( file)?\\b.{0,200}\\d errors? occurred',
    '\\b(config\\w*|settings?|option|parameter|flag)\\b.{0,80}'
      + '\\bmust be (between|one of|greater|less|larger|smaller|positive|at (least|most)|in (the )?range)\\b',
  ), not(VARIABLE), not(/\bmissing\b|\bundefined\b|\bgot null\b|\bnot set\b/i), not(BUG), not(OPTIONAL),
  not(OF_A_REQUEST))],
  // before settings that are missing: a plugin of the log router that lacks a name is a faulty file; "required" has another value here
  ['app-config-invalid', any(
    '\\b(required|expected|must) (to )?(be|have) .{1,200}\\b(but|instead) .{0,40}\\b(found|has|have|is|was|got|currently)\\b',
    'configuration file (contains?|has) errors?', '\\[config\\] .{0,120}\\b(missing|invalid|unknown|don\'t exist|doesn\'t exist|error)',
  )],
  // before missing settings: flags of another version of the program
  ['app-config-invalid', any('failed to decode configuration from', '\\bunrecogni[sz]ed directive\\b', 'more than one MPM loaded')],
  ['app-config-missing', any('\\baccept\\b.{0,40}\\b(EULA|licen[cs]e|terms)\\b',
    '\\b(EULA|licen[cs]e)\\b.{0,60}\\b(must be|not) accepted')],
  ['app-config-missing', setting(/\bKeyError: ['"][A-Z][A-Z0-9]*_?[A-Z0-9_]*['"]|\bkey not found: "?[A-Z][A-Z0-9_]+"?/)],
  ['app-config-missing', setting(any(
    'unbound variable', 'parameter (null or )?not set', 'could not resolve (placeholder|substitution)',
    '\\bunresolved (placeholder|substitution|(environment )?variable)', 'ImproperlyConfigured',
    `environment variable.{0,80}(${ABSENT}|not|must|expected)`,
    '(missing|required|undefined|unset|invalid|no|need|expected|set|define|provide|specify|find)\\b.{0,60}'
      + '(environment variable|env(ironment)? var|\\bin the environment\\b|\\benv\\b)',
    '(missing|required|undefined) (mandatory |required )?'
      + '(config\\w*|setting|option|parameter|property|variable|(api )?key|secret|value)\\b',
    '(config\\w*|setting|option|property|variable|secret|api[_ ]?key|dsn|connection ?string|'
      + `(jdbc|database|supabase|base|server) ?url|region|hostname)\\b['"\`]?.{0,60}${IS}(${ABSENT}|must be|needed|null)\\b`,
    'missing [`\'"]\\w*(key|secret|token|url|password)\\w*[`\'"]', 'password is not specified', 'must have a value',
    'client password must be', 'set (the |a )?(configuration|environment) variable',
    'no .{0,40}(key|secret|token|dsn|url|password|host ?name|setting|option)\\b.{0,10} (specified|provided|set|configured|found|given)',
    'value cannot be null.{0,40}(connection|config|key|url|secret|setting)', 'validation errors? for \\w*(settings|config)',
    'must specify a region', '\\bNO_SECRET\\b', '\\bMissingSecret\\b', 'no application encryption key', 'app keys are required',
    'missing jwtSecret', 'requires a secret or key', 'missing encryption key to decrypt', 'secret_key_base. for \\S+ environment must be',
    '\\bNotPresent\\b', 'config file \\S+ (does not exist|not found)',
  ))],
  ['app-config-missing', setting(all(VARIABLE, any(
    `\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b["'\`]?:?.{0,40}${IS}`
      + `(${ABSENT}|must be|should be (set|defined)|expected|cannot be (empty|blank|null)|blank|invalid_type|field required|needed)`,
    '\\b(missing|required|undefined|unset|please (set|provide|define)|must (set|provide|define|specify)|'
      + 'need(s)? (to be )?(set|defined)?|you (must|need to) (set|specify|define)|no value for|not set|expected)\\b'
      + '.{0,40}\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b',
    '\\bno [A-Z][A-Z0-9]*_[A-Z0-9_]+\\b', 'need to specify',
  )))],
  ['app-config-missing', all(VARIABLE, /(\u672a\u8a2d\u5b9a|\u672a\u8bbe\u7f6e|\u672a\u8a2d\u7f6e|\u8a2d\u5b9a\u3055\u308c\u3066\u3044\u307e\u305b\u3093|\u5fc5\u9808|\u5fc5\u987b|\u7f3a\u5c11|\uc124\uc815\ub418\uc9c0|\ud544\uc694|nicht gesetzt|fehlt|manquante?|non d\u00e9fini|no est\u00e1 defini|falta|n\u00e3o definida|non impostata|\u043d\u0435 \u0437\u0430\u0434\u0430\u043d|\u043d\u0435 \u0443\u0441\u0442\u0430\u043d\u043e\u0432\u043b\u0435\u043d|\u73af\u5883\u53d8\u91cf|\u74b0\u5883\u5909\u6570|\u74b0\u5883\u8b8a\u6578|Umgebungsvariable|variable d'environnement|variable de entorno)/u), 'probable'],
  // after settings that are missing: this one is there, and the program refuses it
  ['app-config-invalid', all(any(
    '\\b(yaml|toml|json)(\\.\\w+)?: .{0,40}(unmarshal|line \\d+|did not find|mapping values|error)', 'yaml\\.(scanner|parser)\\.\\w+',
    'expected connection string to start with', 'must start with the (protocol|scheme)',
    '(cannot|can\'t|could not|failed to|unable to|error) (un)?(marshal|decod|pars|read|load|adapt|compil|validat)\\w* '
      + '.{0,40}\\b(config\\w*|settings|yaml|toml|ini file)\\b',
    'cannot unmarshal', 'cannot (load|unmarshal) (the )?configuration', '\'\\w+\' unknown type',
    'unknown (flag|option|directive|shorthand flag|log level|configuration option|config\\w* (key|property|field))',
    'unrecogni[sz]ed (option|argument|arguments|configuration|parameter|VM option|config\\w*)', 'flag provided but not defined',
    'no such option', 'nginx: \\[emerg\\] (?!host not found|bind|open|cannot load|mkdir|chown|socket|getpwnam)', 'AH\\d+: syntax error',
    'invalid command \'\\S+\', perhaps misspelled', 'fatal config file error', 'error in (the )?config(uration)? file',
    '\\[ALERT\\].{0,80}parsing \\[', 'proto constraint validation failed', 'could not create the java virtual machine',
    'invalid (configuration|config|setting|dsn|connection (string|uri|url)|database url|log level|port|url|uri|ip address|cron)\\b',
    '\\bERR_INVALID_(URL|ARG_VALUE)\\b', 'ConfigException: invalid value', 'failed to bind properties under',
    'OptionsValidationException', 'format of the initialization string does not conform',
    'is not a valid (integer|number|port|boolean|url|uri|log level|duration|value for)',
    '\\b(unknown|unrecognized) (variable|configuration parameter) ', 'MessageEncryptor::InvalidMessage', 'InvalidKeyLengthError',
    '\\bkey must be (exactly )?\\d+ (bytes|characters|bits|url-safe|hex)', 'incorrect key lengths?\\b', 'with the correct key lengths',
    WRONG_KEY, 'insecure SECRET_KEY',
    '\\bWeakKeyException\\b', 'secret_key_base to be at least \\d', 'not secure enough for any JWT',
    'secret(key)? must be at least \\d+ (characters|bytes)',
    'environment variable .{1,80} (is )?(invalid|malformed|not valid)', 'input should be a valid',
  ), not(BUG), not(OPTIONAL), not(OF_A_REQUEST))],
  ['app-dependency-unreachable', any(
    '\\bECONNREFUSED\\b', '\\bENOTFOUND\\b', '\\bEAI_AGAIN\\b', '\\bETIMEDOUT\\b', '\\bEHOSTUNREACH\\b', '\\bENETUNREACH\\b',
    '\\bECONNRESET\\b',
    'connection (was )?(refused|reset|timed out|timeout|closed (unexpectedly|by)|failure|failed|error|attempt'
      + ' failed|terminated|aborted)',
    'connect(ion)? .{0,60}(failed|refused|timed out|timeout)',
    '(could not|cannot|can\'t|unable to|failed to|couldn\'t|can not|not possible to) (establish |open |make |obtain )?(a |the )?'
      + '(jdbc |tcp |redis |database )?(re)?(connect|connection|reach|contact|access (the )?(database|host|server))',
    '(could not|cannot|can\'t|unable to|failed to|couldn\'t) resolve '
      + '(?!service for|module|dependenc|plugin|import|reference|type|path|entry|placeholder|substitution|variable|symbol|property)',
    'error (occurred )?(while )?(connecting|establishing a connection)', 'CannotConnectError', 'TransientConnectionException',
    'ConnectionForced', 'ConnectionException', 'getaddrinfo', 'UnknownHostException', 'name or service not known',
    '(failure in|failed|error) .{0,20}name resolution', 'name resolution (failed|failure|error|timed out)',
    'could not translate host name', 'no such host', 'host (not found|is unreachable|unknown|name lookup)', 'unknown (\\w+ server )?host',
    'nodename nor servname', 'dns lookup', 'no resolvable', 'no route to host', 'network (is )?unreachable',
    'i\\/o (timeout|error on \\w+ request)', 'communications link failure', 'server selection (error|timed? ?out)', 'ServerSelection',
    'NoBrokersAvailable', 'no (\\w+ )?(brokers?|nodes?|hosts?|servers?) available', 'no brokers', 'broker may not be available',
    'DatabaseConnectionError', 'connection pool timeout', 'PoolTimeout', 'database system is (starting up|shutting down)',
    'context deadline exceeded', 'dial tcp', 'issue connecting', 'ConnectException', 'ConnectTimeout', 'SocketTimeout', 'ConnectionError',
    'MongoNetworkError', 'SequelizeConnection\\w*', 'can\'t reach database', 'NoHostAvailable', 'redis.{0,40}(unavailable|unreachable)',
    '\\bfetch failed\\b', 'upstream .{0,60}(unavailable|unreachable)', 'timed? ?out .{0,40}(waiting|connecting|while waiting to connect)',
    'timeout (occurred|expired|connecting|waiting)', 'waiting for .{1,60}time(d )?out', 'ResourceRequest timed out',
  )],
  // after dependencies: "failed to run migrations: connection refused" is about the database
  ['app-migration-failed', any(
    '(could not|failed to|unable to|error (while )?|cannot )'
      + '(run|running|apply|applying|execute|executing|perform|performing) .{0,40}\\bmigrations?\\b',
    '\\bmigrations? .{0,60}\\b(failed|aborted|could not be applied)\\b',
  )],
  // the class alone names neither host nor fault
  ['app-dependency-unreachable', any('\\bTimeoutException\\b'), 'probable'],
  ['app-aborted', any(
    '\\bSIGABRT\\b', 'assertion .{0,120}failed', 'aborted \\(core dumped\\)', '^abort(ed)?\\b', 'terminate called', 'signal 6\\b',
  ), 'probable'],
];
