import { Properties, Resource } from './model';

/** What was there before an update, to go back to. */
export interface Before {
  readonly definition: Resource['definition'];
  readonly dependsOn: readonly string[];
  readonly type: string;
  readonly physicalId: string | undefined;
  readonly properties: Properties;
  readonly attributes: Resource['attributes'];
}

/** A physical resource to delete in the cleanup phase. */
export interface Leftover extends Before {
  readonly logicalId: string;
}

export function snapshot(r: Resource): Before {
  const { definition, dependsOn, type, physicalId, properties, attributes } = r;
  return { definition, dependsOn, type, physicalId, properties, attributes };
}
