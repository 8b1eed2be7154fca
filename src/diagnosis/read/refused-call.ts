import { Frame } from '../../facts/model';
import { lastPart } from '../text';
import { roleName } from './denial';
import { sdkCall } from './sdk-call';

/** A call that IAM refused to the application, as the lines of its log name it. */
interface RefusedCall {
  readonly action: string;
  /** ARN or name; of several the folder that they share: `arn:...:parameter/app/*`. Absent: the lines name none, or they share none. */
  readonly arn?: string;
  /** The same without account and Region. */
  readonly resource?: string;
  readonly role?: string;
  /** The resource is in another account than the service. */
  readonly isForeign: boolean;
  readonly times: number;
  /** The line names the operation, as the client calls it. */
  readonly isNamed: boolean;
  /** The task role, if the refused role is another one. */
  readonly taskRole?: string;
  /** The task definition has no task role, and the refused role comes from elsewhere. */
  readonly hasNoTaskRole: boolean;
}

const RESOURCE = /on resource:? ["']?([^\s"']{1,300})/i;
const ACCOUNT = /^arn:[\w-]*:[\w-]*:[\w-]*:\d*:/;

/** @param calls lines about refused calls, oldest first; undefined: the first of them names no action */
export function refusedCall(frame: Frame, calls: readonly string[]): RefusedCall | undefined {
  const [first = ''] = calls;
  const { action, isNamed = false, arn: bucket } = sdkCall(first) ?? {};
  if (!action) return undefined;
  const alike = calls.filter((call) => sdkCall(call)?.action === action);
  const arn = shared([...new Set(alike.flatMap((call) => RESOURCE.exec(call)?.[1].replace(/[.,;]$/, '') ?? []))]) ?? bucket;
  const role = roleName(first);
  const own = frame.taskDefinition?.taskRoleArn ? lastPart(frame.taskDefinition.taskRoleArn) : undefined;
  const isOther = role !== undefined && role !== own;
  return {
    action,
    ...(arn && { arn, resource: arn.replace(ACCOUNT, '') }),
    ...(role && { role }),
    isForeign: isForeign(frame, arn),
    times: alike.length,
    isNamed,
    ...(isOther && own && { taskRole: own }),
    hasNoTaskRole: isOther && Boolean(frame.taskDefinition) && !own,
  };
}

function isForeign({ service }: Frame, arn: string | undefined): boolean {
  const [own, other] = [service?.serviceArn, arn].map((one) => /^arn:[\w-]*:[\w-]*:[\w-]*:(\d{12}):/.exec(one ?? '')?.[1]);
  return own !== undefined && other !== undefined && own !== other;
}

/** `.../app/DB_HOST`, `.../app/DB_USER` -> `.../app/*`. undefined: they share no folder. */
function shared(arns: readonly string[]): string | undefined {
  const [first, ...others] = arns;
  if (!others.length) return first;
  const parts = first.split('/');
  const same = parts.findIndex((part, i) => others.some((arn) => arn.split('/')[i] !== part));
  return same < 1 ? undefined : `${parts.slice(0, same).join('/')}/*`;
}
