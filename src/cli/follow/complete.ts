import { hasItsTasks } from '../../decision/intended-waits';
import { isRolling, rolloutVerdict, watchedDeployment } from '../../diagnosis/read';
import { Frame } from '../../facts/model';
import { isSteadySince, isWithoutState } from '../../facts/steady';
import { notRead, wasDenied } from '../../facts/unavailable';

/** ECS has completed the deployment. Where no permission shows its state, and the service has none, the service shows it. */
export function isComplete(frame: Frame): boolean {
  return rolloutVerdict(frame) === 'completed' || isSteady(frame);
}

function isSteady(frame: Frame): boolean {
  const { service } = frame;
  const mine = watchedDeployment(frame);
  const faults = notRead(frame, 'service deployment', 'service deployments');
  if (!service || !mine || rolloutVerdict(frame) !== undefined || !isRolling(service) || !faults.length) return false;
  return faults.every(wasDenied) && isWithoutState(mine) && hasItsTasks(mine) && isSteadySince(service, mine);
}
