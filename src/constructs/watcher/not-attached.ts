import { whyNoCode } from './watcher-code';
import { FoundService } from '../service/find-service';
import { whyNotWatchedSoFar } from '../service/not-watched';

/** Why a diagnosis cannot be attached to a service now; undefined if it can: then the code of the watcher is an asset of its stack. */
export function whyNotAttached(service: FoundService): string | undefined {
  return whyNotWatchedSoFar(service) ?? whyNoCode(service.l1.stack);
}
