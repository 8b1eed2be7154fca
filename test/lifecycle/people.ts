import type { Lab } from '../../src/lab/lab';
import { callFake } from '../../src/lab/world';

/** What people do by hand in the middle of a stack operation. */
export function forceDeployment(lab: Lab): void {
  callFake(lab.world, 'ecs', 'UpdateService', { ...where(lab), forceNewDeployment: true });
}

export function stopDeployment(lab: Lab, stopType: 'ABORT' | 'ROLLBACK'): void {
  const { serviceDeployments } = callFake(lab.world, 'ecs', 'ListServiceDeployments', where(lab)) as { serviceDeployments: { serviceDeploymentArn: string }[] };
  callFake(lab.world, 'ecs', 'StopServiceDeployment', { serviceDeploymentArn: serviceDeployments[0].serviceDeploymentArn, stopType });
}

export function stopExecutions(lab: Lab): void {
  const executions = physicalId(lab, 'AWS::StepFunctions::StateMachine').replace(':stateMachine:', ':execution:');
  for (const { name } of lab.states.executions().filter((one) => one.status === 'RUNNING')) {
    callFake(lab.world, 'states', 'StopExecution', { executionArn: `${executions}:${name}` });
  }
}

export function deleteStateMachine(lab: Lab): void {
  callFake(lab.world, 'states', 'DeleteStateMachine', { stateMachineArn: physicalId(lab, 'AWS::StepFunctions::StateMachine') });
}

function where(lab: Lab): { service: string; cluster: string } {
  return { service: physicalId(lab, 'AWS::ECS::Service'), cluster: physicalId(lab, 'AWS::ECS::Cluster') };
}

function physicalId(lab: Lab, type: string): string {
  return String(lab.engine.all().flatMap((stack) => [...stack.resources.values()]).find((r) => r.type === type)?.physicalId);
}
