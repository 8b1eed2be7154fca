import { Frame } from '../../../../facts/model';
import { definitionOf, wholeLine } from '../../../read';
import { ended, exits, guide, orBack, quoted } from '../../kit';
import { refusal } from '../refused';

const SHORT_LINE = 120;

export const appPermissionDenied = ended({
  id: 'app-permission-denied',
  family: 'application',
  title: 'Operating system refused the application',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line, frame) => {
    // "Operation not permitted" alone is no fault that somebody could correct: the line names the file
    const whole = wholeLine(frame, ending.container.name, ending.task, line);
    const shown = whole && whole.length <= SHORT_LINE ? whole : line;
    return `${exits(ending)}: ${quoted(shown)}`;
  },
  facts: (ending, line, frame) => refusal(frame, ending, line).facts,
  fix: (ending, line, frame) => (line && EXEC.test(line) && !drops(frame, ending.container.name)
    ? fixOfExec(frame, ending.container.name)
    : refusal(frame, ending, line).fix),
});

function drops(frame: Frame, container: string | undefined): boolean {
  return Boolean(definitionOf(frame, container)?.linuxParameters?.capabilities?.drop?.length);
}

function fixOfExec(frame: Frame, name: string | undefined): string {
  return 'the program itself is refused, and no path: its file has capabilities (setcap) that the container lacks, or a security profile'
    + ' forbids it: linuxParameters.addCapabilities(...), or a build that needs none'
    + orBack({ frame, name });
}

/** EPERM; a file without the bit is EACCES (execve(2)). */
const EXEC = /\bexec\b.{0,80}\boperation not permitted/i;
