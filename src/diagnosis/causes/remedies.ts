import { ContainerDefinition, Frame } from '../../facts/model';
import { Ending } from '../classify';
import { definitionOf, logLines } from '../read';
import { lastPart, wholeTokens } from '../text';

/** What to do about words of a program whose meaning is known, whatever cause they are of. */
interface Remedy {
  readonly fix: string;
  readonly facts?: readonly string[];
}

interface Known {
  readonly frame: Frame;
  readonly name?: string;
  readonly definition?: ContainerDefinition;
  /** The line of the log with the words. */
  readonly line: string;
  /** It, and those beside it. */
  readonly text: string;
}

type Row = readonly [words: RegExp, found: (match: RegExpExecArray, known: Known) => Remedy | string];

/** Lines before and after the one that was lifted: a program explains itself before it gives up, and in the lines after. */
const BEFORE = 25;
const AFTER = 8;

/** undefined: there are no words whose remedy is known. */
export function remedyOf(frame: Frame, { container: { name }, seen }: Ending, line: string | undefined): Remedy | undefined {
  if (!line) return undefined;
  const all = seen ? logLines(frame, name, seen.task) : [];
  const at = seen?.line ?? 0;
  const lines = seen ? all.slice(Math.max(0, at - BEFORE), at + AFTER).map(({ message = '' }) => message.slice(0, 1000)) : [line];
  for (const [words, found] of ROWS) {
    const own = lines.find((one) => words.test(one));
    const match = own === undefined ? null : words.exec(own);
    if (!match || own === undefined) continue;
    const remedy = found(match, { frame, name, definition: definitionOf(frame, name), line: own, text: lines.join('\n') });
    return typeof remedy === 'string' ? { fix: remedy } : remedy;
  }
  return undefined;
}

/** https://learn.microsoft.com/dotnet/core/runtime-discovery/troubleshoot-app-launch */
function dotnet([, framework, wanted]: RegExpExecArray, { text }: Known): Remedy {
  const image = framework === 'AspNetCore' ? 'aspnet' : 'runtime';
  const has = new RegExp(`(\\d+\\.\\d+\\.\\d+[\\w.-]*) at \\[\\S*Microsoft\\.${framework}\\.App`).exec(text)?.[1];
  const version = /^\d+\.\d+/.exec(wanted)?.[0];
  return {
    ...(has && { facts: [`the image has ${framework} ${has}, and the program was built for ${wanted}`] }),
    fix: `take mcr.microsoft.com/dotnet/${image}:${version} as base image of the final stage, or set TargetFramework of the project to`
      + ` ${has ?? 'that of the image'}`,
  };
}

/** Variables and the command of the task definition that pass the option; else the image sets it. */
function option([words, wanted]: RegExpExecArray, { definition, name }: Known): string {
  const { environment = [], entryPoint = [], command = [] } = definition ?? {};
  const texts = [...environment, { name: 'command', value: [...entryPoint, ...command].join(' ') }];
  const from = texts.find(({ value = '' }) => value.includes(wanted));
  const own = from?.value?.split(/[\s"']+/).find((one) => one.includes(wanted)) ?? wanted;
  const variables = /NODE|bad|RUBY/.test(words) ? 'NODE_OPTIONS, RUBYOPT' : 'JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, JAVA_OPTS, CATALINA_OPTS';
  const where = from ? `${from.name} of addContainer('${name}')` : `the options that the image or its start script sets (${variables})`;
  return `take ${own} out of ${where}: the runtime of this image does not accept it; or stay on the runtime version before`;
}

/** A pid file of a process that is gone. ECS restarts a container in place, with its files (Amazon ECS Developer Guide, restart policy). */
function stalePid(_match: RegExpExecArray, { definition, line }: Known): Remedy {
  const file = /(\/?[\w./-]*(?:RUNNING_PID|\.pid|\.X\d+-lock))\b/.exec(line)?.[1];
  const restarts = definition?.restartPolicy?.enabled === true;
  const avoid = /RUNNING_PID/.test(line) ? 'let Play write none: -Dpidfile.path=/dev/null' : 'let the program write none (Rails: -P /dev/null)';
  return {
    facts: [restarts
      ? 'restartPolicy starts the program anew in the same container, where it finds the file of the first process'
      : 'the file is of a process before: in the image (COPY), or on a volume that keeps it'],
    fix: `remove ${file ?? 'the pid file'} at each start (rm -f, before the program), or ${avoid}`
      + (restarts ? '; then look for what ended the first process: the lines before, memory' : ''),
  };
}

/** Two tasks run during a rolling update (minimumHealthyPercent, maximumPercent). */
function heldLock(_match: RegExpExecArray, { frame: { taskDefinition }, definition }: Known): Remedy {
  const kept = (taskDefinition?.volumes ?? []).filter((v) => v.efsVolumeConfiguration || v.host?.sourcePath).map((v) => v.name);
  const volume = definition?.mountPoints?.find(({ sourceVolume }) => kept.includes(sourceVolume))?.sourceVolume;
  const alone = 'minHealthyPercent: 0 and maxHealthyPercent: 100 of the service stop the old task first';
  return volume
    ? {
      facts: [`another process holds the lock: the old task uses volume ${volume}, too, while the new one starts`],
      fix: `let one task at a time use volume ${volume}: ${alone}; or give each task a directory of its own`,
    }
    : { fix: `let one process at a time use these data; if they are on a volume: ${alone}` };
}

/** The image of the container in the task definition before, if it was another one. */
function formerImage({ frame: { previousTaskDefinition }, name, definition }: Known): string | undefined {
  const image = previousTaskDefinition?.containerDefinitions?.find((d) => d.name === name)?.image;
  return image && image !== definition?.image ? lastPart(image) : undefined;
}

/** `blamed.ts` joins these words with a changed image. */
const OTHER_VERSION = 'the data on its volume are of another version';
const VERSION = /(?:by PostgreSQL version|node from version \[|grade from|built by version|version of the data \() ?(\d[\d.]*)/i;

/** Data of another version: servers upgrade them by one step, or not at all, and never downgrade. */
function otherVersion(newer: boolean) {
  return (_match: RegExpExecArray, known: Known): Remedy => {
    const line = known.text.split('\n').find((one) => VERSION.test(one)) ?? known.line;
    const version = VERSION.exec(line)?.[1];
    const former = formerImage(known) ?? (version ? `an image of version ${version}` : 'the image that ran before');
    const flags = /feature.?flag/i.test(known.line) ? ', all feature flags enabled before each (rabbitmqctl enable_feature_flag all)' : '';
    return {
      facts: [`${OTHER_VERSION}: ${wholeTokens(line.trim(), 300)}`],
      fix: newer
        ? `deploy ${former} again and pin it: data do not go back to an older version, except from a backup`
        : `deploy ${former} again and pin it; then upgrade step by step${flags}, or dump there and restore into an empty volume`,
    };
  };
}

const ROWS: readonly Row[] = [
  // docker-library/mysql#1007, nextcloud/docker#2015; Redis, etcd
  [/\b(?:cannot|can ?not) (?:be )?downgrade|downgrad\w+ is (?:not|only) (?:supported|permitted)|can't handle RDB format version/i, otherVersion(true)],
  // docker-library/postgres#766, rabbitmq/rabbitmq-server#10233, telekom-security/tpotce#1253, danny-avila/LibreChat#4155
  [new RegExp('database files are incompatible|data directory was initialized by PostgreSQL version|feature flag not enabled!|'
    + 'disabled_required_feature_flag|cannot upgrade (?:a node )?from|more than one major version behind|between multiple major versions|'
    + 'too recent to start up on the existing data|invalid featureCompatibilityVersion|unsupported redo log format|'
    + 'no MetadataVersion with feature level', 'i'), otherVersion(false)],
  [/framework:? '?Microsoft\.(AspNetCore|NETCore)\.App'?, version '?(\d[\w.-]*)/i, dotnet],
  // erlef/docker-elixir#41
  [new RegExp('error relocating \\S+: \\S+ symbol not found|\\bversion [`\']?(?:GLIBC|CXXABI)\\S+ not found|'
    + 'shared library \\S*(?:ld-|libc\\.)(?:linux|musl)', 'i'), () => (
    'build and run on the same distribution and version: one base image for the build stage and the final stage of the Dockerfile'
    + ' (not Alpine, which has musl, with glibc), pinned by tag')],
  [/could not find a production build|cannot find module '\S*?\/((?:dist|build|\.output|\.next)\/)/i, ([, folder = '.next']) => (
    `run the build in the image (RUN npm run build in the Dockerfile) and copy its result, ${folder.replace(/\/$/, '')}, into the final stage;`
    + ' .dockerignore is not allowed to leave it out')],
  [/vite manifest not found|missing staticfiles manifest entry|not present in the asset pipeline|can't find \S+ in \S*manifest\.json/i, () => (
    'build the assets in the image (npm run build, rails assets:precompile, manage.py collectstatic) and copy them into the final stage')],
  [/(?:unrecognized (?:VM )?option:?|invalid (?:initial|maximum) heap size:|bad option:|invalid switch in RUBYOPT:) ['"]?([^\s'"(]{3,200})/i, option],
  [/(\S{3,200}) is not allowed in NODE_OPTIONS/, option],
  // opentargets/platform-api#100, samvera/hyku#1261, WGDashboard/WGDashboard#723
  [/already running\b.{0,200}\b(?:RUNNING_PID|pid\b)|\bpid ?file\b.{0,120}\b(?:exists|stale|delete)|\.pid"? already exists|\.X\d+-lock/i, stalePid],
  // prometheus-community/helm-charts#2169, jupyterhub/mybinder.org-deploy#1734
  [new RegExp('failed to obtain (?:node )?locks?|LockObtainFailed|lock DB directory|DBPathInUse|another mongod instance|'
    + 'unable to lock \\.?/ibdata|while lock file: |(?:database|store|index|repository)\\b.{0,40}\\b(?:in use|locked) by another',
  'i'), heldLock],
];
