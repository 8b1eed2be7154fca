import { ended, exits, guide, quoted } from '../../kit';

export const appPermissionDenied = ended({
  id: 'app-permission-denied',
  family: 'application',
  title: 'Operating system refused the application',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  fix: 'listen on a port above 1023, change the owner or mode of the path in the image or volume, or set user in addContainer()',
});
