import { ConstructPath } from './assembly';
import { Stack } from './model';
import { Template } from './template';

/** What a stack is created or updated with. */
export interface StackInput {
  readonly name: string;
  readonly template: Template;
  readonly parameters?: { readonly [name: string]: string };
  readonly tags?: { readonly [name: string]: string };
  /** `false`: after a failure, keep what was created (`--no-rollback`). */
  readonly rollback?: boolean;
  /** Express mode: rollback is off by default. */
  readonly express?: boolean;
  readonly construct?: { readonly prefix: string; readonly paths: readonly ConstructPath[] };
  /** Number of the stack operation in the scenario. */
  readonly operation?: number;
  readonly parent?: Stack;
}
