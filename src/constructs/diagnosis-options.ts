import { Duration } from 'aws-cdk-lib';
import { CausePolicy } from './cause-policy';

/** What a positive diagnosis does. */
export enum DiagnosisMode {
  /** Fail the deployment: CloudFormation shows the cause in the stack events and rolls back. */
  FAIL = 'FAIL',
  /** Write the diagnosis to the log and never fail the deployment. */
  REPORT = 'REPORT',
}

/** What happens if the deployment is still in progress when `timeout` is over. */
export enum OnTimeout {
  /** Report success. CloudFormation goes on waiting for Amazon ECS, three hours in all. */
  HAND_OVER = 'HAND_OVER',
  /** Fail the deployment, with the facts known by then. */
  FAIL = 'FAIL',
}

/**
 * How deployments of one service are watched, and when a diagnosis fails them. Every option must be known at synthesis: no tokens. A value
 * out of range is an error at synthesis that names the construct path, the option, the value and the range.
 */
export interface EcsDeploymentDiagnosisOptions {
  /**
   * Whether the deployments of this service are watched. `false` adds nothing to the template for this service. It also removes another
   * diagnosis of the same service that is attached without `enabled: true`; `EcsDeploymentDiagnosis` lists which `enabled` wins.
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
   * Number of failed tasks of one deployment, 1 to 100, after which a cause that may pass by itself (an application that exits, a failing
   * health check, a permission just created) fails the deployment.
   *
   * Causes that cannot pass fail the deployment on the first task. An application error among them does so only if no other task gets
   * further within 30 s. Causes that usually pass, such as a Spot interruption, are tolerated longer.
   *
   * @default 2
   */
  readonly failureThreshold?: number;

  /**
   * Time without progress: 1 to 57 minutes, in whole seconds. After it the deployment counts as stuck and fails. The message gives the
   * reason of the wait.
   *
   * If the settings of the service (grace period, health checks, start and stop timeouts) allow a longer wait, that time applies. A paused
   * lifecycle hook or a bake time is not stuck. `Duration.seconds(0)`: a deployment never counts as stuck.
   *
   * @default Duration.minutes(15)
   */
  readonly stuckAfter?: Duration;

  /**
   * Time to watch one deployment: 1 to 57 minutes, in whole seconds. CloudFormation waits at most one hour for a custom resource. After
   * this time `onTimeout` applies.
   *
   * @default Duration.minutes(57)
   */
  readonly timeout?: Duration;

  /**
   * What happens if the deployment is still in progress when `timeout` is over.
   *
   * @default OnTimeout.HAND_OVER
   */
  readonly onTimeout?: OnTimeout;

  /**
   * When single causes fail the deployment, by cause id. `ecs-why causes` lists the ids.
   *
   * @default - the built-in policy of each cause
   */
  readonly causes?: { [causeId: string]: CausePolicy };

  /**
   * Number of lines, 0 to 100, from the end of the failing container's log that the message in the stack events quotes. It quotes fewer
   * if the message would become too long. 0 keeps the contents of logs out of the stack events: the message then names the cause in its own
   * words, without a line, name or number from a log. The log of the function has the whole diagnosis in any case.
   *
   * @default 20
   */
  readonly logLines?: number;

  /**
   * Further patterns to remove from everything that is quoted: JavaScript regular expressions without slashes and flags, at most 50, each
   * at most 200 characters long. Common secrets (keys, tokens, passwords in URLs) are removed without them. While a deployment is watched,
   * the patterns have less than a second for a message: if one of them takes longer, the message has nothing of a log, and says so.
   *
   * @default - no further patterns
   */
  readonly redact?: string[];
}
