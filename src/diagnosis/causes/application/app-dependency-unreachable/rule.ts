import { called, ended, guide, quoted } from '../../kit';
import { reach } from '../dialled';

export const appDependencyUnreachable = ended({
  id: 'app-dependency-unreachable',
  family: 'application',
  title: 'Database, queue or other host not reachable',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${called(ending.container.name)} exits with code ${ending.exitCode}: ${quoted(line)}`,
  facts: (ending, line, frame) => reach(frame, ending, line).facts,
  fix: (ending, line, frame) => reach(frame, ending, line).fix,
});
