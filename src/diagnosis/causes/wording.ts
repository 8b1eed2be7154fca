import { capacityFault, launchFault } from './capacity/fault';
import { configurationFault, handlerFault } from './configuration/fault';
import { blueGreenFault, deploymentFault } from './deployment/fault';
import { iamFault, permissionFault } from './iam/fault';
import { loadBalancerFault } from './load-balancer/fault';
import { loggingFault } from './logging/fault';
import { memoryFault } from './memory/fault';
import { networkFault } from './network/fault';
import { platformFault } from './platform/fault';
import { pullFault } from './pull';
import { secretFault } from './secrets/fault';
import { startFault } from './startup/fault';
import { storageFault } from './storage/fault';
import { wordings } from './wordings';
import { oncePer } from '../read/memo';
import { Statement } from '../read/statements';

/**
 * Families in the order in which they may claim a text. A text supports one cause: who speaks of a hook that could not be invoked for lack
 * of a permission speaks of the hook; who cannot pull because a volume is full speaks of the pull. What is being done outranks what went
 * wrong, so families that name an action stand before those that name a circumstance (permission, capacity, configuration).
 */
const FAMILIES: readonly ((text: string) => string | undefined)[] = [
  launchFault,
  deploymentFault,
  loadBalancerFault,
  memoryFault,
  iamFault,
  secretFault,
  pullFault,
  storageFault,
  loggingFault,
  blueGreenFault,
  networkFault,
  startFault,
  capacityFault,
  permissionFault,
  configurationFault,
  platformFault,
];

/** Id of the cause that a text of AWS supports by its wording; undefined for ordinary messages and for what is not understood. */
export function wordingFault(text: string): string | undefined {
  if (isOrdinary(text)) return undefined;
  const own = wordings.find(([, words]) => words.test(text));
  if (own) return own[0];
  for (const family of FAMILIES) {
    const cause = family(text);
    if (cause) return cause;
  }
  return undefined;
}

/** The same of a statement, whose source can say more than its words. */
export const faultOf = oncePer((statement: Statement) => wordingFault(statement.text) ?? (statement.from === 'operation' ? handlerFault(statement.text) : undefined));

/** Messages of a service that does what it should (Amazon ECS developer guide, service event messages). */
const ORDINARY = /^message: |^(\(?service \S+ |\(service [^)]*\) ?|service \([^)]*\) )?(\((deployment|taskset|task set) \S+ )?(has reached a steady state|has started \d+ tasks?\b(?!.*unhealthy)|has stopped \d+ (running|pending) tasks?\b(?!.*(unhealthy|fail))|stopped \d+ pending tasks|(de)?registered \d+ (targets|instances)|has begun draining connections|deployment completed|is (not )?AZ balanced|updated computed desiredcount|(message: )?successfully set desired count)|^ECS deployment \S+ (in progress|completed)\.?$|^resource (creation|update) initiated|^requested update requires|^eventual consistency check/i;

export function isOrdinary(text: string): boolean {
  return ORDINARY.test(text);
}
