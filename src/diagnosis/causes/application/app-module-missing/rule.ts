import { ContainerDefinition, Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { commandFacts, definitionOf, logLines, removedFromRuntime, wholeLine } from '../../../read';
import { alternatives, nameInFix } from '../../../text';
import { ended, exits, guide, quoted } from '../../kit';
import { gpuFix } from '../../startup/host-fault';

export const appModuleMissing = ended({
  id: 'app-module-missing',
  family: 'application',
  title: 'Application file, module or library missing',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: (ending, line = '', frame) => (BLANK.test(line)
    ? ['a module name has no blank: words of entryPoint and command were put together', ...commandFacts(frame, ending.container.name)]
    : [removedFromRuntime(wholeLine(frame, ending.container.name, ending.task, line) ?? line)?.fact]),
  fix: (ending, line, frame) => gpuFix(line) ?? fixFor(wholeLine(frame, ending.container.name, ending.task, line) ?? '', ending, frame),
});

/** `No module named 'uvicorn app'`: Python imports what it gets as one argument. */
const BLANK = /no module named ['"]?[\w.-]{1,100} [\w.: -]{1,100}['"]|could not import module ['"][\w.-]{1,100} [\w.: -]{1,100}['"]/i;
/** Lines around the one that names it: who imported it, and for what. */
const BESIDE = 12;

function fixFor(text: string, { container: { name }, seen }: Ending, frame: Frame): string {
  const own = definitionOf(frame, name);
  if (BLANK.test(text)) {
    const both = own?.entryPoint?.length && own.command?.length ? ' do not name the program twice in entryPoint and command;' : '';
    return `give each word as an argument of its own in command of addContainer('${name}', ...), and the program once:${both}`
      + ' ["uvicorn", "app.main:app", "--host", "0.0.0.0"], not ["uvicorn app.main:app"]; the ENTRYPOINT of the image comes before command';
  }
  const removed = removedFromRuntime(text);
  if (removed) return removed.fix;
  const { line: at, task } = seen ?? { line: 0, task: undefined };
  const beside = task ? logLines(frame, name, task).slice(Math.max(0, at - BESIDE), at + BESIDE) : [];
  return missing({ definition: own, line: text, text: [text, ...beside.map(({ message }) => message)].join('\n') })
    ?? 'add the file or package to the image: check COPY and install steps, .dockerignore and multi-stage copies of the Dockerfile';
}

interface Known {
  readonly definition?: ContainerDefinition;
  readonly line: string;
  /** It, and those beside it. */
  readonly text: string;
}

type Kind = readonly [words: RegExp, fix: (found: RegExpExecArray, known: Known) => string];

/** Documentation of Node.js, "Added in" of each module; require() knows the prefix `node:` since 14.18. */
const NODE: { readonly [module: string]: string | undefined } = { 'sqlite': '22.5', 'test': '18', 'fs/promises': '14' };

/** Names of an application, and the words of servers that load one; the name comes first. */
const OWN = /^(?:(?:app|main|src|config)\b|[\w.]*(?:[aw]sgi|settings)\n)|import_app|import_from_string|could not import|uWSGI/i;

function ofPython(module: string, { definition, text }: Known): string {
  const [root] = module.split('.');
  // a pickle names the module of each object in it (Python documentation, pickle)
  if (/\bshelve\.py|pickle/i.test(text)) {
    return `remove the file of state that it reads (celery beat: its schedule): it has objects of ${module}`;
  }
  const given = [definition?.entryPoint, definition?.command].join();
  if (OWN.test(`${module}\n${text}`) || new RegExp(`\\b${root}[.:]\\w`).test(given)) {
    return `copy ${root} into the image, and start the program in its folder (WORKDIR, PYTHONPATH)`;
  }
  // of a dotted name, Python names the part that it does not find
  return root === module
    ? `add the package with ${root} to the requirements, installed in the final stage; if it is your own, copy it and set PYTHONPATH`
    : `pin a version of ${root} that has ${module}; if it is your own, copy it`;
}

function ofNode([, module]: RegExpExecArray): string {
  if (/\.node$/.test(module)) return `install the packages in the image; if they have no ${module}, take a Debian image`;
  if (/^(?:[@~]|src)\//.test(module)) return `let the build rewrite the alias in ${module}: tsc leaves it (tsc-alias)`;
  if (/^[./]/.test(module)) return ofFile(module);
  if (NODE[module]) return ofNodeVersion(module);
  return `list ${module} in dependencies of package.json (not devDependencies), installed in the final stage`
    + (module.startsWith('@') ? '; of a workspace, copy its folder and build, too' : '');
}

function ofNodeVersion(module: string): string {
  return `build the image on Node.js ${NODE[module] ?? '14.18'} or newer`;
}

function ofFile(path: string): string {
  if (/^\/(?:rootfs|host|proc|sys|dev)\b/.test(path)) return `mount ${path} of the host (EC2 only), or let the program do without`;
  return `put ${path} into the image (COPY, .dockerignore) or on a volume, or correct the path (case-sensitive)`;
}

/** OpenSSL 3 came with Debian 12 and Alpine 3.17 (their release notes). */
function ofLibrary([, object, library = object]: RegExpExecArray): string {
  const ssl = /^lib(?:ssl|crypto)\.so\.(1|3)/.exec(library)?.[1];
  const debian = ssl === '1' ? 11 : 12;
  return ssl
    ? `build on the distribution of the final stage (Prisma: binaryTargets), or take one with this OpenSSL (Debian ${debian})`
    : `install the package that has ${library} in the final stage (Debian: apt-file search; Alpine: apk add so:${library})`;
}

/** Kinds of what is missing, by the words of runtimes; the first that fits. */
const KINDS: readonly Kind[] = [
  // the module is there, and another version of it than the one that imports it expects
  [/cannot import name ['"]?(\w{1,100})['"]? from (?!partially initialized)['"]?([\w.]{1,200})/i, ([, wanted, module]) => (
    `pin a version of ${module.split('.')[0]} that has ${wanted}, or update the package that imports it; if the module is your own,`
      + ' correct the name')],
  // its new home, in the words of Pydantic, LangChain and Keras
  [/[`'"]([\w.]{2,100})[`'"] (?:has been|was|is) moved to (?:the )?[`'"]([\w.-]{2,100})[`'"]/i, ([, moved, home], { line }) => (
    `pin ${/(?:^|\s)([a-z]\w{1,40})\.[\w.]{0,80}(?:Error|Warning)\b/.exec(line)?.[1] ?? 'the package'} to the version before ${moved} moved, or`
      + ` install ${home} and import from it`)],
  // Spring Boot 3.2 release notes
  [/boot\.loader\.JarLauncher/, () => 'write org.springframework.boot.loader.launch.JarLauncher: its name since Spring Boot 3.2'],
  [/(?:ClassNotFoundException|NoClassDefFoundError|main class):? ?([\w.$/]{1,200})?|\bclass ([\w.$]{3,200}) could not be found/i,
    ([, ...classes]) => `put the jar with class ${classes.find(Boolean)?.replace(/\//g, '.') ?? 'it names'} on the class path (CLASSPATH,`
      + ' -cp, or the lib folder of the server), in the version that the application was built with'],
  [/(?:module '|package '|built-in module: )node:([\w/]+)/, ([, module]) => ofNodeVersion(module)],
  [/(?:no module named|could not import module) ['"]?([\w.]+)/i, ([, module], known) => ofPython(module, known)],
  [/cannot find (?:module|package) ['"]([\w.@/~-]+)/i, ofNode],
  [/engine library for current platform "([\w.-]+)/, ([, target]) => `add "${target}" to binaryTargets of the Prisma client`],
  [/(lib[\w+-]{1,40}\.so[.\d]*)|library '([\w.]+)'/, ofLibrary],
  [/assembly '([\w.]+), Version=([\d.]+)/, ([, assembly, version]) => (
    `copy the whole output of dotnet publish, in which all projects refer to one version of ${assembly} (${version})`)],
  [/(?:such file --|could not find) '?bundler(?:' \(([\d.]+))?/i, ([, version = 'VERSION']) => (
    `run gem install bundler -v ${version} in the final stage`)],
  [alternatives(
    String.raw`such file -- ([\w/.-]+)|could not find (?:gem )?'?([\w.-]+)'? .{0,80}(?:sources|installed)`,
    String.raw`([\w-]{2,60}) is not part of the bundle`,
  ), ([, file, ...gems]) => (/^[./]/.test(file ?? '') ? ofFile(file)
    : `have ${file ?? gems.find(Boolean)} in the Gemfile outside development and test, installed in the final stage (BUNDLE_PATH,`
      + ' BUNDLE_WITHOUT)')],
  [/vendor\/autoload/, () => 'run composer install --no-dev in the image, or copy vendor; mount nothing over its folder'],
  [/(?:directory, \w+|required|stat|read file|open|NotFoundException:|directory:) ['"]?([\w.-]*\/[^\s'":,;()]+)/i, ([, path]) => (
    ofFile(nameInFix(path)))],
];

/** undefined: the line does not name it. */
function missing(known: Known): string | undefined {
  for (const [words, fix] of KINDS) {
    const match = words.exec(known.line);
    if (match) return fix(match, known);
  }
  return undefined;
}
