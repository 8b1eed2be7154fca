/**
 * The seam between the constructs (at synthesis, in the user's CDK app) and the watcher (at deployment, in AWS Lambda).
 * Names and shapes on which both sides must agree are in this file only, so that the compiler checks the agreement.
 */

/** CloudFormation resource type of the custom resource. Contract: shown in stack events. */
export const RESOURCE_TYPE = 'Custom::EcsDeploymentDiagnosis';

/** Id of the diagnosis construct below its service. Contract: part of the logical id that stack events show, after that of the service. */
export const DIAGNOSIS_ID = 'DeploymentDiagnosis';

/** Ids of the two singletons of a stack. Contract: a service token must never change (CloudFormation refuses to update it). */
export const FUNCTION_ID = 'EcsDeploymentDiagnosisFunction';
export const WAITER_ID = 'EcsDeploymentDiagnosisWaiter';

/** End of the line in the log of the function that is before a whole diagnosis; the path of the service is before it. */
export const DIAGNOSIS_FOLLOWS = ': diagnosis:';

/** Beginning of the last line of a whole diagnosis. The name of the log stream follows: the AWS CDK CLI finds the log by it. */
export const LOG_STREAM = 'CloudWatch Log Stream: ';

/** Largest answer of a custom resource, in bytes (AWS CloudFormation User Guide, crpg-ref-responses). */
export const MAX_RESPONSE_BYTES = 4096;

/**
 * Options in the properties of the custom resource. CloudFormation turns every scalar into a string, so they are one JSON string, which
 * `readOptions` parses.
 */
export interface WatchOptions {
  /** `FAIL`: fail the resource on a positive diagnosis; `REPORT`: log the diagnosis, always answer SUCCESS. */
  readonly mode: 'FAIL' | 'REPORT';
  /** Failed tasks of this deployment before a cause that may pass by itself fails the deployment; 1..100. */
  readonly failureThreshold: number;
  /** Seconds without any progress after which the deployment counts as stuck; 0 disables. */
  readonly stuckAfterSeconds: number;
  /** Seconds to watch; at most 3,420 (57 min), because CloudFormation waits one hour for a custom resource. */
  readonly timeoutSeconds: number;
  /** When the time is over: `HAND_OVER` answers SUCCESS, and CloudFormation goes on waiting; `FAIL` fails with the facts known by then. */
  readonly onTimeout: 'HAND_OVER' | 'FAIL';
  /** Overrides of the policy by cause id: number of failed tasks that fail the deployment; 0 = never. */
  readonly causes: ByCause<number>;
  /** Lines of the failing container's log in the message; 0 keeps logs out of stack events. */
  readonly logLines: number;
  /** More patterns (JavaScript regular expressions) to remove from everything that leaves the process. */
  readonly redact: readonly string[];
}

/** 57 minutes leave CloudFormation's hour three minutes for delivery and the answer. */
export const MAX_TIMEOUT_SECONDS = 57 * 60;

export const DEFAULT_OPTIONS: WatchOptions = {
  mode: 'FAIL',
  failureThreshold: 2,
  stuckAfterSeconds: 15 * 60,
  timeoutSeconds: MAX_TIMEOUT_SECONDS,
  onTimeout: 'HAND_OVER',
  causes: {},
  logLines: 20,
  redact: [],
};

/** Properties of the custom resource, as CloudFormation delivers them (all scalars are strings). */
export interface DiagnosisResourceProperties {
  readonly ServiceToken: string;
  /** Logical id of the AWS::ECS::Service in the same stack. */
  readonly ServiceLogicalId: string;
  /** ARN of the state machine that waits between two invocations. */
  readonly StateMachineArn: string;
  /** JSON of `WatchOptions`. */
  readonly Options: string;
  /** Construct path of the service, for fixes, which name the place in the app. */
  readonly ServicePath: string;
  /**
   * The rendered properties of the service. Only the name of the cluster is kept; the rest is compared with the previous request: because
   * of them CloudFormation sends an Update exactly when the service changes. Of dynamic references CloudFormation resolves only `ssm` in a
   * custom resource; those to `secretsmanager` and `ssm-secure` arrive as literal text (CloudFormation User Guide, dynamic references). The
   * template itself may contain a secret in plain text: never log or store these properties.
   */
  readonly Service: unknown;
}

/** The request of CloudFormation to a custom resource (AWS CloudFormation User Guide, crpg-ref-requests). */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  /** Presigned: with it, anybody can answer. Never log it. */
  readonly ResponseURL: string;
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: DiagnosisResourceProperties;
  readonly OldResourceProperties?: DiagnosisResourceProperties;
}

/** The input of the function, from the state machine, in every round. `now` is `$$.State.EnteredTime` (ISO 8601). */
export interface StepRequest<W = unknown> {
  readonly watch: W;
  readonly now: string;
  /** Set by the state machine's Catch when a step has failed after all retries: answer SUCCESS and end. */
  readonly giveUp?: { readonly Error?: string; readonly Cause?: string };
}

/** The answer of the function to the state machine, which waits `waitSeconds` and sends `watch` again until `done`. */
export interface StepAnswer<W = unknown> {
  readonly done: boolean;
  readonly waitSeconds: number;
  readonly watch: W;
}

/** Every cause that a diagnosis can name, sorted; written from the folders of causes. Permanent: an id never changes its meaning. */
export const CAUSE_IDS = [
  // causes: npm run generate
  'agent-disconnected',
  'alarm-rollback',
  'app-aborted',
  'app-bind-localhost',
  'app-config-invalid',
  'app-config-missing',
  'app-crashed',
  'app-dependency-auth',
  'app-dependency-tls',
  'app-dependency-unreachable',
  'app-exited-zero',
  'app-killed',
  'app-migration-failed',
  'app-module-missing',
  'app-permission-denied',
  'app-port-conflict',
  'app-port-mismatch',
  'app-segfault',
  'app-terminated',
  'blue-green-network-config',
  'capacity-provider-failed',
  'capacity-provider-scaling',
  'circuit-breaker-generic',
  'cloud-map-registration-failed',
  'container-health-check',
  'container-runtime-error',
  'container-runtime-timeout',
  'daemon-waits-for-instance',
  'dependency-container-failed',
  'deployment-bake-time',
  'deployment-config-blocked',
  'deployment-not-progressing',
  'deployment-paused-by-hook',
  'deployment-stuck-pending',
  'deployment-stuck-unhealthy',
  'deployment-timeout-generic',
  'ebs-attach-failed',
  'ecr-auth-denied',
  'efs-mount-failed',
  'elb-health-check',
  'elb-health-check-connection',
  'elb-health-check-status',
  'elb-health-check-timeout',
  'eni-or-subnet',
  'entrypoint-not-executable',
  'entrypoint-not-found',
  'env-file-unavailable',
  'fargate-capacity',
  'firelens-config-invalid',
  'health-check-grace-too-short',
  'host-terminated',
  'image-corrupt-or-unsupported',
  'image-not-found',
  'image-platform-mismatch',
  'image-pull-denied',
  'image-pull-disk-full',
  'image-pull-failed',
  'image-pull-kms-denied',
  'image-pull-network',
  'image-reference-invalid',
  'insufficient-cluster-capacity',
  'internal-error',
  'kms-access-denied',
  'lifecycle-hook-failed',
  'log-access-denied',
  'log-driver-config',
  'log-group-missing',
  'log-network',
  'no-container-instances',
  'no-rollback-candidate',
  'nothing-started',
  'os-limit-too-low',
  'out-of-memory',
  'own-host-name-unresolvable',
  'placement-constraint',
  'platform-family-mismatch',
  'port-conflict',
  'pull-through-cache-denied',
  'registry-rate-limited',
  'role-not-assumable',
  'role-permission-denied',
  'room-held-by-old-tasks',
  'scheduled-maintenance',
  'secret-access-denied',
  'secret-key-missing',
  'secret-malformed',
  'secret-network',
  'secret-not-found',
  'security-group-missing',
  'service-connect-failed',
  'service-definition-invalid',
  'service-linked-role',
  'service-name-taken',
  'spot-interruption',
  'stopped-by-user',
  'tag-policy-violation',
  'target-group-missing',
  'target-ip-unusable',
  'target-not-in-use',
  'target-not-registered',
  'task-protection-blocked',
  'task-quota',
  'throttled',
  'unknown-generic',
  'vcpu-quota',
  'volume-failed',
  // /causes
] as const;

export type CauseId = (typeof CAUSE_IDS)[number];
export type ByCause<T> = { readonly [id in CauseId]?: T };

const KNOWN_IDS: ReadonlySet<string> = new Set(CAUSE_IDS);

function isCauseId(text: string): text is CauseId {
  return KNOWN_IDS.has(text);
}

/** The entries whose key is a cause id. JSON, and maps from Java or Go, can have other keys. */
export function causeEntries<T>(byCause: { readonly [id: string]: T | undefined }): readonly (readonly [id: CauseId, value: T])[] {
  return Object.entries(byCause).flatMap(([id, value]) => (isCauseId(id) && value !== undefined ? [[id, value] as const] : []));
}

/**
 * Ids that apps written for an earlier version may have in `causes`, with the causes that took their place; an empty list: none did.
 * Synthesis refuses such an id, and names its successors.
 * When a folder goes, its id moves here and is never used again.
 */
export const RETIRED_CAUSE_IDS: { readonly [id: string]: readonly CauseId[] } = {
  // It meant "nothing has failed", and no diagnosis ever named it.
  'not-a-failure': [],
};
