import { CauseId } from '../contract';

const page = (name: string) => `https://docs.aws.amazon.com/AmazonECS/latest/developerguide/${name}.html`;

/**
 * The page of AWS about each cause that a check can name: that of the diagnosis, whose rules are ten times the size of the checks. A test
 * compares both.
 */
export const PAGES = {
  'capacity-provider-failed': page('cluster-auto-scaling'),
  'ecr-auth-denied': page('resource-initialization-error'),
  'efs-mount-failed': page('efs-volumes'),
  'eni-or-subnet': page('task-networking-awsvpc'),
  'env-file-unavailable': page('use-environment-file'),
  'image-not-found': page('task_cannot_pull_image'),
  'image-platform-mismatch': page('ecs-arm64'),
  'image-pull-denied': page('task_cannot_pull_image'),
  'image-pull-failed': page('task_cannot_pull_image'),
  'log-access-denied': page('using_awslogs'),
  'log-group-missing': page('using_awslogs'),
  'role-not-assumable': page('service-event-messages-list'),
  'secret-access-denied': page('resource-initialization-error'),
  'secret-key-missing': page('secrets-envvar-secrets-manager'),
  'secret-malformed': page('secrets-envvar-secrets-manager'),
  'secret-not-found': page('resource-initialization-error'),
  'service-connect-failed': page('service-connect'),
  'service-definition-invalid': page('service_definition_parameters'),
  'target-group-missing': page('troubleshoot-service-load-balancers'),
  'vcpu-quota': page('service-quotas'),
} as const satisfies { readonly [id in CauseId]?: string };

/** A cause of the diagnosis that can be seen before the deployment. */
export type ForeseenCause = keyof typeof PAGES;
