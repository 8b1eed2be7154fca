import { ended, exits, guide, quoted } from '../../kit';

export const appDependencyAuth = ended({
  id: 'app-dependency-auth',
  family: 'application',
  title: 'Dependency refused the credentials',
  stage: 'run',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: () => ['the application reached its dependency, but the dependency refused the login or the call'],
  fix: 'pass the right credentials with secrets in addContainer(), or grant the task role: resource.grant...(taskDefinition.taskRole)',
});
