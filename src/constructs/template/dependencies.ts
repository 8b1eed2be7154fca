import { CfnElement, CfnResource } from 'aws-cdk-lib';

/** Dependencies in the same template; those across stacks order the stacks, not the resources. */
export function dependencies(resource: CfnResource): CfnResource[] {
  return resource.obtainDependencies().filter(CfnResource.isCfnResource).filter(({ stack }) => stack === resource.stack);
}

export function logicalIds(resources: readonly CfnResource[]): string[] {
  return resources.map(logicalIdOf);
}

export function logicalIdOf({ stack, logicalId }: CfnElement): string {
  return String(stack.resolve(logicalId));
}
