import { wholeLine } from '../../../read';
import { ended, exits, guide, quoted } from '../../kit';
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
  fix: (ending, line, frame) => refusal(frame, ending, line).fix,
});
