import { ended, exits, guide, quoted, whatItLacked } from '../../kit';
import { reach } from '../dialled';

export const appDependencyUnreachable = ended({
  id: 'app-dependency-unreachable',
  family: 'application',
  title: 'Database, queue or other host not reachable',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
  onHost: true,
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: (ending, line, frame) => [
    ...reach(frame, ending, line).facts,
    ending.address && `its log names this address: ${ending.address}`,
    whatItLacked(ending),
  ],
  fix: (ending, line, frame) => reach(frame, ending, line).fix,
});
