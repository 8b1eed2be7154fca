import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { refusedCall, sdkCredentials, wholeLine } from '../../../read';
import { nameInFix, quotedInFix } from '../../../text';
import { ended, exits, guide, quoted, shortenable, whatItLacked } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

export const appDependencyAuth = ended({
  id: 'app-dependency-auth',
  family: 'application',
  title: 'Dependency refused the credentials',
  stage: 'run',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line, frame) => {
    const { action, resource, isNamed, isForeign } = refused(frame, ending, line) ?? {};
    const lacks = sdkCredentials(frame, ending.container.name, line)?.headline;
    if (lacks) return `${exits(ending)}: ${lacks}`;
    if (!action || isNamed) return `${exits(ending)}: ${quoted(line)}`;
    return `${exits(ending)}: ${action} refused${resource ? ' on ' : ''}${isForeign ? quoted(resource) : shortenable(resource)}`;
  },
  facts: (ending, line, frame) => [...factsOf(frame, ending, line), whatItLacked(ending)],
  fix: (ending, line, frame) => {
    if (refused(frame, ending, line)) return denialFix(line ?? '', grant(frame, ending, line));
    if (BY_TOKEN.test(line ?? '')) {
      return 'allow the task role (not the execution role) rds-db:connect for this user, and GRANT rds_iam to the user';
    }
    const { fix } = sdkCredentials(frame, ending.container.name, line) ?? disagreement(line) ?? {};
    if (fix) return fix;
    return OF_AWS.test(line ?? '')
      ? 'grant the call to the task role: resource.grant...(taskDefinition.taskRole); a key in environment or secrets goes before the role'
      : `pass the right user and password with secrets in addContainer('${ending.container.name}', ...);`
        + ' in a URL, encode signs such as + / @ : % of the password';
  },
});

/** Amazon RDS: PostgreSQL checks a token of IAM by PAM. */
const BY_TOKEN = /\bPAM authentication failed/i;

/** The calls of AWS's SDKs, which take the task role. */
const OF_AWS = /\bmust be the bucket owner|\bapi error |\boperation error [\w ]{1,40}: |is not authorized to perform|\(40[13]\) when calling|AccessDenied(Exception)?\b|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|security token|credential ?providers?|load credentials|locate credentials|access to the resource .{1,200} is denied/i;

function refused(frame: Frame, { read, container, task }: Ending, line = ''): ReturnType<typeof refusedCall> {
  // the line of the headline can lack its beginning, which names the call
  return refusedCall(frame, read?.calls ?? [wholeLine(frame, container.name, task, line) ?? line]);
}

function factsOf(frame: Frame, ending: Ending, line = ''): readonly (string | undefined | false)[] {
  const call = refused(frame, ending, line);
  const { fact } = sdkCredentials(frame, ending.container.name, line) ?? disagreement(line) ?? {};
  if (!call) return [fact ?? 'the application reached its dependency, but the dependency refused the login or the call'];
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
  const { action: call, arn, role, taskRole, hasNoTaskRole, isForeign } = refused(frame, ending, line) ?? {};
  const action = call ? nameInFix(call) : 'the action';
  // Whoever makes the application log a line could name any role.
  if (isForeign) return `check why the program calls ${action} on a resource of another account before you allow it`;
  const on = arn ? ` on ${nameInFix(arn)}` : '';
  if (hasNoTaskRole) return `give the task definition a task role (taskRole) that is allowed to call ${action}${on}`;
  if (taskRole) {
    return `let the program take the credentials of the task role ${nameInFix(taskRole)}, which must be allowed to call ${action}${on}`;
  }
  const name = role ? ` ${nameInFix(role)}` : '';
  return `allow the task role${name} to call ${action}${on}: resource.grant...(taskDefinition.taskRole),`
    + ' or taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({ actions, resources }))';
}

/** A driver and its server that do not agree on how to log in: an option or a version of the driver, not the password. */
interface Disagreement {
  readonly fact: string;
  readonly fix: string;
}

type Entry = readonly [words: RegExp, found: (line: string) => Disagreement];

const TABLE: readonly Entry[] = [
  // MySQL Reference Manual, "Caching SHA-2 Pluggable Authentication": the password goes over TLS, or encrypted with the server's public key
  [/public key/i, () => ({
    fact: 'without TLS the driver needs the public key of the server (caching_sha2_password), and is not allowed to ask for it',
    fix: 'let the connection use TLS (JDBC URL: sslMode=REQUIRED in place of useSSL=false), or allow the key: allowPublicKeyRetrieval=true'
      + ' in the URL',
  })],
  [/requires secure connection/i, () => ({
    fact: 'the server takes this password over TLS only',
    fix: 'switch TLS on in the connection setting of the application (MySQL: sslMode=REQUIRED)',
  })],
  [/\b(client|SASL) mechanism/i, (line) => {
    const enabled = /enabled mechanisms are \[([\w-]+(?:, ?[\w-]+)*)\]/.exec(line)?.[1];
    return {
      fact: 'client and server do not agree on the SASL mechanism',
      fix: enabled
        ? `set the mechanism that the server takes: ${quotedInFix(enabled)} (sasl.mechanism of the client)`
        : 'set the mechanism and the port that belong together: sasl.mechanism and security.protocol of the client'
          + ' (Amazon MSK: port 9096 is SCRAM-SHA-512, port 9098 is IAM, both with SASL_SSL)',
    };
  }],
  // lib/pq#621, brianc/node-postgres#1508: 10 is the number of SCRAM in the protocol of PostgreSQL
  [/SCRAM|authentication (?:type|method|response):? \d|\(received: 10\)|authenticationOk/i, () => ({
    fact: 'the server demands SCRAM, and the driver does not know it',
    fix: 'update the PostgreSQL driver in the image (libpq 10, JDBC driver 42.2, pg 7.8 of Node.js or newer)',
  })],
  [/\bORA-28040\b/, () => ({
    fact: 'the Oracle client is too old for the logins that the server allows',
    fix: 'update the Oracle client or JDBC driver in the image',
  })],
  // Redis knows users since version 6 (Redis documentation, AUTH)
  [/\bauth\b.{0,30}command|without any password configured/i, () => ({
    fact: 'the program sends another login than Redis expects: a user before Redis 6, or a password where none is set',
    fix: 'leave the user (before Redis 6) or the password (no AUTH on the server) out of the Redis URL',
  })],
  [/auth\w*[ _](plugin|method|protocol|mode)/i, (line) => {
    const plugin = /\b(caching_sha2_password|sha256_password|mysql_native_password|mysql_clear_password|ed25519)\b/.exec(line)?.[1];
    return {
      fact: `the server demands an authentication method that the driver does not know${plugin ? ': ' : ''}${plugin ?? ''}`,
      fix: 'update the database driver in the image (PHP 7.4 or newer; Node.js: mysql2 in place of mysql; Python: the cryptography'
        + ' package beside PyMySQL), or give the user a method that the driver knows: ALTER USER ... IDENTIFIED WITH ...',
    };
  }],
];

/** undefined: the line is about credentials. */
function disagreement(line: string | undefined): Disagreement | undefined {
  return line === undefined ? undefined : TABLE.find(([words]) => words.test(line))?.[1](line);
}
