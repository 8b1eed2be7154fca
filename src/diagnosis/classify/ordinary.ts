/** Messages of a service in good order (Amazon ECS developer guide, service event messages). */
const ORDINARY = /^message: |^(\(?service \S+ |\(service [^)]*\) ?|service \([^)]*\) )?(\((deployment|taskset|task set) \S+ )?(has reached a steady state|has started \d+ tasks?\b(?!.*unhealthy)|has stopped \d+ (running|pending) tasks?\b(?!.*(unhealthy|fail))|stopped \d+ pending tasks|(de)?registered \d+ (targets|instances)|has begun draining connections|deployment completed|is (not )?AZ balanced|updated computed desiredcount|(message: )?successfully set desired count)|^ECS deployment \S+ (in progress|completed)\.?$|^resource (creation|update) initiated|^requested update requires|^eventual consistency check/i;

/** The text (normalised) reports normal progress: it supports no cause. */
export function isOrdinary(text: string): boolean {
  return ORDINARY.test(text);
}

/** Beginnings of service events that always report a failure (Amazon ECS Developer Guide, service event messages). */
const TROUBLE = /^(\(?service [^)]{1,255}\)? )?(\([^)]*\) )*(was unable to (place|start|launch)|failed to (launch|start|place)|is unable to)\b/i;

/** The text (normalised) of a service event reports a failure, known or not. */
export function isTrouble(text: string): boolean {
  return TROUBLE.test(text);
}
