import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { commandFacts, removedFromRuntime, wholeLine } from '../../../read';
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
/** The module is there, and another version of it than the one that imports it expects. */
const OTHER_VERSION = /cannot import name ['"]?(\w{1,100})['"]? from (?!partially initialized)['"]?([\w.]{1,200})/i;
/** Its new home, in the words of Pydantic, LangChain and Keras. */
const MOVED = /[`'"]([\w.]{2,100})[`'"] (?:has been|was|is) moved to (?:the )?[`'"]([\w.-]{2,100})[`'"]/i;
const CLASS = /ClassNotFoundException:? ?([\w.$/]{1,200})?|NoClassDefFoundError:? ?([\w.$/]{1,200})?|\bclass ([\w.$]{3,200}) could not be found/i;

function fixFor(text: string, { container: { name } }: Ending, frame: Frame): string {
  if (BLANK.test(text)) {
    const own = frame.taskDefinition?.containerDefinitions?.find((d) => d.name === name);
    const both = own?.entryPoint?.length && own.command?.length ? ' do not name the program twice in entryPoint and command;' : '';
    return `give each word as an argument of its own in command of addContainer('${name}', ...), and the program once:${both}`
      + ' ["uvicorn", "app.main:app", "--host", "0.0.0.0"], not ["uvicorn app.main:app"]; the ENTRYPOINT of the image comes before command';
  }
  const removed = removedFromRuntime(text);
  if (removed) return removed.fix;
  const version = OTHER_VERSION.exec(text);
  if (version) {
    const [root] = version[2].split('.');
    return `pin a version of ${root} that has ${version[1]}, or update the package that imports it (the line above in the traceback),`
      + ' in the requirements of the image; if the module is your own, correct the name; then build and deploy again';
  }
  const moved = MOVED.exec(text);
  if (moved) {
    const owner = /(?:^|\s)([a-z]\w{1,40})\.[\w.]{0,80}(?:Error|Warning)\b/.exec(text)?.[1] ?? 'the package';
    return `pin ${owner} to the version before ${moved[1]} moved, in the requirements of the image; or install ${moved[2]} and import`
      + ' from it; then build and deploy again';
  }
  const found = CLASS.exec(text);
  if (found) {
    const named = found.slice(1).find(Boolean)?.replace(/\//g, '.');
    return `put the jar with ${named ? 'class ' : 'the class'}${named ?? ''} into the image, in a folder that is on the class path of the`
      + ' start script (CLASSPATH, -cp, or the lib folder of the server), in the version that the application was built with';
  }
  return 'add the file or package to the image (check COPY and install steps, .dockerignore and multi-stage copies of the Dockerfile),'
    + ' then deploy the new image';
}
