import { IConstruct } from 'constructs';
import { core } from './core';

/** Construct path without the stages around it: what is named after it is named the same in every stage. */
export function pathInStage(construct: IConstruct): string {
  const stage = core.Stage.of(construct)?.node.path;
  return stage ? construct.node.path.slice(stage.length + 1) : construct.node.path;
}
