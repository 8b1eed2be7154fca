import { called, ended, guide, quoted } from '../../kit';
import { refusal } from '../refused';

export const appPermissionDenied = ended({
  id: 'app-permission-denied',
  family: 'application',
  title: 'Operating system refused the application',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${called(ending.container.name)} exits with code ${ending.exitCode}: ${quoted(line)}`,
  facts: (ending, line, frame) => refusal(frame, ending, line).facts,
  fix: (ending, line, frame) => refusal(frame, ending, line).fix,
});
