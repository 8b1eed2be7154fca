import { CfnResource } from 'aws-cdk-lib';
import { FoundService } from './find-service';
import { isOverridden } from '../template/cdk-internals';
import { propertySoFar, readProperty } from '../template/property';
import { asResource, asText, soleReference } from '../template/references';

const TYPE = 'AWS::ECS::TaskDefinition';

/** The task definition of a service, if this app creates it. Only in a complete app. */
export function taskDefinitionOf({ l1, host }: FoundService): CfnResource | undefined {
  const soFar = isOverridden(l1, 'Properties', 'TaskDefinition') ? undefined : propertySoFar(l1, 'TaskDefinition');
  // A reference, which the L2 sets, needs no resolving; a lazy text does.
  const reference = soleReference(soFar) ?? soleReference(asText(l1.stack, readProperty(l1, 'TaskDefinition')));
  // With CODE_DEPLOY or a pinned revision, the L2 sets the family in place of a reference.
  return reference ? asResource(reference.target, TYPE) : ofL2(host);
}

function ofL2(host: FoundService['host']): CfnResource | undefined {
  const l2 = 'taskDefinition' in host ? host.taskDefinition : undefined;
  return typeof l2 === 'object' && l2 !== null && 'node' in l2 ? asResource((l2 as CfnResource).node.defaultChild, TYPE) : undefined;
}
