import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';

/**
 * The resources of a stack so far, those of nested stacks excepted. Some of them may not get into the template. The function is passed, not
 * called by its name: the indexes of aws-cdk-lib look a class up again at every mention, which is slow for every construct of a stack.
 */
export function resourcesOf(stack: Stack): CfnResource[] {
  return stack.node.findAll().filter(CfnResource.isCfnResource).filter((resource) => resource.stack === stack);
}

/** Dependencies in the same template; those across stacks order the stacks, not the resources. */
export function dependencies(resource: CfnResource): CfnResource[] {
  return resource.obtainDependencies().filter(CfnResource.isCfnResource).filter(({ stack }) => stack === resource.stack);
}

/**
 * Makes each resource of a stack that waits for one of these also wait for its companion. Dependencies between constructs reach the
 * companion as a child; this is for those between resources (`CfnResource.addDependency`).
 */
export function waitAlso(stack: Stack, companions: ReadonlyMap<unknown, CfnResource>) {
  for (const resource of resourcesOf(stack)) {
    for (const awaited of resource.obtainDependencies()) {
      const companion = companions.get(awaited);
      if (companion && companion !== resource) resource.addDependency(companion);
    }
  }
}

export function logicalIds(resources: readonly CfnResource[]): string[] {
  return resources.map(logicalIdOf);
}

export function logicalIdOf({ stack, logicalId }: CfnElement): string {
  return String(stack.resolve(logicalId));
}
