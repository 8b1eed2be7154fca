import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Construct path without the stages around it: what is named after it is named the same in every stage. */
export function pathInStage(construct: IConstruct): string {
  const stage = Stage.of(construct)?.node.path;
  return stage ? construct.node.path.slice(stage.length + 1) : construct.node.path;
}
