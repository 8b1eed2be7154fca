import { Scenario, TaskRule } from '../world';
import { DeploymentState, Origin } from './model';

/** Rules for the service that a call is about: by construct path, logical id, or (calls from outside a stack) service name. */
export function rulesFor(scenario: Scenario, serviceName: string, origin: Origin): readonly TaskRule[] {
  const services = scenario.services ?? {};
  const key = [origin?.path, origin?.logicalId, serviceName].find((one) => one !== undefined && one in services);
  return key === undefined ? [] : services[key].rules;
}

/** How the `number`-th task of a deployment fares; the first matching rule wins, no rule means healthy. */
export function ruleFor(deployment: DeploymentState, number: number): TaskRule {
  return deployment.service.rules.find(({ when = {} }) => (when.operation === undefined || when.operation === deployment.operation)
    && (when.deployment === undefined || (when.deployment === 'rollback') === deployment.isRollback)
    && (when.task === undefined || inRange(number, when.task))
    && (when.failFirst === undefined || number <= when.failFirst)) ?? {};
}

/** `3`, `"3"` or `"1-2"` */
function inRange(number: number, range: string | number): boolean {
  const [first, last = first] = String(range).split('-').map(Number);
  return number >= first && number <= last;
}
