import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { commandFacts, definitionOf, logLines, removedFromRuntime, wholeLine } from '../../../read';
import { ended, exits, guide, quoted } from '../../kit';
import { gpuFix } from '../../startup/host-fault';
import { missing } from '../missing';

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
  return missing({ frame, name, definition: own, line: text, text: [text, ...beside.map(({ message }) => message)].join('\n') })
    ?? 'add the file or package to the image: check COPY and install steps, .dockerignore and multi-stage copies of the Dockerfile';
}
