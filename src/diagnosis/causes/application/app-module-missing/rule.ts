import { ended, exits, guide, quoted } from '../../kit';

export const appModuleMissing = ended({
  id: 'app-module-missing',
  family: 'application',
  title: 'Application file, module or library missing',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  fix: 'add the file or package to the image (check COPY and install steps, .dockerignore and multi-stage copies of the Dockerfile),'
    + ' then deploy the new image',
});
