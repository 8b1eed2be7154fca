import { Asked, Followed } from './model';
import { AccountApi } from '../../facts/aws/account-api';
import { notRead } from '../../facts/unavailable';
import { faultOf, faultOfError, passes } from '../aws/faults';

interface Answer {
  readonly asked: Asked;
  /** The result of the request, in one line. */
  readonly text: string;
}

/** Asks ECS to end a deployment that fails (`--on-failure`). After throttling or a network error another request is worth it. */
export async function ask(
  { memory, service, unread: unavailable }: Followed, { what }: Asked, aws: Pick<AccountApi, 'stopServiceDeployment'>,
): Promise<Answer> {
  const { serviceDeploymentArn } = memory;
  const action = what === 'stop' ? 'stop the deployment' : 'roll the deployment back';
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
    return { asked: { what, taken: false, refused }, text };
  }
}
