import { Resource } from './model';

/** A resource as it was before an update: a rollback returns to it. */
export type Snapshot = Readonly<Pick<Resource, 'definition' | 'dependsOn' | 'type' | 'physicalId' | 'properties' | 'attributes'>>;

/** A physical resource that the cleanup phase deletes. */
export interface Leftover extends Snapshot {
  readonly logicalId: string;
}

export function snapshotOf({ definition, dependsOn, type, physicalId, properties, attributes }: Resource): Snapshot {
  return { definition, dependsOn, type, physicalId, properties, attributes };
}

export function leftoverOf(resource: Resource): Leftover {
  return { logicalId: resource.logicalId, ...snapshotOf(resource) };
}
