import { Duration } from 'aws-cdk-lib';
import { CausePolicy } from './cause-policy';

/** What a positive diagnosis does. */
export enum DiagnosisMode {
  /** Fail the deployment: CloudFormation shows the cause in the stack events and rolls back. */
  FAIL = 'FAIL',
  /** Write the diagnosis to the log and never fail the deployment. */
  REPORT = 'REPORT',
}

/** What happens when the time to watch is over and the deployment is still in progress. */
export enum OnTimeout {
  /** Report success and leave the wait to CloudFormation, which waits for Amazon ECS for three hours in all. */
  HAND_OVER = 'HAND_OVER',
  /** Fail the deployment with what is known by then. */
  FAIL = 'FAIL',
}

/** How deployments of one service are watched and when a diagnosis fails them. Every option must be known at synthesis: no tokens. */
export interface EcsDeploymentDiagnosisOptions {
  /**
   * Watch the deployments of this service. `false` adds nothing to the template for this service, and takes away what another diagnosis
   * of the same service added that does not say `true`; `EcsDeploymentDiagnosis` tells who wins where they disagree.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether a positive diagnosis fails the deployment or is only written to the log.
   *
   * @default DiagnosisMode.FAIL
   */
  readonly mode?: DiagnosisMode;

  /**
   * Number of failed tasks of one deployment after which a cause that may heal by itself (an application that exits, a failing
   * health check, a permission just created) fails the deployment; 1 to 100. Causes that cannot heal fail on the first task,
   * whatever this says (what an application does by itself: unless other tasks show within 30 s that it is that one task's affair); causes that usually heal, such as a Spot interruption, are tolerated longer.
   *
   * @default 2
   */
  readonly failureThreshold?: number;

  /**
   * Time without progress of any kind after which the deployment counts as stuck, and fails with what it is waiting for; whole
   * seconds, 1 to 57 minutes. Grace periods, health check intervals and the like of the service are added to it, and a paused
   * lifecycle hook or a bake time is not stuck. `Duration.seconds(0)`: a deployment never counts as stuck.
   *
   * @default Duration.minutes(15)
   */
  readonly stuckAfter?: Duration;

  /**
   * Time to watch one deployment; whole seconds, 1 to 57 minutes, because CloudFormation waits at most one hour for a custom
   * resource. Then `onTimeout` applies.
   *
   * @default Duration.minutes(57)
   */
  readonly timeout?: Duration;

  /**
   * What happens when `timeout` is over and the deployment is still in progress.
   *
   * @default OnTimeout.HAND_OVER
   */
  readonly onTimeout?: OnTimeout;

  /**
   * When single causes fail the deployment, by cause id; `ecs-why causes` lists the ids.
   *
   * @default - the built-in policy of each cause
   */
  readonly causes?: { [causeId: string]: CausePolicy };

  /**
   * Number of lines from the end of the failing container's log that the message in the stack events quotes; 0 to 100, fewer where
   * the message would grow too long. 0 keeps the contents of logs out of the stack events.
   *
   * @default 20
   */
  readonly logLines?: number;

  /**
   * Further patterns to remove from everything that is quoted: JavaScript regular expressions without slashes and flags, at most
   * 50 of at most 200 characters. What commonly is a secret (keys, tokens, passwords in URLs) is removed without them.
   *
   * @default - no further patterns
   */
  readonly redact?: string[];
}
