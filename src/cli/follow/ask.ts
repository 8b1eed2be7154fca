import { Advanced } from './advance';
import { Asked, Followed, FollowNews } from './model';
import { AccountApi } from '../../facts/aws/account-api';
import { notRead } from '../../facts/unavailable';
import { faultOf, faultOfError, passes } from '../aws/faults';

/** A request that ECS has neither taken nor refused. */
export function isToBeAsked(followed: Followed): followed is Followed & { readonly asked: Asked } {
  const { asked, ending } = followed;
  return asked !== undefined && !asked.taken && !asked.refused && !ending;
}

/** The service while the request is under way. */
export function asking(followed: Followed & { readonly asked: Asked }): Followed & { readonly asked: Asked } {
  const isSent = followed.memory.serviceDeploymentArn !== undefined;
  return { ...followed, asked: { ...followed.asked, ...isSent && { unconfirmed: true } } };
}

/** The service after the request that `asked` names, and what is news about it. `at`: the time, ISO 8601. */
export async function ask(
  followed: Followed & { readonly asked: Asked }, aws: Pick<AccountApi, 'stopServiceDeployment'>, at: () => string,
): Promise<Advanced> {
  const { asked: before } = followed;
  const { asked, text } = await request(followed, before, aws);
  const news: readonly FollowNews[] = text === before.told ? [] : [{ kind: 'notice', at: at(), text }];
  const unconfirmed = !asked.taken && !asked.refused && (before.unconfirmed || asked.unconfirmed);
  return { followed: { ...followed, asked: { ...asked, ...unconfirmed && { unconfirmed }, told: text } }, news };
}

interface Answer {
  readonly asked: Asked;
  /** The result of the request, in one line. */
  readonly text: string;
}

/** Asks ECS to end a deployment that fails (`--on-failure`). After throttling or a network error another request is worth it. */
async function request(
  { memory, service, unread: unavailable }: Followed, { what }: Asked, aws: Pick<AccountApi, 'stopServiceDeployment'>,
): Promise<Answer> {
  const { serviceDeploymentArn } = memory;
  const action = what === 'stop' ? 'stop the deployment' : 'roll back the deployment';
  if (!serviceDeploymentArn) {
    const [unread] = notRead({ unavailable }, 'service deployments', 'service deployment').map(faultOf);
    if (unread && passes(unread)) {
      const text = `ECS could not be asked yet to ${action} of ${service}: ${unread.line}; trying again`;
      return { asked: { what, taken: false, refused: false }, text };
    }
    const why = unread?.line ?? 'its service deployment was not found';
    return { asked: { what, taken: false, refused: true }, text: `ECS cannot be asked to ${action}: ${why}` };
  }
  try {
    await aws.stopServiceDeployment({ serviceDeploymentArn, stopType: what === 'stop' ? 'ABORT' : 'ROLLBACK' });
    return { asked: { what, taken: true, refused: false }, text: `asked ECS to ${action} of ${service} (--on-failure ${what})` };
  } catch (error) {
    const fault = faultOfError('stop of the deployment', error);
    const why = fault.line.replace(/^stop of the deployment (not read(able)?( this time)?|could not be read): /, '');
    const refused = !passes(fault);
    const text = `ECS could not be asked ${refused ? '' : 'yet '}to ${action} of ${service}: ${why}${refused ? '' : '; trying again'}`;
    // AWS has refused a throttled request. One that got no answer may have arrived.
    return { asked: { what, taken: false, refused, ...fault.kind === 'network' && { unconfirmed: true } }, text };
  }
}
