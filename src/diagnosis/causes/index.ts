// Generated from the folders beside it: npm run generate
import { Rule } from '../model';
import { appAborted } from './application/app-aborted/rule';
import { appConfigInvalid } from './application/app-config-invalid/rule';
import { appConfigMissing } from './application/app-config-missing/rule';
import { appCrashed } from './application/app-crashed/rule';
import { appDependencyAuth } from './application/app-dependency-auth/rule';
import { appDependencyTls } from './application/app-dependency-tls/rule';
import { appDependencyUnreachable } from './application/app-dependency-unreachable/rule';
import { appExitedZero } from './application/app-exited-zero/rule';
import { appKilled } from './application/app-killed/rule';
import { appMigrationFailed } from './application/app-migration-failed/rule';
import { appModuleMissing } from './application/app-module-missing/rule';
import { appPermissionDenied } from './application/app-permission-denied/rule';
import { appPortConflict } from './application/app-port-conflict/rule';
import { appSegfault } from './application/app-segfault/rule';
import { appTerminated } from './application/app-terminated/rule';
import { agentDisconnected } from './capacity/agent-disconnected/rule';
import { capacityProviderFailed } from './capacity/capacity-provider-failed/rule';
import { capacityProviderScaling } from './capacity/capacity-provider-scaling/rule';
import { fargateCapacity } from './capacity/fargate-capacity/rule';
import { insufficientClusterCapacity } from './capacity/insufficient-cluster-capacity/rule';
import { noContainerInstances } from './capacity/no-container-instances/rule';
import { placementConstraint } from './capacity/placement-constraint/rule';
import { portConflict } from './capacity/port-conflict/rule';
import { roomHeldByOldTasks } from './capacity/room-held-by-old-tasks/rule';
import { serviceDefinitionInvalid } from './configuration/service-definition-invalid/rule';
import { serviceNameTaken } from './configuration/service-name-taken/rule';
import { alarmRollback } from './deployment/alarm-rollback/rule';
import { circuitBreakerGeneric } from './deployment/circuit-breaker-generic/rule';
import { daemonWaitsForInstance } from './deployment/daemon-waits-for-instance/rule';
import { deploymentBakeTime } from './deployment/deployment-bake-time/rule';
import { deploymentConfigBlocked } from './deployment/deployment-config-blocked/rule';
import { deploymentNotProgressing } from './deployment/deployment-not-progressing/rule';
import { deploymentPausedByHook } from './deployment/deployment-paused-by-hook/rule';
import { deploymentStuckPending } from './deployment/deployment-stuck-pending/rule';
import { deploymentStuckUnhealthy } from './deployment/deployment-stuck-unhealthy/rule';
import { deploymentTimeoutGeneric } from './deployment/deployment-timeout-generic/rule';
import { lifecycleHookFailed } from './deployment/lifecycle-hook-failed/rule';
import { noRollbackCandidate } from './deployment/no-rollback-candidate/rule';
import { nothingStarted } from './deployment/nothing-started/rule';
import { stoppedByUser } from './deployment/stopped-by-user/rule';
import { taskProtectionBlocked } from './deployment/task-protection-blocked/rule';
import { containerHealthCheck } from './health/container-health-check/rule';
import { healthCheckGraceTooShort } from './health/health-check-grace-too-short/rule';
import { roleNotAssumable } from './iam/role-not-assumable/rule';
import { rolePermissionDenied } from './iam/role-permission-denied/rule';
import { serviceLinkedRole } from './iam/service-linked-role/rule';
import { tagPolicyViolation } from './iam/tag-policy-violation/rule';
import { imageCorruptOrUnsupported } from './image/image-corrupt-or-unsupported/rule';
import { imageNotFound } from './image/image-not-found/rule';
import { imagePlatformMismatch } from './image/image-platform-mismatch/rule';
import { imagePullDiskFull } from './image/image-pull-disk-full/rule';
import { imagePullFailed } from './image/image-pull-failed/rule';
import { imageReferenceInvalid } from './image/image-reference-invalid/rule';
import { appBindLocalhost } from './load-balancer/app-bind-localhost/rule';
import { appPortMismatch } from './load-balancer/app-port-mismatch/rule';
import { blueGreenNetworkConfig } from './load-balancer/blue-green-network-config/rule';
import { elbHealthCheck } from './load-balancer/elb-health-check/rule';
import { elbHealthCheckConnection } from './load-balancer/elb-health-check-connection/rule';
import { elbHealthCheckStatus } from './load-balancer/elb-health-check-status/rule';
import { elbHealthCheckTimeout } from './load-balancer/elb-health-check-timeout/rule';
import { targetGroupMissing } from './load-balancer/target-group-missing/rule';
import { targetIpUnusable } from './load-balancer/target-ip-unusable/rule';
import { targetNotInUse } from './load-balancer/target-not-in-use/rule';
import { targetNotRegistered } from './load-balancer/target-not-registered/rule';
import { firelensConfigInvalid } from './logging/firelens-config-invalid/rule';
import { logAccessDenied } from './logging/log-access-denied/rule';
import { logDriverConfig } from './logging/log-driver-config/rule';
import { logGroupMissing } from './logging/log-group-missing/rule';
import { logNetwork } from './logging/log-network/rule';
import { outOfMemory } from './memory/out-of-memory/rule';
import { cloudMapRegistrationFailed } from './network/cloud-map-registration-failed/rule';
import { eniOrSubnet } from './network/eni-or-subnet/rule';
import { ownHostNameUnresolvable } from './network/own-host-name-unresolvable/rule';
import { securityGroupMissing } from './network/security-group-missing/rule';
import { serviceConnectFailed } from './network/service-connect-failed/rule';
import { hostTerminated } from './platform/host-terminated/rule';
import { internalError } from './platform/internal-error/rule';
import { platformFamilyMismatch } from './platform/platform-family-mismatch/rule';
import { scheduledMaintenance } from './platform/scheduled-maintenance/rule';
import { spotInterruption } from './platform/spot-interruption/rule';
import { taskQuota } from './quota/task-quota/rule';
import { throttled } from './quota/throttled/rule';
import { vcpuQuota } from './quota/vcpu-quota/rule';
import { ecrAuthDenied } from './registry/ecr-auth-denied/rule';
import { imagePullDenied } from './registry/image-pull-denied/rule';
import { imagePullKmsDenied } from './registry/image-pull-kms-denied/rule';
import { imagePullNetwork } from './registry/image-pull-network/rule';
import { pullThroughCacheDenied } from './registry/pull-through-cache-denied/rule';
import { registryRateLimited } from './registry/registry-rate-limited/rule';
import { envFileUnavailable } from './secrets/env-file-unavailable/rule';
import { kmsAccessDenied } from './secrets/kms-access-denied/rule';
import { secretAccessDenied } from './secrets/secret-access-denied/rule';
import { secretKeyMissing } from './secrets/secret-key-missing/rule';
import { secretMalformed } from './secrets/secret-malformed/rule';
import { secretNetwork } from './secrets/secret-network/rule';
import { secretNotFound } from './secrets/secret-not-found/rule';
import { containerRuntimeError } from './startup/container-runtime-error/rule';
import { containerRuntimeTimeout } from './startup/container-runtime-timeout/rule';
import { dependencyContainerFailed } from './startup/dependency-container-failed/rule';
import { entrypointNotExecutable } from './startup/entrypoint-not-executable/rule';
import { entrypointNotFound } from './startup/entrypoint-not-found/rule';
import { osLimitTooLow } from './startup/os-limit-too-low/rule';
import { ebsAttachFailed } from './storage/ebs-attach-failed/rule';
import { efsMountFailed } from './storage/efs-mount-failed/rule';
import { volumeFailed } from './storage/volume-failed/rule';
import { unknownGeneric } from './unknown/unknown-generic/rule';

export const rules: readonly Rule[] = [
  appAborted,
  appConfigInvalid,
  appConfigMissing,
  appCrashed,
  appDependencyAuth,
  appDependencyTls,
  appDependencyUnreachable,
  appExitedZero,
  appKilled,
  appMigrationFailed,
  appModuleMissing,
  appPermissionDenied,
  appPortConflict,
  appSegfault,
  appTerminated,
  agentDisconnected,
  capacityProviderFailed,
  capacityProviderScaling,
  fargateCapacity,
  insufficientClusterCapacity,
  noContainerInstances,
  placementConstraint,
  portConflict,
  roomHeldByOldTasks,
  serviceDefinitionInvalid,
  serviceNameTaken,
  alarmRollback,
  circuitBreakerGeneric,
  daemonWaitsForInstance,
  deploymentBakeTime,
  deploymentConfigBlocked,
  deploymentNotProgressing,
  deploymentPausedByHook,
  deploymentStuckPending,
  deploymentStuckUnhealthy,
  deploymentTimeoutGeneric,
  lifecycleHookFailed,
  noRollbackCandidate,
  nothingStarted,
  stoppedByUser,
  taskProtectionBlocked,
  containerHealthCheck,
  healthCheckGraceTooShort,
  roleNotAssumable,
  rolePermissionDenied,
  serviceLinkedRole,
  tagPolicyViolation,
  imageCorruptOrUnsupported,
  imageNotFound,
  imagePlatformMismatch,
  imagePullDiskFull,
  imagePullFailed,
  imageReferenceInvalid,
  appBindLocalhost,
  appPortMismatch,
  blueGreenNetworkConfig,
  elbHealthCheck,
  elbHealthCheckConnection,
  elbHealthCheckStatus,
  elbHealthCheckTimeout,
  targetGroupMissing,
  targetIpUnusable,
  targetNotInUse,
  targetNotRegistered,
  firelensConfigInvalid,
  logAccessDenied,
  logDriverConfig,
  logGroupMissing,
  logNetwork,
  outOfMemory,
  cloudMapRegistrationFailed,
  eniOrSubnet,
  ownHostNameUnresolvable,
  securityGroupMissing,
  serviceConnectFailed,
  hostTerminated,
  internalError,
  platformFamilyMismatch,
  scheduledMaintenance,
  spotInterruption,
  taskQuota,
  throttled,
  vcpuQuota,
  ecrAuthDenied,
  imagePullDenied,
  imagePullKmsDenied,
  imagePullNetwork,
  pullThroughCacheDenied,
  registryRateLimited,
  envFileUnavailable,
  kmsAccessDenied,
  secretAccessDenied,
  secretKeyMissing,
  secretMalformed,
  secretNetwork,
  secretNotFound,
  containerRuntimeError,
  containerRuntimeTimeout,
  dependencyContainerFailed,
  entrypointNotExecutable,
  entrypointNotFound,
  osLimitTooLow,
  ebsAttachFailed,
  efsMountFailed,
  volumeFailed,
  unknownGeneric,
];
