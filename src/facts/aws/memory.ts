import { StackView } from './cloudformation';
import { ConcurrentDeployments } from './concurrent-deployments';

/** What one look remembers for the next. Small plain JSON: it travels through the state machine. Times are ISO 8601. */
export interface Memory {
  /** When the first look was. */
  readonly since?: string;
  readonly stack?: StackView;
  readonly serviceArn?: string;
  /** The deployment that this operation started; absent until it is found. */
  readonly deploymentId?: string;
  readonly serviceDeploymentArn?: string;
  /** Something has gone wrong with the tasks: from then on every look reads them. */
  readonly failing?: boolean;
  /** The stack operation has created or changed roles or policies; absent until that was asked. */
  readonly permissionsChanged?: boolean;
  /** When tasks and targets were last read. */
  readonly tasksAt?: string;
  readonly concurrent?: ConcurrentDeployments;
}
