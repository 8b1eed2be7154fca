import { causeInRows, Matcher, Row } from './table';
import { CauseId } from '../../contract';
import { TargetHealthDescription } from '../../facts/model';
import { statusCodes } from '../read/words';
import { normalise } from '../text';

/**
 * Texts of a load balancer about the state of a target: reason code and description (Elastic Load Balancing API Reference, TargetHealth).
 * Events and stop reasons of ECS repeat both.
 */
export const TARGET_TEXTS: readonly Row[] = [
  ['target-ip-unusable', /Target\.IpUnusable|cannot be used as a target/i],
  ['target-not-in-use', /Target\.NotInUse|not enabled for the load balancer|not configured to receive traffic|target group is not (used|associated)|is not in use|Target\.InvalidState|target is in the stopped state/i],
  ['target-not-registered', /Target\.NotRegistered|target is not registered|is not registered (to|with|in)|failed to register targets? (?!.*not authorized)|unable to register/i],
  ['internal-error', /Elb\.InternalError|internal error/i],
];

const NAMES_CODES: Matcher = { test: (text) => statusCodes(text) !== '' };

/** How a health check of a load balancer failed. A status that came in is no timeout, though the text may speak of time, too. */
export const CHECK_TEXTS: readonly Row[] = [
  ['elb-health-check-status', /ResponseCodeMismatch|with these codes|unexpected (status|response)|status code/i],
  ['elb-health-check-status', NAMES_CODES],
  ['elb-health-check-timeout', /Target\.Timeout|timed out|timeout/i],
  // AWS gives a bare "Health checks failed" where the connection was refused, reset or closed.
  ['elb-health-check-connection', /Target\.FailedHealthChecks|connection (refused|reset|closed|error)|malformed|due to|reason|^\W*health checks failed\W*$/i],
];
/** The text reports a failed check, but not how it failed. */
export const CHECK_OTHERWISE: CauseId = 'elb-health-check';

/** The cause that a text (normalised) about the state of a target supports. */
export function causeOfTargetText(text: string): CauseId | undefined {
  return causeInRows(TARGET_TEXTS, text);
}

/** The same of one target. */
export function causeOfTarget({ TargetHealth: health }: TargetHealthDescription): CauseId | undefined {
  return causeOfTargetText(normalise(`${health?.Reason ?? ''} ${health?.Description ?? ''}`));
}

/** How the check failed that a text (normalised) speaks of. */
export function causeOfFailedCheck(text: string): CauseId {
  return causeInRows(CHECK_TEXTS, text) ?? CHECK_OTHERWISE;
}
