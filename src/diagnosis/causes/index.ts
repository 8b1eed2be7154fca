// Generated from the folders beside it: node scripts/generate.mjs
import { Rule } from '../model';
import { appAborted } from './application/app-aborted/rule';
import { appConfigMissing } from './application/app-config-missing/rule';
import { appCrashed } from './application/app-crashed/rule';
import { appDependencyAuth } from './application/app-dependency-auth/rule';
import { appDependencyUnreachable } from './application/app-dependency-unreachable/rule';
import { appExitedZero } from './application/app-exited-zero/rule';
import { appKilled } from './application/app-killed/rule';
import { appModuleMissing } from './application/app-module-missing/rule';
import { appPermissionDenied } from './application/app-permission-denied/rule';
import { appPortConflict } from './application/app-port-conflict/rule';
import { appSegfault } from './application/app-segfault/rule';
import { appTerminated } from './application/app-terminated/rule';
import { insufficientClusterCapacity } from './capacity/insufficient-cluster-capacity/rule';
import { circuitBreakerGeneric } from './deployment/circuit-breaker-generic/rule';
import { containerHealthCheck } from './health/container-health-check/rule';
import { roleNotAssumable } from './iam/role-not-assumable/rule';
import { imageCorruptOrUnsupported } from './image/image-corrupt-or-unsupported/rule';
import { imageNotFound } from './image/image-not-found/rule';
import { imagePlatformMismatch } from './image/image-platform-mismatch/rule';
import { imagePullDiskFull } from './image/image-pull-disk-full/rule';
import { imagePullFailed } from './image/image-pull-failed/rule';
import { imageReferenceInvalid } from './image/image-reference-invalid/rule';
import { elbHealthCheck } from './load-balancer/elb-health-check/rule';
import { elbHealthCheckConnection } from './load-balancer/elb-health-check-connection/rule';
import { elbHealthCheckStatus } from './load-balancer/elb-health-check-status/rule';
import { elbHealthCheckTimeout } from './load-balancer/elb-health-check-timeout/rule';
import { firelensConfigInvalid } from './logging/firelens-config-invalid/rule';
import { logAccessDenied } from './logging/log-access-denied/rule';
import { logDriverConfig } from './logging/log-driver-config/rule';
import { logGroupMissing } from './logging/log-group-missing/rule';
import { logNetwork } from './logging/log-network/rule';
import { outOfMemory } from './memory/out-of-memory/rule';
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
import { unknownGeneric } from './unknown/unknown-generic/rule';

export const rules: readonly Rule[] = [
  appAborted,
  appConfigMissing,
  appCrashed,
  appDependencyAuth,
  appDependencyUnreachable,
  appExitedZero,
  appKilled,
  appModuleMissing,
  appPermissionDenied,
  appPortConflict,
  appSegfault,
  appTerminated,
  insufficientClusterCapacity,
  circuitBreakerGeneric,
  containerHealthCheck,
  roleNotAssumable,
  imageCorruptOrUnsupported,
  imageNotFound,
  imagePlatformMismatch,
  imagePullDiskFull,
  imagePullFailed,
  imageReferenceInvalid,
  elbHealthCheck,
  elbHealthCheckConnection,
  elbHealthCheckStatus,
  elbHealthCheckTimeout,
  firelensConfigInvalid,
  logAccessDenied,
  logDriverConfig,
  logGroupMissing,
  logNetwork,
  outOfMemory,
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
  unknownGeneric,
];
