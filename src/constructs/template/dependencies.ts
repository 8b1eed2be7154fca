import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';

/** Dependencies in the same template; those across stacks order the stacks, not the resources. */
export function dependencies(resource: CfnResource): CfnResource[] {
  return resource.obtainDependencies().filter(CfnResource.isCfnResource).filter(({ stack }) => stack === resource.stack);
}

/**
 * Makes each resource of a stack that waits for one of these also wait for its companion. Dependencies between constructs reach the
 * companion as a child; this is for those between resources (`CfnResource.addDependency`).
 */
export function waitAlso(stack: Stack, companions: ReadonlyMap<CfnResource, CfnResource>) {
  for (const resource of stack.node.findAll()) {
    if (!CfnResource.isCfnResource(resource) || resource.stack !== stack) continue;
    for (const awaited of dependencies(resource)) {
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
