import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { refusedCall } from '../../../read';
import { ended, exits, guide, quoted, whatItLacked } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';
import { disagreement } from '../driver';

export const appDependencyAuth = ended({
  id: 'app-dependency-auth',
  family: 'application',
  title: 'Dependency refused the credentials',
  stage: 'run',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line, frame) => {
    const { action, resource } = refused(frame, ending, line) ?? {};
    if (!action) return `${exits(ending)}: ${quoted(line)}`;
    return `${exits(ending)}: ${action} refused${resource ? ' on ' : ''}${quoted(resource)}`;
  },
  facts: (ending, line, frame) => [...factsOf(frame, ending, line), whatItLacked(ending)],
  fix: (ending, line, frame) => {
    if (refused(frame, ending, line)) return denialFix(line ?? '', grant(frame, ending, line));
    const { fix } = disagreement(line) ?? {};
    if (fix) return fix;
    return OF_AWS.test(line ?? '')
      ? 'grant the call to the task role: resource.grant...(taskDefinition.taskRole); a key in environment or secrets goes before the role'
      : `pass the right user and password with secrets in addContainer('${ending.container.name}', ...);`
        + ' in a URL, encode signs such as + / @ : % of the password';
  },
});

/** The calls of AWS's SDKs, which take the task role. */
const OF_AWS = /is not authorized to perform|\(40[13]\) when calling|AccessDenied(Exception)?\b|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|security token|credential ?providers?|load credentials|locate credentials|access to the resource .{1,200} is denied/i;

function refused(frame: Frame, { read }: Ending, line = ''): ReturnType<typeof refusedCall> {
  return refusedCall(frame, read?.calls ?? [line]);
}

function factsOf(frame: Frame, ending: Ending, line = ''): readonly (string | undefined | false)[] {
  const call = refused(frame, ending, line);
  if (!call) return [disagreement(line)?.fact ?? 'the application reached its dependency, but the dependency refused the login or the call'];
  const { action, role, times, taskRole, hasNoTaskRole } = call;
  const often = times > 1 ? ` ${times} times` : '';
  return [
    role && `${action} was refused to role ${role}${often}`,
    taskRole && `the task role is ${taskRole}, so the program takes its credentials from elsewhere`,
    hasNoTaskRole && 'the task definition has no task role, so the program takes the role of the instance',
    ...policyFacts(line),
  ];
}

function grant(frame: Frame, ending: Ending, line: string | undefined): string {
  const { action = 'the action', arn, role, hasNoTaskRole } = refused(frame, ending, line) ?? {};
  const on = arn ? ` on ${arn}` : '';
  if (hasNoTaskRole) return `give the task definition a task role (taskRole) that is allowed to call ${action}${on}`;
  const name = role ? ` ${role}` : '';
  return `allow the task role${name} to call ${action}${on}: resource.grant...(taskDefinition.taskRole),`
    + ' or taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({ actions, resources }))';
}
