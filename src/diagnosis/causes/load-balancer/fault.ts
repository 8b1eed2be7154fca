/** Speaks of a failed load balancer health check; `check-failures` reads how it failed. */
export const CHECK_FAILED = /failed (elb|load balancer|alb|nlb|target group) health ?checks?|\b(is )?unhealthy in \(?(target-?group|elb|load balancer)|is unhealthy\b.{0,200}health checks? failed|^health checks failed(?! due to an internal)|unhealthy .{0,20}health checks failed with/i;

const NOT_USED = /Target\.NotInUse|not enabled for the load balancer|not configured to receive traffic/i;

/** The one cause in the load balancer family that a text supports. */
export function loadBalancerFault(text: string): string | undefined {
  if (/container health ?check|due to an unhealthy status/i.test(text)) return 'container-health-check';
  // events put the state of the target into the same sentence as a failed check
  if (NOT_USED.test(text)) return 'target-not-in-use';
  if (CHECK_FAILED.test(text)) return 'elb-health-check';
  if (/targetgroupnotfound|loadbalancernotfound|(target ?-?groups?|load balancers?) .{0,160}(not ?found|does not exist|do not exist|has been deleted|could not be found)/i.test(text) && !/not authorized/i.test(text)) return 'target-group-missing';
  if (/Target\.NotRegistered|target is not registered|is not registered (to|with|in) .{0,40}target/i.test(text)) return 'target-not-registered';
  if (/Target\.IpUnusable|cannot be used as a target/i.test(text)) return 'target-ip-unusable';
  return undefined;
}
