import { DeploymentRule, Scenario, TaskRule } from '../world';
import { DeploymentState, Origin, ServiceState } from './model';

/** Rules for the service that a call is about: by construct path, logical id, or (calls from outside a stack) service name. */
export function rulesFor(scenario: Scenario, serviceName: string, origin: Origin): Pick<ServiceState, 'rules' | 'deploymentRules'> {
  const services = scenario.services ?? {};
  const key = [origin?.path, origin?.logicalId, serviceName].find((one) => one !== undefined && one in services);
  if (key === undefined) return { rules: [], deploymentRules: [] };
  const { rules, deployments: deploymentRules = [] } = services[key];
  return { rules, deploymentRules };
}

type When = DeploymentRule['when'];

const applies = (deployment: DeploymentState, when: When = {}): boolean =>
  (when.operation === undefined || when.operation === deployment.operation)
  && (when.deployment === undefined || (when.deployment === 'rollback') === deployment.isRollback);

/** What happens to a deployment apart from its tasks. */
export const deploymentRuleFor = (deployment: DeploymentState): DeploymentRule =>
  deployment.service.deploymentRules.find(({ when }) => applies(deployment, when)) ?? {};

/** What happens to the `number`-th task of a deployment: the first matching rule, or none for a healthy task. */
export function ruleFor(deployment: DeploymentState, number: number): TaskRule {
  return deployment.service.rules.find(({ when = {} }) => applies(deployment, when)
    && (when.task === undefined || inRange(number, when.task))
    && (when.failFirst === undefined || number <= when.failFirst)) ?? {};
}

/** `3`, `"3"` or `"1-2"` */
function inRange(number: number, range: string | number): boolean {
  const [first, last = first] = String(range).split('-').map(Number);
  return number >= first && number <= last;
}
