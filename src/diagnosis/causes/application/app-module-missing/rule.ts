import { ended, exits, guide, quoted } from '../../kit';
import { gpuFix } from '../../startup/gpu';

export const appModuleMissing = ended({
  id: 'app-module-missing',
  family: 'application',
  title: 'Application file, module or library missing',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  fix: (_ending, line) => gpuFix(line) ?? 'add the file or package to the image (check COPY and install steps, .dockerignore and'
    + ' multi-stage copies of the Dockerfile), then deploy the new image',
});
