import { causeInRows, Row, Section } from './table';
import { CauseId } from '../../contract';
import { TargetHealthDescription } from '../../facts/model';
import { normalise } from '../text';

/** Reason codes and descriptions of the state of a target (Elastic Load Balancing API Reference, TargetHealth). ECS repeats both. */
const STATES: readonly Row[] = [
  ['target-ip-unusable', /Target\.IpUnusable|cannot be used as a target/i],
  ['target-not-in-use', /Target\.(NotInUse|InvalidState)|not enabled for the load balancer|not configured to receive traffic|target (group )?is not (in use|used)|target is in the stopped state/i],
  ['target-not-registered', /Target\.NotRegistered|target is not registered|is not registered (to|with|in) .{0,40}target/i],
];

/** Texts of the load balancer about one target. */
export const TARGET_TEXTS: readonly Row[] = [...STATES, ['internal-error', /Elb\.InternalError|internal error/i]];

/**
 * Texts of ECS about targets. Before configuration and platform errors: "cannot be used as a target", "failed to deregister targets …
 * unable to …".
 */
export const TARGETS: Section = {
  rows: [
    // before failed checks: events put the state of the target into the same sentence
    ...STATES,
    // that a check failed; `CHECK_TEXTS` has how
    ['elb-health-check', /failed (elb|load balancer|alb|nlb|target group) health ?checks?|\b(is )?unhealthy in \(?(target-?group|elb|load balancer)|is unhealthy\b.{0,200}health checks? failed|^health checks failed(?! due to an internal)|unhealthy .{0,20}health checks failed with/i],
    ['target-group-missing', /targetgroupnotfound|loadbalancernotfound|(target ?-?groups?|load balancers?) .{0,160}(not ?found|does not exist|do not exist|has been deleted|could not be found)/i, /not authorized/i],
  ],
};

/** After all other sections: ECS writes the reason into the same text, a throttled call or a permission. */
export const REGISTRATION: Section = {
  rows: [
    ['target-not-registered', /(failed|unable) to register (the )?targets?\b/i],
  ],
};

/** Status codes that a health check got: `codes: [404]`, `code 502, 503`. */
export const STATUS_CODES = /codes?:? ?\[?[, ]*(\d[\d, ]*)/i;

/** How a health check of a load balancer failed. A status that came in is no timeout, though the text may speak of time, too. */
export const CHECK_TEXTS: readonly Row[] = [
  ['elb-health-check-status', /ResponseCodeMismatch|with these codes|unexpected (status|response)|status code/i],
  ['elb-health-check-status', STATUS_CODES],
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
