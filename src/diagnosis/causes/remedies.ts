import { commonPrefix, droppedEnvironment, misspelt } from './application/settings';
import { DATA_ROWS, WAIT_ROWS } from './data-remedies';
import { FACT_ROWS, OF_STACK } from './fact-remedies';
import { KEY_ROWS } from './key-remedies';
import { AT_START, OF_COURSE } from './remedies-at-start';
import { formerTag, Known, orBack, Remedy, Row } from './remedy';
import { SETUP_ROWS } from './setup-remedies';
import { WINDOWS_ROWS } from './windows-remedies';
import { Frame } from '../../facts/model';
import { Ending } from '../classify';
import { definitionOf, formerImage, launchTypeOf, logLines, onWindows } from '../read';
import { alternatives, nameInFix, quotedInFix, wholeTokens } from '../text';

/** Lines before and after the one that was lifted: a program explains itself before it gives up, and in the lines after. */
const BEFORE = 25;
const AFTER = 8;

/** undefined: there are no words whose remedy is known. */
export function remedyOf(frame: Frame, { container: { name }, seen }: Ending, line: string | undefined): Remedy | undefined {
  if (!line) return undefined;
  const all = seen ? logLines(frame, name, seen.task) : [];
  const at = seen?.line ?? 0;
  const from = (first: number, last: number) => all.slice(Math.max(0, first), last).map(({ message = '' }) => message.slice(0, 1000));
  const lines = seen ? from(at - BEFORE, at + AFTER) : [line];
  return remedyInWords(frame, name, lines) ?? remedyAtStart(frame, name, seen ? from(at, at + NEXT) : [line])
    ?? (/connect/i.test(from(at, at + NEXT).join()) ? remedyInWords(frame, name, from(at, at + STACK), OF_STACK) : undefined);
}

/** Lines of an error that goes on below its first one. */
const NEXT = 4;
const STACK = 16;

/** @param lines that which ended the program first */
export function remedyAtStart(frame: Frame, name: string | undefined, lines: readonly string[]): Remedy | undefined {
  return remedyInWords(frame, name, lines, AT_START);
}

/** @param lines the last of a program that does not go on */
export function remedyAtEnd(frame: Frame, name: string | undefined, lines: readonly string[]): Remedy | undefined {
  return remedyInWords(frame, name, lines, WAIT_ROWS);
}

/** The same for lines of the log of a container. */
export function remedyInWords(
  frame: Frame, name: string | undefined, lines: readonly string[], rows: readonly Row[] = [...ROWS, ...OF_COURSE],
): Remedy | undefined {
  for (const [pattern, found] of rows) {
    const line = lines.find((one) => pattern.test(one));
    const match = line === undefined ? null : pattern.exec(line);
    if (!match || line === undefined) continue;
    const remedy = found(match, { frame, name, definition: definitionOf(frame, name), line, text: lines.join('\n') });
    if (remedy) return typeof remedy === 'string' ? { fix: remedy } : remedy;
  }
  return undefined;
}

/** https://learn.microsoft.com/dotnet/core/runtime-discovery/troubleshoot-app-launch */
function dotnet([, framework, wanted]: RegExpExecArray, { text }: Known): Remedy {
  const image = framework === 'AspNetCore' ? 'aspnet' : 'runtime';
  const has = new RegExp(`(\\d+\\.\\d+\\.\\d+[\\w.-]*) at \\[\\S*Microsoft\\.${framework}\\.App`).exec(text)?.[1];
  const [version, target] = [wanted, has].map((one) => /^\d+\.\d+/.exec(one ?? '')?.[0]);
  return {
    ...(has && { facts: [`the image has ${framework} ${has}, and the program was built for ${wanted}`] }),
    fix: `take mcr.microsoft.com/dotnet/${image}:${version} as base image of the final stage, or set TargetFramework of the project to`
      + (target ? ` net${target}` : ' that of the image'),
  };
}

/** Variables and the command of the task definition that pass the option; else the image sets it. */
function option([said, wanted]: RegExpExecArray, { definition, name }: Known): string {
  const { environment = [], entryPoint = [], command = [] } = definition ?? {};
  const texts = [...environment, { name: 'command', value: [...entryPoint, ...command].join(' ') }];
  const from = texts.find(({ value = '' }) => value.includes(wanted));
  const own = from?.value?.split(/[\s"']+/).find((one) => one.includes(wanted)) ?? wanted;
  const variables = /NODE|bad|RUBY/.test(said) ? 'NODE_OPTIONS, RUBYOPT' : 'JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, JAVA_OPTS, CATALINA_OPTS';
  const where = from
    ? `${nameInFix(from.name ?? '')} of addContainer('${name}')`
    : `the options that the image or its start script sets (${variables})`;
  return `take ${nameInFix(own)} out of ${where}: the runtime of this image does not accept it; or stay on the runtime version before`;
}

/** A pid file of a process that is gone. ECS restarts a container in place, with its files (Amazon ECS Developer Guide, restart policy). */
function stalePid(_match: RegExpExecArray, { definition, line }: Known): Remedy | undefined {
  // beside a volume, the old task has it
  if (/postmaster\.pid/.test(line) && definition?.mountPoints?.length) return undefined;
  const file = /(\/?[\w./-]*(?:RUNNING_PID|\.pid|\.X\d+-lock))\b/.exec(line)?.[1];
  const restarts = definition?.restartPolicy?.enabled === true;
  const avoid = /RUNNING_PID/.test(line)
    ? 'let Play write none: -Dpidfile.path=/dev/null'
    : 'let the program write none (Rails: -P /dev/null)';
  return {
    facts: [restarts
      ? 'restartPolicy starts the program in the same container again, with the file of the first process'
      : 'the file is of an earlier process: in the image, or on a volume'],
    fix: `remove ${file ?? 'the pid file'} at each start (rm -f, before the program), or ${avoid}`
      + (restarts ? '; then look for what ended the first process' : ''),
  };
}

/** Extensions of PHP by their functions. */
const OF_FUNCTIONS: readonly (readonly [RegExp, string])[] = [
  [/^mysqli/, 'mysqli'], [/^pg_/, 'pgsql'], [/^(?:image|gd)/, 'gd'], [/^mb_/, 'mbstring'], [/^bc/, 'bcmath'], [/^curl/, 'curl'],
  [/^simplexml/, 'simplexml'],
];

function extension([, connection, call, named, needed]: RegExpExecArray, { definition }: Known): string | undefined {
  const found = call ? OF_FUNCTIONS.find(([names]) => names.test(call))?.[1] : named ?? needed;
  if (call && !found) return undefined;
  const given = definition?.environment?.find((e) => e.name === 'DB_CONNECTION')?.value;
  const pdo = (connection ?? given ?? 'mysql, pdo_pgsql').replace(/^mariadb/, 'mysql');
  const one = nameInFix((found ?? `pdo_${pdo}`).toLowerCase());
  return `install the PHP extension ${one} in the final stage of the image (docker-php-ext-install ${one})`;
}

/** With `awsvpc`, a task has the DNS server of its VPC, and its containers share localhost (Amazon ECS Developer Guide, `awsvpc`). */
function dockerNames(_match: RegExpExecArray, { frame: { taskDefinition }, text }: Known): Remedy | undefined {
  const name = /\b([\w-]+) could not be resolved/.exec(text)?.[1];
  const other = taskDefinition?.containerDefinitions?.find((d) => d.name === name);
  if (taskDefinition?.networkMode !== 'awsvpc' || (!other && !text.includes('127.0.0.11'))) return undefined;
  const port = other?.portMappings?.[0]?.containerPort ?? 'PORT';
  const inPlaceOf = name ? ` instead of ${name}` : '';
  return {
    facts: ['awsvpc has no names of Docker Compose and no DNS at 127.0.0.11; containers share localhost'],
    fix: `proxy to 127.0.0.1:${port}${inPlaceOf}, and take "resolver 127.0.0.11" out (DNS of the VPC: 169.254.169.253)`,
  };
}

/** A device of the host. Fargate gives a container neither devices nor `privileged` (Amazon ECS Developer Guide, Fargate security). */
function device([said]: RegExpExecArray, { frame, name }: Known): string {
  const [path, capability] = /tun\b/i.test(said) ? ['/dev/net/tun', 'NET_ADMIN'] : ['/dev/fuse', 'SYS_ADMIN'];
  return launchTypeOf(frame) === 'FARGATE'
    ? `run it on EC2 instances: Fargate has no ${path} and no privileged; or do without (S3: the SDK; files: EFS)`
    : `give it ${path}: linuxParameters.addDevices({ hostPath: '${path}' }) and addCapabilities(Capability.${capability}),`
      + ` or privileged: true in addContainer('${name}')`;
}

/** `blamed.ts` joins these words with a changed image. */
const OTHER_VERSION = 'the data on its volume are of another version';
const DEVICE_MISSING = alternatives(
  String.raw`\bfuse: (?:device not found|failed to open)|modprobe (?:fuse|tun)\b`,
  String.raw`/dev/(?:fuse|net/tun)\b.{0,80}(?:no such|not (?:found|exist|permitted|available)|denied|unavailable)`,
  String.raw`tun/tap.{0,40}(?:unavailable|no such|fail)`,
);
const VERSION = /(?:by PostgreSQL version|node from version \[|grade from|built by version|version of the data \(|database version \() ?(\d[\d.]*)/i;

/** Data of another version: servers upgrade them by one step, or not at all, and never downgrade. */
function otherVersion(newer: boolean) {
  return (_match: RegExpExecArray, known: Known): Remedy => {
    const line = known.text.split('\n').find((one) => VERSION.test(one)) ?? known.line;
    const version = VERSION.exec(line)?.[1];
    const image = formerImage(known.frame, known.name);
    const ofVersion = version ? `an image of version ${version}` : 'the image that ran before';
    const former = image ? nameInFix(image) : ofVersion;
    const flags = /feature.?flag/i.test(known.line) ? ', all feature flags enabled before each (rabbitmqctl enable_feature_flag all)' : '';
    return {
      facts: [`${OTHER_VERSION}: ${wholeTokens(line.trim(), 300)}`],
      fix: newer
        ? `deploy ${former} again and pin it: only a backup takes data back to an older version`
        : `deploy ${former} again and pin it; then upgrade step by step${flags}, or dump there and restore into an empty volume`,
    };
  };
}

/** The program sent no password. */
function noCredentials(_match: RegExpExecArray, { frame, name, definition, text }: Known): Remedy | undefined {
  const given = [...definition?.environment ?? [], ...definition?.secrets ?? []].map((one) => one.name ?? '');
  const theirs = given.filter((one) => /USER|PASS|(?:DATABASE|DB|MYSQL\w*)_URL|DSN/.test(one));
  if (!theirs.length) {
    return { fix: `set the password (and user) under secrets in addContainer('${name}', ...): the program sent no password` };
  }
  const dropped = droppedEnvironment(frame, name, [text], theirs.join(', '));
  const fact = `the program sent no password, and the task definition has ${theirs.join(', ')}`;
  return dropped && { facts: [fact, dropped.fact], fix: dropped.fix };
}

/** Amazon ECS Developer Guide, "Fargate task ephemeral storage": 20 GiB, up to 200 on Linux. SteamCMD: state 0x202 is a full disk. */
function disk(_match: RegExpExecArray, { frame }: Known): Remedy | undefined {
  if (launchTypeOf(frame) !== 'FARGATE' || onWindows(frame)) return undefined;
  const size = frame.taskDefinition?.ephemeralStorage?.sizeInGiB;
  return {
    facts: [`the task has ${size ?? 20} GiB for its images and files (${size ? 'ephemeralStorage' : 'the default of Fargate'})`],
    fix: 'raise ephemeralStorageGiB of the FargateTaskDefinition (up to 200) above what the program downloads or writes, or use a volume',
  };
}

const ROWS: readonly Row[] = [
  ...FACT_ROWS,
  [alternatives(
    String.raw`no space left on device(?<!(?:shared memory|/dev/shm).{0,200})|disk write failure|state is 0x202`,
    String.raw`(?:not enough|insufficient) (?:free )?(?:disk )?space`,
  ), disk],
  [/access denied for user ''@|using password: NO\)|fe_sendauth: no password supplied/i, noCredentials],
  ...KEY_ROWS, ...WINDOWS_ROWS,
  // elastic/connectors-ruby#64; Python, Go, .NET
  [alternatives(
    String.raw`TZInfo::DataSourceNotFound|No source of timezone data|ZoneInfoNotFoundError|unknown time zone (?!["']?\s)`,
    String.raw`TimeZoneNotFoundException`,
  ), () => (
    'install time zone data in the image: package tzdata, or a copy in the program (Ruby: tzinfo-data, Python: tzdata, Go: time/tzdata)')],
  // nxzai/NextExplorer#241; glibc, MongoDB, numpy
  [alternatives(
    String.raw`x86-64-v\d`,
    String.raw`\b(?:CPU|processor)\b.{0,40}(?:does not support|lacks?|without) .{0,40}(?:x86|AVX|SSE|instruct)|unsupported CPU`,
    String.raw`CPU ISA level|requires? a CPU with|illegal instruction|\bSIGILL\b`,
  ),
  // a runtime that panics ends itself by an illegal instruction: Zig, Bun
  (_match, { line, frame, name, text }) => (/\bpanic\(/.test(text) ? undefined : {
    facts: [`the program asks for a newer processor: ${wholeTokens(line.trim(), 160)}`],
    fix: 'run it on a processor with these instructions (a newer type of instances; on a virtual machine, CPU type "host"),'
      + ` or take a build for older ones (without AVX; arm64: LSE)${orBack({ frame, name })}`,
  })],
  // shipsaas/docking#38
  [alternatives(
    String.raw`could not find driver(?: \(Connection: (\w+))?|call to undefined function (\w+)\(`,
    String.raw`class "(Redis|Imagick|Memcached|Soap|Zip|Intl|MongoDB)\w*\\?\S*" not found|(?:requires?|missing)[^\n]{0,60}\bext-(\w+)`,
  ), extension],
  [alternatives(
    String.raw`no suitable driver found|please install (\S+) package manually|error loading (psycopg2?|MySQLdb)\b`,
    String.raw`specified '(\w+)' for database adapter|sql: unknown driver "(\w+)"`,
  ), ([, ...names]) => {
    const driver = names.find(Boolean);
    return `install the database driver ${driver ? nameInFix(driver) : 'that it names'} in the image, as a dependency of production`;
  }],
  // dunglas/symfony-docker#506
  [/class ["']([\w\\]{3,150})["'] not found/i, ([, wanted], { definition, text }) => {
    if (!text.includes('.php')) return undefined;
    if (/^App\\/.test(wanted)) return `copy the file of ${wanted} into the image (case-sensitive), then run composer dump-autoload`;
    const variable = definition?.environment?.find(({ value }) => value === wanted)?.name;
    // Laravel: if ($this->app->environment('local'))
    const only = /environment\(['"](\w+)['"]\)/.exec(text)?.[1];
    const ofKind = definition?.environment?.find(({ name, value }) => /ENV$/.test(name ?? '') && value === only)?.name;
    if (ofKind) return `set ${nameInFix(ofKind)} to production: with ${only}, the program asks for ${wanted}, a package of development`;
    return `require the package with class ${wanted} for production (composer require, not --dev) and build the image again`
      + (variable ? `; or take ${nameInFix(variable)} out of environment` : '');
  }],
  // WordPress/openverse#3274
  [/resolver: 127\.0\.0\.11\b|\b([\w-]+) could not be resolved/, dockerNames],
  // s3fs-fuse/s3fs-fuse#647
  [DEVICE_MISSING, device],
  // kelektiv/node.bcrypt.js#1048
  [alternatives(
    String.raw`invalid ELF header|wrong ELF class|was compiled against a different Node|valid mach-o file|incompatible architecture`,
    String.raw`installed esbuild for another|@(?:esbuild|rollup|swc|img)/[\w-]+-(?:linux|darwin|win32)\b`,
    String.raw`could not load the "?\S{1,120} module using the linux|-(?:linux|darwin)\S{0,40} in locally installed gems`,
  ), () => (
    'install the packages in the image (npm ci, pip install, bundle install), optional ones included, on its own platform and runtime'
    + ' version, and keep node_modules or venv of your machine out of it (.dockerignore)')],
  // egregors/youtrack-docker-compose#10
  [alternatives(
    String.raw`from flags: field not found, node: (\S+)`,
    String.raw`(?:unknown (?:shorthand )?flag|flag provided but not defined|no such option|unrecogni[sz]ed arguments?):?`
    + String.raw` ['"]?(-[^\s'"]{1,60})`,
  ),
  ([, node = '', flag], known) => {
    const flags = flag ? nameInFix(flag) : `the flags with ${quotedInFix(node)}`;
    return `take ${flags} out of the command (command of addContainer('${known.name}'), or CMD of the image), or write what this version`
      + ` knows${orBack(known)}`;
  }],
  // hslatman/caddy-crowdsec-bouncer#16
  [alternatives(
    String.raw`(?:(?:unrecogni[sz]ed|unknown) (?:directive|plugin):?|unknown keyword(?= ')) ['"]?([\w.-]+)`,
    String.raw`invalid command '(\S+)', perhaps misspelled|undefined but requested (?:in|out)put: (\w+)|module not registered: (\S+)`,
  ),
  ([, ...names], known) => (
    `correct ${nameInFix(names.find(Boolean) ?? '')} in the configuration, or build the image with the module that knows it`
      + ` (Caddy: xcaddy build --with ...)${orBack(known)}`)],
  // LibreBooking/docker#203
  [/more than one MPM loaded/i, (_match, known) => (
    `leave one MPM enabled in the image (RUN a2dismod mpm_event mpm_worker && a2enmod mpm_prefork)${orBack(known)}`)],
  // itzg/docker-minecraft-server#1021; SQL Server, Splunk
  [/\b([A-Z_]*(?:EULA|LICEN[CS]E|ACCEPT)[A-Z_]*)=["']?(\w+)/, ([, name, value], { definition, name: container, text }) => {
    if (!/\b(?:please|must|not|to|be) accept/i.test(text) || definition?.environment?.some((e) => e.name === name)) return undefined;
    const other = misspelt(definition, name);
    if (!other) return `set ${name}: '${value}' under environment in addContainer('${container}', ...)`;
    return {
      facts: [`the task definition has ${other}`],
      fix: `rename ${nameInFix(other)} to ${name} in addContainer('${container}', ...)`,
    };
  }],
  // vernemq/docker-vernemq: the image makes its settings of variables with a prefix
  [/setting the "([\w.]{3,60})" config to "(\w{1,20})"/, ([, setting, value], { definition, name }) => {
    const prefix = commonPrefix(definition);
    if (!prefix) return undefined;
    const variable = prefix + setting.toUpperCase().replace(/\./g, '__');
    return `set ${variable}: '${value}' under environment in addContainer('${name}', ...)`;
  }],
  // google/cadvisor#3658
  [/mountpoint for \w+ not found|cgroups? v1\b.{0,60}(?:not|unsupported|required)/i, () => (
    'take a version of the program that knows cgroup v2 (Amazon Linux 2023), with /sys/fs/cgroup of the host mounted and privileged: true;'
      + ' or instances with Amazon Linux 2 (v1)')],
  // microsoft/IIS.ServiceMonitor#34
  [/APPCMD failed with error code (?!259\b)(\d+)/i, ([, code]) => (
    `correct what appcmd looks for in IIS (net helpmsg ${code}): keep DefaultAppPool in the image, or name the pool:`
    + ' ServiceMonitor.exe w3svc POOL')],
  [/APPCMD failed with error code/i, (_match, { frame, definition }) => {
    const { cpu, memory } = definition ?? {};
    const has = `cpu ${cpu ?? frame.taskDefinition?.cpu ?? 'unknown'}, memory ${memory ?? definition?.memoryReservation ?? 'unknown'} MiB`;
    return {
      facts: [`the container has ${has}; 259 means that appcmd still ran when ServiceMonitor gave up`],
      fix: 'give the container more cpu and memoryLimitMiB (IIS: 1024 and 2048 or more), and write fewer variables at start',
    };
  }],
  // memoetapp/memoet#55: an address that is asked for as a name of another family
  [/tcp connect \(\[?[\d.:]{7,}\]?:\d+\): non-existing domain/, () => ({
    facts: ['the driver looks the address up as a name of the other IP version: the database is not asked at all'],
    fix: 'switch IPv6 off for this connection (socket_options: [], ECTO_IPV6=false)',
  })],
  // hosts with scheme or quotes
  [/(?:ENOTFOUND|EAI_AGAIN) (["']\S{3,100}|\w+:\/\/\S{3,100})|lookup (["']\S{3,100}|\w+:\/\/\S{3,100}):? (?:on|no such)\b/, ([, host, ofGo]) => (
    `correct the host: ${nameInFix(host ?? ofGo)} is no name; leave scheme, quotes and port out of that variable`)],
  // docker-library/mysql#1007, nextcloud/docker#2015; Redis, etcd
  [alternatives(
    String.raw`\b(?:cannot|can ?not) (?:be )?downgrade|downgrad\w+ is (?:not|only) (?:supported|permitted)`,
    String.raw`can't handle RDB format version`,
  ), otherVersion(true)],
  // docker-library/postgres#766, rabbitmq/rabbitmq-server#10233, telekom-security/tpotce#1253, danny-avila/LibreChat#4155
  [new RegExp('database files are incompatible|data directory was initialized by PostgreSQL version|feature flag not enabled!|'
    + 'disabled_required_feature_flag|cannot upgrade (?:a node )?from|more than one major version behind|between multiple major versions|'
    + 'too recent to start up on the existing data|invalid featureCompatibilityVersion|unsupported redo log format|'
    + 'no MetadataVersion with feature level|database version .{0,20} is incompatible with', 'i'), otherVersion(false)],
  // MariaDB Knowledge Base, "Upgrading": only a clean shutdown leaves a redo log that another version reads
  [/upgrade after a crash is not supported/i, (_match, { frame, name }) => (
    `go back to ${formerTag(frame, name) ?? 'the version that wrote the data'}, let it stop cleanly once (stopTimeout: 120 seconds in`
    + ' addContainer()), then upgrade')],
  ...SETUP_ROWS,
  [/framework:? '?Microsoft\.(AspNetCore|NETCore)\.App'?, version '?(\d[\w.-]*)/i, dotnet],
  // erlef/docker-elixir#41
  [/error relocating \S+: _(?:Unwind|ZS)/i, (_match, { text }) => (/relocating \S+: (?!_(?:Unwind|ZS))/.test(text) ? undefined
    : 'install libgcc and libstdc++ in the final stage (apk add), or link them statically')],
  [new RegExp('error relocating \\S+: \\S+ symbol not found|\\bversion [`\']?(?:GLIBC(?:_(2[.\\d]+))?|CXXABI)\\S* not found|'
    + 'shared library \\S*(?:ld-|libc\\.)(?:linux|musl)', 'i'), ([, glibc]) => (
    'build and run on the same distribution and version (not glibc and Alpine): one base image for build stage and final stage,'
    + ' pinned by tag' + (glibc ? `, with glibc ${glibc} (Debian 12: 2.36, 13: 2.41)` : ''))],
  [/could not find a production build|cannot find module '\S*?\/((?:dist|build|\.output|\.next)\/)/i, ([, folder = '.next']) => (
    `run the build in the image (RUN npm run build) and copy its result, ${folder.replace(/\/$/, '')}, into the final stage, past`
    + ' .dockerignore; or correct the path')],
  [alternatives(
    String.raw`vite manifest not found|missing staticfiles manifest entry|not present in the asset pipeline`,
    String.raw`can't find \S+ in \S*manifest\.json`,
  ), () => (
    'build the assets in the image (npm run build, rails assets:precompile, manage.py collectstatic) and copy them into the final stage')],
  [new RegExp(
    '(?:unrecognized (?:VM )?option:?|invalid (?:initial|maximum) heap size:|bad option:|invalid switch in RUBYOPT:)'
    + String.raw` ['"]?([^\s'"(]{3,200})`, 'i'), option],
  [/(\S{3,200}) is not allowed in NODE_OPTIONS/, option],
  // opentargets/platform-api#100, samvera/hyku#1261, WGDashboard/WGDashboard#723
  [alternatives(
    String.raw`already running\b.{0,200}\b(?:RUNNING_PID|pid\b)|\bpid ?file\b.{0,120}\b(?:exists|stale|delete)|\.pid"? already exists`,
    String.raw`\.X\d+-lock`,
  ), stalePid],
  ...DATA_ROWS,
  // Java Virtual Machine Specification, table 4.1-A: version 55 is Java 11
  [/\(class file version (\d\d)\.\d+\), this .{1,80} up to (\d\d)\.\d/, ([, built, has]) => (
    `take a base image with Java ${Number(built) - 44}, or compile for Java ${Number(has) - 44}`)],
  [/no main manifest attribute/, () => (
    'copy the executable jar into the image (Spring Boot: bootJar, not *-plain.jar)')],
  [/allowed memory size of (\d+) bytes/i, ([, bytes]) => (
    `raise memory_limit of PHP (Composer: COMPOSER_MEMORY_LIMIT=-1) above ${Number(bytes) / 2 ** 20} MiB; more memory does not help`)],
];
