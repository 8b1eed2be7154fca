import { called, ended, guide, quoted } from '../../kit';

export const appModuleMissing = ended({
  id: 'app-module-missing',
  family: 'application',
  title: 'Application file, module or library missing',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${called(ending.container.name)} exits with code ${ending.exitCode}: ${quoted(line)}`,
  fix: 'put it into the image (Dockerfile COPY or install step; look at .dockerignore and multi-stage copies), then deploy the new image',
});
