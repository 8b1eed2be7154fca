import { createHash } from 'crypto';
import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Construct path without the stages around it, so that a name made from it is the same in every stage. */
export function pathInStage(construct: IConstruct): string {
  const stage = Stage.of(construct)?.node.path;
  return stage ? construct.node.path.slice(stage.length + 1) : construct.node.path;
}

/** Eight characters, the same for the same text in every synthesis; for ids and names that must not change. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
