// Generated from the folders beside it: npm run generate
import { CauseId } from '../../contract';
import { About } from '../model';
import { about as appAborted } from './application/app-aborted/about';
import { about as appConfigInvalid } from './application/app-config-invalid/about';
import { about as appConfigMissing } from './application/app-config-missing/about';
import { about as appCrashed } from './application/app-crashed/about';
import { about as appDependencyAuth } from './application/app-dependency-auth/about';
import { about as appDependencyTls } from './application/app-dependency-tls/about';
import { about as appDependencyUnreachable } from './application/app-dependency-unreachable/about';
import { about as appExitedZero } from './application/app-exited-zero/about';
import { about as appKilled } from './application/app-killed/about';
import { about as appMigrationFailed } from './application/app-migration-failed/about';
import { about as appModuleMissing } from './application/app-module-missing/about';
import { about as appPermissionDenied } from './application/app-permission-denied/about';
import { about as appPortConflict } from './application/app-port-conflict/about';
import { about as appSegfault } from './application/app-segfault/about';
import { about as appTerminated } from './application/app-terminated/about';
import { about as agentDisconnected } from './capacity/agent-disconnected/about';
import { about as capacityProviderFailed } from './capacity/capacity-provider-failed/about';
import { about as capacityProviderScaling } from './capacity/capacity-provider-scaling/about';
import { about as fargateCapacity } from './capacity/fargate-capacity/about';
import { about as insufficientClusterCapacity } from './capacity/insufficient-cluster-capacity/about';
import { about as noContainerInstances } from './capacity/no-container-instances/about';
import { about as placementConstraint } from './capacity/placement-constraint/about';
import { about as portConflict } from './capacity/port-conflict/about';
import { about as roomHeldByOldTasks } from './capacity/room-held-by-old-tasks/about';
import { about as serviceDefinitionInvalid } from './configuration/service-definition-invalid/about';
import { about as serviceNameTaken } from './configuration/service-name-taken/about';
import { about as alarmRollback } from './deployment/alarm-rollback/about';
import { about as circuitBreakerGeneric } from './deployment/circuit-breaker-generic/about';
import { about as daemonWaitsForInstance } from './deployment/daemon-waits-for-instance/about';
import { about as deploymentBakeTime } from './deployment/deployment-bake-time/about';
import { about as deploymentConfigBlocked } from './deployment/deployment-config-blocked/about';
import { about as deploymentNotProgressing } from './deployment/deployment-not-progressing/about';
import { about as deploymentPausedByHook } from './deployment/deployment-paused-by-hook/about';
import { about as deploymentStuckPending } from './deployment/deployment-stuck-pending/about';
import { about as deploymentStuckUnhealthy } from './deployment/deployment-stuck-unhealthy/about';
import { about as deploymentTimeoutGeneric } from './deployment/deployment-timeout-generic/about';
import { about as lifecycleHookFailed } from './deployment/lifecycle-hook-failed/about';
import { about as noRollbackCandidate } from './deployment/no-rollback-candidate/about';
import { about as nothingStarted } from './deployment/nothing-started/about';
import { about as stoppedByUser } from './deployment/stopped-by-user/about';
import { about as taskProtectionBlocked } from './deployment/task-protection-blocked/about';
import { about as containerHealthCheck } from './health/container-health-check/about';
import { about as healthCheckGraceTooShort } from './health/health-check-grace-too-short/about';
import { about as roleNotAssumable } from './iam/role-not-assumable/about';
import { about as rolePermissionDenied } from './iam/role-permission-denied/about';
import { about as serviceLinkedRole } from './iam/service-linked-role/about';
import { about as tagPolicyViolation } from './iam/tag-policy-violation/about';
import { about as imageCorruptOrUnsupported } from './image/image-corrupt-or-unsupported/about';
import { about as imageNotFound } from './image/image-not-found/about';
import { about as imagePlatformMismatch } from './image/image-platform-mismatch/about';
import { about as imagePullDiskFull } from './image/image-pull-disk-full/about';
import { about as imagePullFailed } from './image/image-pull-failed/about';
import { about as imageReferenceInvalid } from './image/image-reference-invalid/about';
import { about as appBindLocalhost } from './load-balancer/app-bind-localhost/about';
import { about as appPortMismatch } from './load-balancer/app-port-mismatch/about';
import { about as blueGreenNetworkConfig } from './load-balancer/blue-green-network-config/about';
import { about as elbHealthCheck } from './load-balancer/elb-health-check/about';
import { about as elbHealthCheckConnection } from './load-balancer/elb-health-check-connection/about';
import { about as elbHealthCheckStatus } from './load-balancer/elb-health-check-status/about';
import { about as elbHealthCheckTimeout } from './load-balancer/elb-health-check-timeout/about';
import { about as targetGroupMissing } from './load-balancer/target-group-missing/about';
import { about as targetIpUnusable } from './load-balancer/target-ip-unusable/about';
import { about as targetNotInUse } from './load-balancer/target-not-in-use/about';
import { about as targetNotRegistered } from './load-balancer/target-not-registered/about';
import { about as firelensConfigInvalid } from './logging/firelens-config-invalid/about';
import { about as logAccessDenied } from './logging/log-access-denied/about';
import { about as logDriverConfig } from './logging/log-driver-config/about';
import { about as logGroupMissing } from './logging/log-group-missing/about';
import { about as logNetwork } from './logging/log-network/about';
import { about as outOfMemory } from './memory/out-of-memory/about';
import { about as cloudMapRegistrationFailed } from './network/cloud-map-registration-failed/about';
import { about as eniOrSubnet } from './network/eni-or-subnet/about';
import { about as ownHostNameUnresolvable } from './network/own-host-name-unresolvable/about';
import { about as securityGroupMissing } from './network/security-group-missing/about';
import { about as serviceConnectFailed } from './network/service-connect-failed/about';
import { about as hostTerminated } from './platform/host-terminated/about';
import { about as internalError } from './platform/internal-error/about';
import { about as platformFamilyMismatch } from './platform/platform-family-mismatch/about';
import { about as scheduledMaintenance } from './platform/scheduled-maintenance/about';
import { about as spotInterruption } from './platform/spot-interruption/about';
import { about as taskQuota } from './quota/task-quota/about';
import { about as throttled } from './quota/throttled/about';
import { about as vcpuQuota } from './quota/vcpu-quota/about';
import { about as ecrAuthDenied } from './registry/ecr-auth-denied/about';
import { about as imagePullDenied } from './registry/image-pull-denied/about';
import { about as imagePullKmsDenied } from './registry/image-pull-kms-denied/about';
import { about as imagePullNetwork } from './registry/image-pull-network/about';
import { about as pullThroughCacheDenied } from './registry/pull-through-cache-denied/about';
import { about as registryRateLimited } from './registry/registry-rate-limited/about';
import { about as envFileUnavailable } from './secrets/env-file-unavailable/about';
import { about as kmsAccessDenied } from './secrets/kms-access-denied/about';
import { about as secretAccessDenied } from './secrets/secret-access-denied/about';
import { about as secretKeyMissing } from './secrets/secret-key-missing/about';
import { about as secretMalformed } from './secrets/secret-malformed/about';
import { about as secretNetwork } from './secrets/secret-network/about';
import { about as secretNotFound } from './secrets/secret-not-found/about';
import { about as containerRuntimeError } from './startup/container-runtime-error/about';
import { about as containerRuntimeTimeout } from './startup/container-runtime-timeout/about';
import { about as dependencyContainerFailed } from './startup/dependency-container-failed/about';
import { about as entrypointNotExecutable } from './startup/entrypoint-not-executable/about';
import { about as entrypointNotFound } from './startup/entrypoint-not-found/about';
import { about as osLimitTooLow } from './startup/os-limit-too-low/about';
import { about as ebsAttachFailed } from './storage/ebs-attach-failed/about';
import { about as efsMountFailed } from './storage/efs-mount-failed/about';
import { about as volumeFailed } from './storage/volume-failed/about';
import { about as unknownGeneric } from './unknown/unknown-generic/about';

/** By cause id. */
export const abouts: { readonly [id in CauseId]: About } = {
  'app-aborted': appAborted,
  'app-config-invalid': appConfigInvalid,
  'app-config-missing': appConfigMissing,
  'app-crashed': appCrashed,
  'app-dependency-auth': appDependencyAuth,
  'app-dependency-tls': appDependencyTls,
  'app-dependency-unreachable': appDependencyUnreachable,
  'app-exited-zero': appExitedZero,
  'app-killed': appKilled,
  'app-migration-failed': appMigrationFailed,
  'app-module-missing': appModuleMissing,
  'app-permission-denied': appPermissionDenied,
  'app-port-conflict': appPortConflict,
  'app-segfault': appSegfault,
  'app-terminated': appTerminated,
  'agent-disconnected': agentDisconnected,
  'capacity-provider-failed': capacityProviderFailed,
  'capacity-provider-scaling': capacityProviderScaling,
  'fargate-capacity': fargateCapacity,
  'insufficient-cluster-capacity': insufficientClusterCapacity,
  'no-container-instances': noContainerInstances,
  'placement-constraint': placementConstraint,
  'port-conflict': portConflict,
  'room-held-by-old-tasks': roomHeldByOldTasks,
  'service-definition-invalid': serviceDefinitionInvalid,
  'service-name-taken': serviceNameTaken,
  'alarm-rollback': alarmRollback,
  'circuit-breaker-generic': circuitBreakerGeneric,
  'daemon-waits-for-instance': daemonWaitsForInstance,
  'deployment-bake-time': deploymentBakeTime,
  'deployment-config-blocked': deploymentConfigBlocked,
  'deployment-not-progressing': deploymentNotProgressing,
  'deployment-paused-by-hook': deploymentPausedByHook,
  'deployment-stuck-pending': deploymentStuckPending,
  'deployment-stuck-unhealthy': deploymentStuckUnhealthy,
  'deployment-timeout-generic': deploymentTimeoutGeneric,
  'lifecycle-hook-failed': lifecycleHookFailed,
  'no-rollback-candidate': noRollbackCandidate,
  'nothing-started': nothingStarted,
  'stopped-by-user': stoppedByUser,
  'task-protection-blocked': taskProtectionBlocked,
  'container-health-check': containerHealthCheck,
  'health-check-grace-too-short': healthCheckGraceTooShort,
  'role-not-assumable': roleNotAssumable,
  'role-permission-denied': rolePermissionDenied,
  'service-linked-role': serviceLinkedRole,
  'tag-policy-violation': tagPolicyViolation,
  'image-corrupt-or-unsupported': imageCorruptOrUnsupported,
  'image-not-found': imageNotFound,
  'image-platform-mismatch': imagePlatformMismatch,
  'image-pull-disk-full': imagePullDiskFull,
  'image-pull-failed': imagePullFailed,
  'image-reference-invalid': imageReferenceInvalid,
  'app-bind-localhost': appBindLocalhost,
  'app-port-mismatch': appPortMismatch,
  'blue-green-network-config': blueGreenNetworkConfig,
  'elb-health-check': elbHealthCheck,
  'elb-health-check-connection': elbHealthCheckConnection,
  'elb-health-check-status': elbHealthCheckStatus,
  'elb-health-check-timeout': elbHealthCheckTimeout,
  'target-group-missing': targetGroupMissing,
  'target-ip-unusable': targetIpUnusable,
  'target-not-in-use': targetNotInUse,
  'target-not-registered': targetNotRegistered,
  'firelens-config-invalid': firelensConfigInvalid,
  'log-access-denied': logAccessDenied,
  'log-driver-config': logDriverConfig,
  'log-group-missing': logGroupMissing,
  'log-network': logNetwork,
  'out-of-memory': outOfMemory,
  'cloud-map-registration-failed': cloudMapRegistrationFailed,
  'eni-or-subnet': eniOrSubnet,
  'own-host-name-unresolvable': ownHostNameUnresolvable,
  'security-group-missing': securityGroupMissing,
  'service-connect-failed': serviceConnectFailed,
  'host-terminated': hostTerminated,
  'internal-error': internalError,
  'platform-family-mismatch': platformFamilyMismatch,
  'scheduled-maintenance': scheduledMaintenance,
  'spot-interruption': spotInterruption,
  'task-quota': taskQuota,
  'throttled': throttled,
  'vcpu-quota': vcpuQuota,
  'ecr-auth-denied': ecrAuthDenied,
  'image-pull-denied': imagePullDenied,
  'image-pull-kms-denied': imagePullKmsDenied,
  'image-pull-network': imagePullNetwork,
  'pull-through-cache-denied': pullThroughCacheDenied,
  'registry-rate-limited': registryRateLimited,
  'env-file-unavailable': envFileUnavailable,
  'kms-access-denied': kmsAccessDenied,
  'secret-access-denied': secretAccessDenied,
  'secret-key-missing': secretKeyMissing,
  'secret-malformed': secretMalformed,
  'secret-network': secretNetwork,
  'secret-not-found': secretNotFound,
  'container-runtime-error': containerRuntimeError,
  'container-runtime-timeout': containerRuntimeTimeout,
  'dependency-container-failed': dependencyContainerFailed,
  'entrypoint-not-executable': entrypointNotExecutable,
  'entrypoint-not-found': entrypointNotFound,
  'os-limit-too-low': osLimitTooLow,
  'ebs-attach-failed': ebsAttachFailed,
  'efs-mount-failed': efsMountFailed,
  'volume-failed': volumeFailed,
  'unknown-generic': unknownGeneric,
};
