import { Frame } from '../../../facts/model';
import { Ending } from '../../classify';
import { deniedAction, roleName } from '../../read';
import { telling } from '../../read/telling';
import { lastPart } from '../../text';
import { denialFix, policyFacts } from '../obstacles';

/** A call that IAM refused to the application, as its log names it. */
interface RefusedCall {
  readonly action: string;
  /** Without account and Region; of several resources the part that they share. Absent: the line names none. */
  readonly resource?: string;
  readonly facts: readonly (string | undefined | false)[];
  readonly fix: string;
}

/** undefined: the line names no action. */
export function refusedCall(frame: Frame, { read }: Ending, line = ''): RefusedCall | undefined {
  const action = deniedAction(line);
  if (!action) return undefined;
  const calls = (read?.calls ?? [line]).filter((call) => deniedAction(call) === action);
  const arns = [...new Set(calls.flatMap((call) => RESOURCE.exec(call)?.[1].replace(/[.,;]$/, '') ?? []))];
  const arn = shared(arns);
  const role = roleName(line);
  const taskRole = frame.taskDefinition?.taskRoleArn ? lastPart(frame.taskDefinition.taskRoleArn) : undefined;
  const isOther = role !== undefined && role !== taskRole;
  const hasNoTaskRole = isOther && Boolean(frame.taskDefinition) && !taskRole;
  return {
    action,
    ...(arn && { resource: arn.replace(ACCOUNT, '') }),
    facts: [
      role && `${action} was refused to role ${role}${timesOf(calls.length)}`,
      isOther && taskRole && `the task role is ${taskRole}, so the program takes its credentials from elsewhere`,
      hasNoTaskRole && 'the task definition has no task role, so the program takes the role of the instance',
      ...policyFacts(line),
    ],
    fix: denialFix(line, grant(action, arn, role, hasNoTaskRole)),
  };
}

/** What the program lacked afterwards. */
export function thenFact({ read }: Ending): string | undefined {
  return read && `without it the program ends: ${telling(read.then).slice(0, LONGEST)}`;
}

/** Characters of the line that ended the program. */
const LONGEST = 160;
const RESOURCE = /on resource:? ["']?([^\s"']{1,300})/i;
const ACCOUNT = /^arn:[\w-]*:[\w-]*:[\w-]*:\d*:/;

function timesOf(calls: number): string {
  return calls > 1 ? ` ${calls} times` : '';
}

function grant(action: string, arn: string | undefined, role: string | undefined, hasNoTaskRole: boolean): string {
  const on = arn ? ` on ${arn}` : '';
  if (hasNoTaskRole) return `give the task definition a task role (taskRole) that is allowed to call ${action}${on}`;
  const name = role ? ` ${role}` : '';
  return `allow the task role${name} to call ${action}${on}: resource.grant...(taskDefinition.taskRole),`
    + ' or taskDefinition.addToTaskRolePolicy(new iam.PolicyStatement({ actions, resources }))';
}

/** `arn:...:parameter/app/DB_HOST`, `arn:...:parameter/app/DB_USER` -> `arn:...:parameter/app/*`. undefined: they share no folder. */
function shared(arns: readonly string[]): string | undefined {
  const [first, ...others] = arns;
  if (!others.length) return first;
  const parts = first.split('/');
  const same = parts.findIndex((part, i) => others.some((arn) => arn.split('/')[i] !== part));
  return same < 1 ? undefined : `${parts.slice(0, same).join('/')}/*`;
}
