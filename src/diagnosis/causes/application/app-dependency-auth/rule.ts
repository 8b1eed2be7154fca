import { ended, exits, guide, quoted } from '../../kit';
import { refusedCall, thenFact } from '../refused-call';

export const appDependencyAuth = ended({
  id: 'app-dependency-auth',
  family: 'application',
  title: 'Dependency refused the credentials',
  stage: 'run',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line, frame) => {
    const { action, resource } = refusedCall(frame, ending, line) ?? {};
    if (!action) return `${exits(ending)}: ${quoted(line)}`;
    return `${exits(ending)}: ${action} refused${resource ? ' on ' : ''}${quoted(resource)}`;
  },
  facts: (ending, line, frame) => [
    ...refusedCall(frame, ending, line)?.facts ?? ['the application reached its dependency, but the dependency refused the login or the call'],
    thenFact(ending),
  ],
  fix: (ending, line, frame) => refusedCall(frame, ending, line)?.fix ?? (OF_AWS.test(line ?? '')
    ? 'grant the call to the task role: resource.grant...(taskDefinition.taskRole); a key in environment or secrets goes before the role'
    : `pass the right user and password with secrets in addContainer('${ending.container.name}', ...);`
      + ' in a URL, encode signs such as + / @ : % of the password'),
});

/** The calls of AWS's SDKs, which take the task role. */
const OF_AWS = /is not authorized to perform|\(40[13]\) when calling|AccessDenied(Exception)?\b|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|security token|credential ?providers?|load credentials|locate credentials|access to the resource .{1,200} is denied/i;
