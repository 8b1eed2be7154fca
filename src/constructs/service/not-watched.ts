import { FoundService } from './find-service';
import { overrideAt } from '../template/cdk-internals';
import { member, propertySoFar, readProperty } from '../template/property';

/** Why a service cannot be watched, as far as that is known while the app is still being built; undefined if it can. */
export function whyNotWatchedSoFar(service: FoundService): string | undefined {
  return whyNotWatchedWith(controllerSoFar(service));
}

/** The same when the app is complete. */
export function whyNotWatchedAtLast(service: FoundService): string | undefined {
  return whyNotWatchedWith(controllerAtLast(service));
}

/** CloudFormation waits only for the deployments of the controller ECS. */
function whyNotWatchedWith(controller: unknown): string | undefined {
  if (controller !== 'CODE_DEPLOY' && controller !== 'EXTERNAL') return undefined;
  const who = controller === 'CODE_DEPLOY' ? 'AWS CodeDeploy' : 'an external controller';
  return `its deployment controller is ${controller}: ${who} makes the deployments and CloudFormation waits for none of them`;
}

function controllerSoFar({ l1 }: FoundService): unknown {
  return overrideAt(l1, 'Properties', 'DeploymentController', 'Type') ?? member(propertySoFar(l1, 'DeploymentController'), 'Type');
}

function controllerAtLast({ l1 }: FoundService): unknown {
  return member(readProperty(l1, 'DeploymentController'), 'Type');
}
