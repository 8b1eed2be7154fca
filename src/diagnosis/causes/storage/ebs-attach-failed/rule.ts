import { guide, stated } from '../../kit';

export const ebsAttachFailed = stated({
  id: 'ebs-attach-failed',
  family: 'storage',
  title: 'EBS volume could not be created or attached',
  stage: 'start',
  retry: 'never',
  docs: guide('troubleshoot-ebs-volumes'),
  headline: (hit) => `no task can start: ECS could not set up the EBS volume${/kms|idempotent|encrypt/i.test(hit.text) ? ' (KMS key)' : /authorized|denied|role/i.test(hit.text) ? ' (permission)' : ''}`,
  facts: (hit) => [/idempotentparametermismatch/i.test(hit.text) && 'this error usually hides a KMS key that is invalid or that the infrastructure role may not use'],
  fix: 'check role, KMS key, size, type and snapshot in new ServiceManagedVolume(this, ..., { managedEBSVolume }); the role needs AmazonECSInfrastructureRolePolicyForVolumes',
});
